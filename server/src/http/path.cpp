#include "http/path.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <array>

namespace organizer::http {
namespace {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    if (digit >= 'A' && digit <= 'F') {
        return digit - 'A' + 10;
    }
    return -1;
}

/// RFC 3986 `pchar` without the percent sign, by character.
constexpr std::array<bool, 256> plain_path_characters = [] {
    std::array<bool, 256> plain{};
    for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                         "-._~!$&'()*+,;=:@")) {
        plain[static_cast<unsigned char>(c)] = true;
    }
    return plain;
}();

bool plain_path_character(char c) { return plain_path_characters[static_cast<unsigned char>(c)]; }

/// A segment that stands for itself, as nearly all do.
bool plain_segment(std::string_view segment) {
    return segment != "." && segment != ".." && std::ranges::all_of(segment, plain_path_character);
}

bool allowed_after_decoding(char c) {
    const auto value = static_cast<unsigned char>(c);
    return value >= 0x20 && value != 0x7f && c != '/' && c != '\\';
}

} // namespace

std::optional<std::string> decode_segment(std::string_view segment) {
    if (plain_segment(segment)) {
        return std::string(segment);
    }
    std::string decoded;
    decoded.reserve(segment.size());
    bool escaped = false;
    for (std::size_t at = 0; at < segment.size(); ++at) {
        char c = segment[at];
        if (c == '%') {
            if (segment.size() - at < 3) {
                return std::nullopt;
            }
            const int high = hex_value(segment[at + 1]);
            const int low = hex_value(segment[at + 2]);
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            if (!allowed_after_decoding(c)) {
                return std::nullopt;
            }
            at += 2;
            escaped = true;
        } else if (!plain_path_character(c)) {
            return std::nullopt;
        }
        decoded.push_back(c);
    }
    if (decoded == "." || decoded == ".." || (escaped && !domain::code_points(decoded))) {
        return std::nullopt;
    }
    return decoded;
}

bool well_formed_path(std::string_view path) {
    if (path.empty() || path.front() != '/') {
        return false;
    }
    path.remove_prefix(1);
    while (true) {
        const auto slash = path.find('/');
        const auto segment = path.substr(0, slash);
        if (!plain_segment(segment) && !decode_segment(segment)) {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        path.remove_prefix(slash + 1);
    }
}

} // namespace organizer::http
