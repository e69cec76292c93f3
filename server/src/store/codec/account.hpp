#pragma once

#include "domain/account.hpp"
#include "domain/failure.hpp"

#include <boost/json/object.hpp>

namespace organizer::store::codec {

/// The format that this program writes, and the highest that it reads.
inline constexpr int account_format = 1;

/// The stored body: the members of `state` put over `previous`, whose other members stay.
boost::json::object encode(const domain::account& state, boost::json::object previous);

/// The account of a stored body; a problem `unexpected` `storedDamaged` names the member in its detail.
domain::result<domain::account> decode_account(const boost::json::object& body);

} // namespace organizer::store::codec
