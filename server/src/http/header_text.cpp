#include "http/header_text.hpp"

namespace organizer::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// `;q=0.5` of a member, in thousandths; 1000 without, 0 if it is not a quality.
int quality_of(std::string_view parameters) {
    parameters = trimmed(parameters);
    if (parameters.empty()) {
        return 1000;
    }
    if (parameters.size() < 3 || lower(parameters[0]) != 'q' || parameters[1] != '=') {
        return 0;
    }
    const auto number = parameters.substr(2);
    if (number.front() != '0' && number.front() != '1') {
        return 0;
    }
    int value = (number.front() - '0') * 1000;
    if (number.size() > 1) {
        if (number[1] != '.' || number.size() > 5) {
            return 0;
        }
        int weight = 100;
        for (const char digit : number.substr(2)) {
            if (digit < '0' || digit > '9') {
                return 0;
            }
            value += (digit - '0') * weight;
            weight /= 10;
        }
    }
    return value <= 1000 ? value : 0;
}

std::string_view without_weakness(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

} // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) {
        return false;
    }
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (lower(left[i]) != lower(right[i])) {
            return false;
        }
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string_view> next_member(std::string_view& rest) {
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const auto member = trimmed(rest.substr(0, comma));
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
        if (!member.empty()) {
            return member;
        }
    }
    return std::nullopt;
}

int accepted_quality(std::string_view accept_encoding, std::string_view coding) {
    int any = 0;
    while (const auto member = next_member(accept_encoding)) {
        const auto semicolon = member->find(';');
        const auto name = trimmed(member->substr(0, semicolon));
        const int quality = quality_of(semicolon == std::string_view::npos ? "" : member->substr(semicolon + 1));
        if (equal_ignoring_case(name, coding)) {
            return quality;
        }
        if (name == "*") {
            any = quality;
        }
    }
    return any;
}

bool none_match_hits(std::string_view if_none_match, std::string_view etag) {
    while (const auto member = next_member(if_none_match)) {
        if (*member == "*" || without_weakness(*member) == without_weakness(etag)) {
            return true;
        }
    }
    return false;
}

} // namespace organizer::http
