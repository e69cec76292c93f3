#pragma once

#include "domain/failure.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::domain {

/// Code points of a UTF-8 text, or nothing if it is not valid UTF-8 (overlong forms, surrogates and values above
/// U+10FFFF are not).
std::optional<std::size_t> code_points(std::string_view text);

/// The code point that starts at `text[at]`, which moves behind it; nothing if the bytes there are not UTF-8.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at);

/// Calls `visit` with each code point of a UTF-8 text; ends at the first bytes that are none.
template <class Visit>
void for_each_code_point(std::string_view text, Visit visit) {
    for (std::size_t at = 0; at < text.size();) {
        const auto value = next_code_point(text, at);
        if (!value) {
            return;
        }
        visit(*value);
    }
}

/// `text` without blanks (space, tab, line ends, no-break space) at both ends.
std::string_view trimmed(std::string_view text);

/// ASCII letters in lower case, all else as it is.
std::string ascii_lower(std::string_view text);

/// What a text may hold. Control characters, line and paragraph separators and bidirectional controls are never taken;
/// `lines` permits line feeds.
struct text_rule {
    std::size_t least = 0; ///< code points after trimming
    std::size_t most = 0;
    bool lines = false;
};

inline constexpr text_rule name_rule{1, 120, false};
inline constexpr text_rule short_rule{0, 200, false};
inline constexpr text_rule notes_rule{0, 2000, true};

/// Appends a fault at `pointer` if `text` breaks `rule`: `notUtf8`, `required`, `tooShort`, `tooLong`,
/// `controlCharacter`.
void check_text(std::string_view text, const text_rule& rule, std::string pointer, std::vector<field_fault>& faults);

/// Appends a fault if a phone number (empty: none) is not 3 to 40 characters of digits, blanks and `+-/().`, with 3
/// digits at least: `notAPhoneNumber`.
void check_phone(std::string_view text, std::string pointer, std::vector<field_fault>& faults);

/// Appends a fault if an e-mail address (empty: none) is not `local@domain` of at most 254 bytes without blanks:
/// `notAnEmail`.
void check_email(std::string_view text, std::string pointer, std::vector<field_fault>& faults);

/// True for `^[a-z0-9]+(-[a-z0-9]+)*$` of at most `most` characters.
bool is_kebab(std::string_view text, std::size_t most);

} // namespace organizer::domain
