#pragma once

#include "domain/event.hpp"
#include "domain/failure.hpp"

#include <boost/json/object.hpp>

namespace organizer::store::codec {

/// The format that this program writes, and the highest that it reads.
inline constexpr int event_format = 1;

/// The stored body: the members of `state` put over `previous`, whose other members stay.
boost::json::object encode(const domain::event& state, boost::json::object previous);

/// The event of a stored body; a problem `unexpected` `storedDamaged` names the member in its detail.
domain::result<domain::event> decode_event(const boost::json::object& body);

} // namespace organizer::store::codec
