#pragma once

// What a one-time link shows. Private to the folder.

#include "identity/issuer/parts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// A link as it stands now.
struct opened_link {
    link_purpose purpose = link_purpose::sign_in;
    std::string account;                          ///< sign-in, reset: whose it is
    std::string person;                           ///< the name of that account
    std::string user_name;                        ///< and what signs it in
    std::string oid;                              ///< set-up, invitation: of the account that the link may make
    std::string event_name;                       ///< invitation
    domain::access access = domain::access::none; ///< invitation
};

/// The link of a secret if it is open; nothing if it never was, ran out, was used or replaced, or its account is
/// disabled: one answer for all.
awaitable<domain::result<std::optional<opened_link>>> open_link(parts& with, std::string secret);

/// What somebody typed into a link's form.
struct link_answer {
    std::string name;
    std::string user_name;
    std::string error;  ///< in words, or empty
    std::string faulty; ///< the name of the field that the error is about
};

/// The page of a link: whose it is, what it does, and a form. Changes nothing.
action_page link_page(language in, const opened_link& opened, std::string_view secret, const link_answer& typed);

/// True if the link's form asks for a new password.
bool asks_password(link_purpose purpose);
/// True if the link's form makes an account.
bool makes_account(link_purpose purpose);

/// A refused password in words.
std::string words_of(language in, password_fault fault);

} // namespace organizer::identity::issuer
