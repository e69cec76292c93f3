#include "api/formats.hpp"

#include "domain/local_date.hpp"

#include <algorithm>

namespace organizer::api {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_alphanumeric(char c) { return is_digit(c) || is_upper(c) || is_lower(c); }

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Between `least` and `most` characters, each a letter, a digit or one of `others`.
bool is_word(std::string_view text, std::size_t least, std::size_t most, std::string_view others) {
    return text.size() >= least && text.size() <= most && std::ranges::all_of(text, [others](char c) {
               return is_alphanumeric(c) || others.find(c) != std::string_view::npos;
           });
}

/// Groups of lower-case letters and digits, joined by single hyphens.
bool is_kebab(std::string_view text) {
    if (text.empty() || text.front() == '-' || text.back() == '-' || text.find("--") != std::string_view::npos) {
        return false;
    }
    return std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

/// A role id, a hyphen and a number of one to three digits that does not begin with zero.
bool is_slot(std::string_view text) {
    const auto hyphen = text.rfind('-');
    if (hyphen == std::string_view::npos || hyphen == 0) {
        return false;
    }
    const auto number = text.substr(hyphen + 1);
    return is_kebab(text.substr(0, hyphen)) && !number.empty() && number.size() <= 3 && number.front() != '0' &&
           std::ranges::all_of(number, is_digit);
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const bool hyphen = at == 8 || at == 13 || at == 18 || at == 23;
        if (hyphen ? c != '-' : !(is_digit(c) || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.find('@', at + 1) != std::string_view::npos) {
        return false;
    }
    const auto host = text.size() - at - 1;
    return host >= 1 && host <= 189 && std::ranges::none_of(text, is_space);
}

bool is_local_time(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') {
        return false;
    }
    if (!is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[3]) || !is_digit(text[4])) {
        return false;
    }
    return text.substr(0, 2) <= "23" && text.substr(3) <= "59";
}

bool is_phone(std::string_view text) {
    const auto digits = text.starts_with('+') ? text.substr(1) : text;
    return digits.size() >= 3 && digits.size() <= 40 && std::ranges::all_of(digits, [](char c) {
               return is_digit(c) || std::string_view(" ()/.-").find(c) != std::string_view::npos;
           });
}

bool is_uri(std::string_view text) {
    const auto rest = text.starts_with("https://") ? text.substr(8) : text.starts_with("http://") ? text.substr(7) : "";
    return !rest.empty() && rest.size() <= 2000 && std::ranges::none_of(rest, is_space);
}

} // namespace

bool matches(contract::format name, std::string_view text) {
    switch (name) {
    case contract::format::none:
        return true;
    case contract::format::country:
        return text.size() == 2 && std::ranges::all_of(text, is_upper);
    case contract::format::cursor:
        return is_word(text, 1, 400, "_-");
    case contract::format::date:
        return domain::date_from_text(text).has_value();
    case contract::format::date_time:
        return text.size() == 24 && domain::instant_from_text(text).has_value();
    case contract::format::email:
        return is_email(text);
    case contract::format::id:
        return is_word(text, 1, 100, "._~-");
    case contract::format::local_time:
        return is_local_time(text);
    case contract::format::phone:
        return is_phone(text);
    case contract::format::role:
    case contract::format::slug:
        return is_kebab(text);
    case contract::format::slot:
        return is_slot(text);
    case contract::format::time_zone:
        return is_word(text, 1, 64, "_+/-");
    case contract::format::uri:
        return is_uri(text);
    case contract::format::uuid:
        return is_uuid(text);
    }
    return false;
}

} // namespace organizer::api
