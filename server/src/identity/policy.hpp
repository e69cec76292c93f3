#pragma once

#include "domain/access.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// Who may ask for what: one table of (action, access). What is not listed is refused.
namespace organizer::identity {

/// What an access allows of an action: nothing, only what is one's own (the operation says what that is: one's own
/// membership, helper, slot or act), or all of it.
enum class grant : std::uint8_t { no, own, yes };

/// What an action's access is measured by.
enum class scope : std::uint8_t {
    person,       ///< the token's ceiling; `none` is a right token without a known role
    installation, ///< the token's ceiling
    event,        ///< the lower of ceiling and membership; `none` is absent (404)
};

/// One row: an action is the contract's operationId.
struct policy_row {
    std::string_view action;
    scope measured_by = scope::installation;
    grant none = grant::no;
    grant helper = grant::no;
    grant run_director = grant::no;
    grant coordinator = grant::no;
    grant admin = grant::no;
};

/// The whole table, in the contract's order.
std::span<const policy_row> policy();

/// The row of an action, or null.
const policy_row* policy_of(std::string_view action);

/// What `access` allows of the row's action.
grant granted(const policy_row& row, domain::access access);
/// What `access` allows of `action`; `no` for an action without a row.
grant granted(std::string_view action, domain::access access);

} // namespace organizer::identity
