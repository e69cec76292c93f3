#include "api/cursor.hpp"

#include "identity/crypto.hpp"

namespace organizer::api {

std::string to_text(const cursor& place) {
    // The sort key may hold any byte, the id no NUL.
    return identity::to_base64url(place.id + std::string(1, '\0') + place.sort_key);
}

std::optional<cursor> cursor_from_text(std::string_view text) {
    const auto bytes = identity::from_base64url(text);
    if (!bytes) {
        return std::nullopt;
    }
    const auto end = bytes->find('\0');
    if (end == std::string::npos) {
        return std::nullopt;
    }
    return cursor{bytes->substr(end + 1), bytes->substr(0, end)};
}

} // namespace organizer::api
