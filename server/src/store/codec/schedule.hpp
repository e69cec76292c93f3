#pragma once

#include "domain/failure.hpp"
#include "domain/schedule.hpp"

#include <boost/json/object.hpp>

namespace organizer::store::codec {

/// The format that this program writes, and the highest that it reads.
inline constexpr int schedule_format = 1;

/// The stored body: the members of `state` put over `previous`, whose other members stay.
boost::json::object encode(const domain::schedule& state, boost::json::object previous);

/// The schedule of a stored body; a problem `unexpected` `storedDamaged` names the member in its detail. A slot twice
/// is damage.
domain::result<domain::schedule> decode_schedule(const boost::json::object& body);

} // namespace organizer::store::codec
