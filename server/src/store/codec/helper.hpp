#pragma once

#include "domain/failure.hpp"
#include "domain/helper.hpp"

#include <boost/json/object.hpp>

namespace organizer::store::codec {

class stored_object;

/// The format that this program writes, and the highest that it reads.
inline constexpr int helper_format = 1;

/// The stored body: the members of `state` put over `previous`, whose other members stay.
boost::json::object encode(const domain::helper& state, boost::json::object previous);

/// The helper of a stored body; a problem `unexpected` `storedDamaged` names the member in its detail.
domain::result<domain::helper> decode_helper(const boost::json::object& body);

/// The directory's values alone, as the command of a number reservation carries them too.
void put_values(boost::json::object& into, const domain::helper_values& values);
domain::helper_values read_values(const stored_object& from);

} // namespace organizer::store::codec
