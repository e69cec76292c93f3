#pragma once

#include "identity/issuer/database.hpp"
#include "identity/link_secret.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// A one-time link of the issuer's own (invitations stand in event documents).
struct link {
    link_purpose purpose = link_purpose::sign_in;
    std::string subject; ///< the account, or `-` for set-up
    std::int64_t generation = 0;
    std::optional<std::int64_t> expires_at;
    bool used = false;

    bool open(std::int64_t now) const { return !used && (!expires_at || now < *expires_at); }
};

/// The table of links. Blocking.
class links {
public:
    links(database& file, std::string installation_key) : file_(file), key_(std::move(installation_key)) {}

    /// The secret of a link for `subject`. The same `op` gives the same link as long as it is the newest; another one
    /// makes the next generation, and older links of that purpose and subject no longer work. Without `life` it never
    /// runs out.
    std::string make(link_purpose purpose, std::string_view subject, std::string_view op, std::int64_t now,
                     std::optional<std::int64_t> life);

    /// The link of a secret, if there ever was one and no newer one replaced it.
    std::optional<link> find(std::string_view secret) const;

    /// Uses a link up in somebody's transaction; false if it is not open (any more). Of two at once one wins.
    static bool use(transaction& work, std::string_view secret, std::int64_t now);

    /// Drops links that ran out or were used long ago.
    static void purge(transaction& work, std::int64_t now);

private:
    database& file_;
    std::string key_;
};

} // namespace organizer::identity::issuer
