#pragma once

// A right request for every operation of the API.

#include "api/contract.hpp"
#include "cast.hpp"

#include <string>

namespace organizer::testing {

/// Somebody who asks, with what is theirs.
struct member {
    client who;
    std::string helper; ///< the linked helper
};

/// Makes the right request for an operation by a person, about what is their own where there is such a thing.
struct every_request {
    cast& on;
    std::string spare;      ///< a helper nobody is linked to
    std::string invitation; ///< an invitation
    int made = 0;

    ask operator()(const api::contract::operation& operation, const member& by);
};

} // namespace organizer::testing
