#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Secrets of one-time links: `HMAC(installation key, purpose, id, generation)`, so that asking again gives the same
/// link and a higher generation makes the old one worthless. A secret stands only in the link and in the answer that
/// makes it.
namespace organizer::identity {

enum class link_purpose : std::uint8_t { set_up, sign_in, reset, invitation };

/// The word for logs and tables: `setUp`, `signIn`, `reset`, `invitation`.
std::string_view to_string(link_purpose purpose) noexcept;

/// The bare secret: 43 characters of base64url.
std::string link_secret(std::string_view installation_key, link_purpose purpose, std::string_view id,
                        std::int64_t generation);

/// An invitation's secret names what it opens, `<event>.<invitation>.<generation>.<secret>`, because the invitation
/// itself stands in the event document and nowhere else. `event` and `invitation` hold letters, digits and hyphens
/// only.
std::string invitation_secret(std::string_view installation_key, std::string_view event, std::string_view invitation,
                              std::int64_t generation = 1);

/// Which invitation a secret opens. That it is still open, the event document says.
struct invitation_name {
    std::string event;
    std::string invitation;
    std::int64_t generation = 1;

    bool operator==(const invitation_name&) const = default;
};

/// The invitation of a secret that this installation made, or nothing. Compares in constant time.
std::optional<invitation_name> read_invitation_secret(std::string_view installation_key, std::string_view secret);

/// What is kept of a secret: SHA-256 in base64url.
std::string hash_of_secret(std::string_view secret);

} // namespace organizer::identity
