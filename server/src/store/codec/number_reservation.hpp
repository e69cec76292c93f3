#pragma once

#include "domain/failure.hpp"
#include "domain/number_reservation.hpp"

#include <boost/json/object.hpp>

namespace organizer::store::codec {

/// The format that this program writes, and the highest that it reads.
inline constexpr int number_reservation_format = 1;

/// The stored body: the members of `state` put over `previous`, whose other members stay. Only the commands that
/// `domain::number_to_reserve` asks a number for may wait in a reservation; another throws std::logic_error.
boost::json::object encode(const domain::number_reservation& state, boost::json::object previous);

/// The reservation of a stored body; a problem `unexpected` `storedDamaged` names the member in its detail.
domain::result<domain::number_reservation> decode_number_reservation(const boost::json::object& body);

} // namespace organizer::store::codec
