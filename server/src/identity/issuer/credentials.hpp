#pragma once

#include "identity/issuer/database.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// How an account signs in: a user name and, once somebody chose one, a password hash (PHC text).
struct credential {
    std::string account;
    std::string user_name; ///< as typed when it was made
    std::string password;  ///< empty: none chosen yet
};

/// True for a user name of 3 to 120 characters without blanks at the ends, control characters or line ends.
bool is_user_name(std::string_view text);

/// The table of credentials. Blocking.
class credentials {
public:
    explicit credentials(database& file) : file_(file) {}

    /// By the user name, upper and lower case of ASCII letters being the same.
    std::optional<credential> find_by_name(std::string_view user_name) const;
    std::optional<credential> find(std::string_view account) const;
    /// User names by account.
    std::map<std::string, std::string, std::less<>> user_names() const;

    enum class outcome { stored, name_taken, exists };
    /// Gives a new account its user name and password hash (may be empty).
    outcome add(const credential& fresh, std::int64_t now);
    /// `add` within somebody's transaction.
    static outcome add(transaction& work, const credential& fresh, std::int64_t now);

    /// Replaces a hash by one of the same password with stronger parameters, if it is still `old_hash`.
    void rehash(std::string_view account, std::string_view old_hash, std::string_view new_hash);
    /// Sets a new password and ends all sessions, codes and refresh families of the account, within somebody's
    /// transaction. An account that is not in the table yet (its file was lost) gets its user name again.
    static outcome set_password(transaction& work, const credential& next, std::int64_t now);

private:
    database& file_;
};

} // namespace organizer::identity::issuer
