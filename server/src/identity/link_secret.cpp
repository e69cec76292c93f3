#include "identity/link_secret.hpp"

#include "identity/crypto.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace organizer::identity {
namespace {

bool is_plain_id(std::string_view text) {
    return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

std::string invitation_id(std::string_view event, std::string_view invitation) {
    std::string id(event);
    id += '.';
    id += invitation;
    return id;
}

} // namespace

std::string_view to_string(link_purpose purpose) noexcept {
    switch (purpose) {
    case link_purpose::set_up:
        return "setUp";
    case link_purpose::sign_in:
        return "signIn";
    case link_purpose::reset:
        return "reset";
    case link_purpose::invitation:
        return "invitation";
    }
    return "invitation";
}

std::string link_secret(std::string_view installation_key, link_purpose purpose, std::string_view id,
                        std::int64_t generation) {
    // A separator that no part holds keeps two different triples from reading alike.
    std::string text("link");
    text += '\0';
    text += to_string(purpose);
    text += '\0';
    text += id;
    text += '\0';
    text += std::to_string(generation);
    return to_base64url(as_bytes(hmac_sha256(installation_key, text)));
}

std::string invitation_secret(std::string_view installation_key, std::string_view event, std::string_view invitation,
                              std::int64_t generation) {
    auto text = invitation_id(event, invitation);
    auto secret = link_secret(installation_key, link_purpose::invitation, text, generation);
    text += '.';
    text += std::to_string(generation);
    text += '.';
    text += secret;
    return text;
}

std::optional<invitation_name> read_invitation_secret(std::string_view installation_key, std::string_view secret) {
    std::array<std::string_view, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto end = i + 1 == parts.size() ? secret.size() : secret.find('.');
        if (end == std::string_view::npos) {
            return std::nullopt;
        }
        parts[i] = secret.substr(0, end);
        secret.remove_prefix(std::min(end + 1, secret.size()));
    }
    invitation_name name;
    const auto* last = parts[2].data() + parts[2].size();
    const auto [end, error] = std::from_chars(parts[2].data(), last, name.generation);
    if (!is_plain_id(parts[0]) || !is_plain_id(parts[1]) || error != std::errc() || end != last ||
        parts[2].front() == '-' || parts[2].front() == '0') {
        return std::nullopt;
    }
    name.event = parts[0];
    name.invitation = parts[1];
    const auto expected =
        link_secret(installation_key, link_purpose::invitation, invitation_id(parts[0], parts[1]), name.generation);
    if (!same_bytes(expected, parts[3])) {
        return std::nullopt;
    }
    return name;
}

std::string hash_of_secret(std::string_view secret) { return to_base64url(as_bytes(sha256(secret))); }

} // namespace organizer::identity
