#pragma once

#include "domain/decision.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace organizer::domain {

/// Someone who signs in, keyed by `(tid, oid)`. Passwords are the issuer's alone.
struct account {
    std::string tid;
    std::string oid;
    std::string name;
    std::string login_name; ///< what the person types at sign-in, as typed; shown to administrators
    bool admin = false;
    bool disabled = false;

    friend bool operator==(const account&, const account&) = default;
};

/// createAccount: made by the issuer (set-up, invitation), never through the API. 409 `alreadyExists`.
struct create_account {
    std::string tid;
    std::string oid;
    std::string name;
    std::string login_name; ///< what the person types at sign-in, as typed; shown to administrators
    bool admin = false;
};

/// editAccount: a merge-patch, by an administrator. 409 `lastAdmin` if nobody would be left who is one and may sign in.
struct edit_account {
    std::optional<std::string> name;
    std::optional<bool> admin;
    std::optional<bool> disabled;
    std::optional<std::int64_t> if_match;
};

using account_command = std::variant<create_account, edit_account>;

/// What an account's rules need beside the account.
struct account_context {
    std::int64_t rev = 0;
    std::size_t other_admins = 0; ///< other accounts that are administrators and not disabled
};

/// `createAccount`, `editAccount`.
std::string_view kind_of(const account_command& command);

/// The rule of every account command.
decision<account> decide(const std::optional<account>& before, const command_header& header,
                         const account_command& command, const account_context& context);

} // namespace organizer::domain
