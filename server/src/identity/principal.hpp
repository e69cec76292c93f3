#pragma once

#include "domain/access.hpp"

#include <string>

namespace organizer::identity {

/// Who makes a request, from a verified token. `account` is the account's id, derived from `(tid, oid)`.
struct principal {
    std::string account;
    std::string name;
    domain::access ceiling = domain::access::none;
};

} // namespace organizer::identity
