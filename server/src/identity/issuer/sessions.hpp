#pragma once

#include "identity/issuer/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// A browser in which somebody is signed in.
struct session {
    std::string id;
    std::string account;
    std::int64_t signed_in_at = 0;
};

/// The table of sessions: 30 days without use, 90 days in all. A session's secret stands in its cookie only. Blocking.
class sessions {
public:
    explicit sessions(database& file) : file_(file) {}

    /// The session of a cookie's secret, if it still lives; its use is noted (at most once an hour).
    std::optional<session> find(std::string_view secret, std::int64_t now);

    struct begun {
        session made;
        std::string secret;
    };
    /// Begins a session in somebody's transaction, always under a new secret; `former` (the secret of the browser's
    /// session until now, may be empty) is ended, so that nobody keeps a session that was there before the sign-in.
    static begun begin(transaction& work, std::string_view account, std::string_view browser, std::string_view former,
                       std::int64_t now);

    /// True if the account has signed in with that browser before.
    bool knows(std::string_view account, std::string_view browser);

    /// Ends a session and what was issued in it.
    void end(std::string_view id);
    /// Ends all sessions, codes and refresh families of an account.
    void end_all(std::string_view account);
    static void end_all(transaction& work, std::string_view account);

    /// Drops what has run out.
    static void purge(transaction& work, std::int64_t now);

private:
    database& file_;
};

} // namespace organizer::identity::issuer
