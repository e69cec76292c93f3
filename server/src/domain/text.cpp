#include "domain/text.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace organizer::domain {

namespace {

/// Characters that no text may hold: C0 and C1 controls, line and paragraph separators, and what reorders text on
/// screens.
bool is_control(char32_t value) {
    return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0x2028 || value == 0x2029 ||
           (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069) || value == 0xFEFF;
}

} // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    std::size_t length = 1;
    char32_t value = first;
    char32_t least = 0;
    if (first >= 0xF0 && first <= 0xF4) {
        length = 4;
        value = first & 0x07U;
        least = 0x10000;
    } else if (first >= 0xE0 && first < 0xF0) {
        length = 3;
        value = first & 0x0FU;
        least = 0x800;
    } else if (first >= 0xC2 && first < 0xE0) {
        length = 2;
        value = first & 0x1FU;
        least = 0x80;
    } else if (first >= 0x80) {
        return std::nullopt;
    }
    if (at + length > text.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned char each = byte(at + i);
        if ((each & 0xC0U) != 0x80U) {
            return std::nullopt;
        }
        value = (value << 6U) | (each & 0x3FU);
    }
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
        return std::nullopt;
    }
    at += length;
    return value;
}

std::optional<std::size_t> code_points(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        return text.size(); // as most texts are
    }
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        if (!next_code_point(text, at)) {
            return std::nullopt;
        }
    }
    return count;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    constexpr std::string_view no_break = "\xC2\xA0";
    for (;;) {
        if (!text.empty() && blanks.find(text.front()) != std::string_view::npos) {
            text.remove_prefix(1);
        } else if (text.starts_with(no_break)) {
            text.remove_prefix(no_break.size());
        } else {
            break;
        }
    }
    for (;;) {
        if (!text.empty() && blanks.find(text.back()) != std::string_view::npos) {
            text.remove_suffix(1);
        } else if (text.ends_with(no_break)) {
            text.remove_suffix(no_break.size());
        } else {
            break;
        }
    }
    return text;
}

std::string ascii_lower(std::string_view text) {
    std::string lower{text};
    for (char& each : lower) {
        if (each >= 'A' && each <= 'Z') {
            each = static_cast<char>(each - 'A' + 'a');
        }
    }
    return lower;
}

void check_text(std::string_view text, const text_rule& rule, std::string pointer, std::vector<field_fault>& faults) {
    text = trimmed(text);
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const auto value = next_code_point(text, at);
        if (!value) {
            faults.push_back({std::move(pointer), "notUtf8"});
            return;
        }
        if (is_control(*value) && !(rule.lines && *value == '\n')) {
            faults.push_back({std::move(pointer), "controlCharacter"});
            return;
        }
    }
    if (count < rule.least) {
        faults.push_back({std::move(pointer), count == 0 ? "required" : "tooShort"});
    } else if (count > rule.most) {
        faults.push_back({std::move(pointer), "tooLong"});
    }
}

void check_phone(std::string_view text, std::string pointer, std::vector<field_fault>& faults) {
    text = trimmed(text);
    if (text.empty()) {
        return;
    }
    const auto is_digit = [](char each) { return each >= '0' && each <= '9'; };
    const bool taken = std::ranges::all_of(text, [&](char each) {
        return is_digit(each) || std::string_view{" +-/()."}.find(each) != std::string_view::npos;
    });
    if (!taken || text.size() > 40 || std::ranges::count_if(text, is_digit) < 3) {
        faults.push_back({std::move(pointer), "notAPhoneNumber"});
    }
}

void check_email(std::string_view text, std::string pointer, std::vector<field_fault>& faults) {
    text = trimmed(text);
    if (text.empty()) {
        return;
    }
    const auto at = text.find('@');
    const bool shaped = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                        text.find('@', at + 1) == std::string_view::npos && text.size() <= 254;
    std::vector<field_fault> inner;
    check_text(text, {1, 254, false}, pointer, inner);
    const bool blank = text.find_first_of(" \t<>,;\"") != std::string_view::npos;
    if (!shaped || blank || !inner.empty()) {
        faults.push_back({std::move(pointer), "notAnEmail"});
    }
}

bool is_kebab(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most || text.front() == '-' || text.back() == '-' ||
        text.find("--") != std::string_view::npos) {
        return false;
    }
    return std::ranges::all_of(
        text, [](char each) { return (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-'; });
}

} // namespace organizer::domain
