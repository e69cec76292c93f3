#pragma once

#include "identity/issuer/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace organizer::identity::issuer {

/// What a person granted a client by signing in.
struct grant {
    std::string account;
    std::string session;
    std::string client;
    std::string scope; ///< as asked for, verbatim
    std::string nonce; ///< of the sign-in; empty on a refresh
    std::int64_t signed_in_at = 0;
};

/// A grant with what an authorization code is bound to.
struct code_grant : grant {
    std::string redirect_uri;
    std::string challenge; ///< PKCE S256
};

/// What a code or a refresh token gave: the grant and the next refresh token, which lives `refresh_seconds` more (empty
/// and 0 without `offline_access`).
struct redeemed {
    grant of;
    std::string refresh_token;
    std::int64_t refresh_seconds = 0;
};

/// Why nothing was given. The client hears `invalid_grant` or `invalid_scope`, no more.
enum class refusal { unknown, expired, replayed, revoked, other_client, other_redirect, verifier, scope };

/// Codes and families of refresh tokens. Secrets are 256 random bits; the tables hold their SHA-256. Blocking.
class grants {
public:
    explicit grants(database& file) : file_(file) {}

    /// Issues a code, good for 60 seconds and one use, in somebody's transaction.
    static std::string issue_code(transaction& work, const code_grant& granted, std::int64_t now);
    std::string issue_code(const code_grant& granted, std::int64_t now);

    /// Uses a code up. Of two at once one wins; a second use revokes the family that the first one began. A code shown
    /// with a wrong client, redirect URI or verifier is used up too.
    std::variant<redeemed, refusal> redeem(std::string_view code, std::string_view client,
                                           std::string_view redirect_uri, std::string_view verifier, std::int64_t now);

    /// Trades a refresh token for the next. A token shown again within 10 seconds gives the same successor once more
    /// (an answer can be lost), as long as that one is unused; any other repeat revokes the family, never the session.
    /// `scope` is what is asked for (empty: all) and must lie within the grant.
    std::variant<redeemed, refusal> refresh(std::string_view token, std::string_view client, std::string_view scope,
                                            std::int64_t now);

    /// Revokes the family of a refresh token.
    void revoke_family_of(std::string_view token);

    /// Drops what has run out.
    static void purge(transaction& work, std::int64_t now);

private:
    database& file_;
};

/// True if every word of `asked` stands in `granted`.
bool scope_within(std::string_view asked, std::string_view granted);
/// True if the word stands in the list.
bool scope_has(std::string_view scope, std::string_view word);

/// The S256 challenge of a PKCE verifier, or nothing for a verifier that RFC 7636 does not allow.
std::optional<std::string> challenge_of(std::string_view verifier);

} // namespace organizer::identity::issuer
