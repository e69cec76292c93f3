#include "http/path.hpp"

#include "domain/text.hpp"

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

/// RFC 3986 `pchar` without the percent sign.
bool plain_path_character(char c) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
        return true;
    }
    return c != '\0' && std::string_view("-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
}

bool allowed_after_decoding(char c) {
    const auto value = static_cast<unsigned char>(c);
    return value >= 0x20 && value != 0x7f && c != '/' && c != '\\';
}

} // namespace

std::optional<std::string> decode_segment(std::string_view segment) {
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
        if (!decode_segment(path.substr(0, slash))) {
            return false;
        }
        if (slash == std::string_view::npos) {
            return true;
        }
        path.remove_prefix(slash + 1);
    }
}

} // namespace organizer::http
