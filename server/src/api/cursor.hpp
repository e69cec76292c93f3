#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace organizer::api {

/// Where a page ended: the last entry's sort key and id.
struct cursor {
    std::string sort_key;
    std::string id;

    friend auto operator<=>(const cursor&, const cursor&) = default;
};

/// The cursor as the contract's opaque text, and back; nothing for a text that is none of ours.
std::string to_text(const cursor& place);
std::optional<cursor> cursor_from_text(std::string_view text);

} // namespace organizer::api
