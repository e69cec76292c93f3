#include "identity/issuer/forms.hpp"

#include "domain/text.hpp"

#include <algorithm>

namespace organizer::identity::issuer {
namespace {

std::optional<int> hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return std::nullopt;
}

std::optional<std::string> decoded(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            plain += ' ';
        } else if (text[i] != '%') {
            plain += text[i];
        } else {
            const auto high = i + 2 < text.size() ? hex_value(text[i + 1]) : std::nullopt;
            const auto low = i + 2 < text.size() ? hex_value(text[i + 2]) : std::nullopt;
            if (!high || !low) {
                return std::nullopt;
            }
            plain += static_cast<char>(*high * 16 + *low);
            i += 2;
        }
    }
    return plain;
}

std::optional<language> language_of(std::string_view tag) {
    const auto primary = domain::ascii_lower(tag.substr(0, tag.find('-')));
    if (primary == "de") {
        return language::german;
    }
    if (primary == "en") {
        return language::english;
    }
    return std::nullopt;
}

/// The weight of an `Accept-Language` entry in thousandths.
int weight_of(std::string_view parameters) {
    const auto at = parameters.find("q=");
    if (at == std::string_view::npos) {
        return 1000;
    }
    auto text = parameters.substr(at + 2);
    int thousandths = text.starts_with('1') ? 1000 : 0;
    if (thousandths == 0 && text.starts_with("0.")) {
        int unit = 100;
        for (const char c : text.substr(2, 3)) {
            if (c < '0' || c > '9') {
                break;
            }
            thousandths += (c - '0') * unit;
            unit /= 10;
        }
    }
    return thousandths;
}

/// Where `wanted` stands first, or the text's length. (`std::min(text.find(wanted), text.size())` makes GCC 12 warn of
/// a read beyond all bounds where it optimises.)
std::size_t place_of(char wanted, std::string_view text) {
    return static_cast<std::size_t>(std::find(text.begin(), text.end(), wanted) - text.begin());
}

/// Calls `each` with the parts of `text` between separators, trimmed.
template <class Each>
void for_parts(std::string_view text, char separator, Each each) {
    while (true) {
        const auto end = place_of(separator, text);
        each(domain::trimmed(text.substr(0, end)));
        if (end == text.size()) {
            return;
        }
        text.remove_prefix(end + 1);
    }
}

} // namespace

std::optional<parameters> read_parameters(std::string_view text) {
    parameters read;
    if (text.empty()) {
        return read;
    }
    while (true) {
        const auto end = place_of('&', text);
        const auto pair = text.substr(0, end);
        if (!pair.empty()) {
            const auto equals = place_of('=', pair);
            auto name = decoded(pair.substr(0, equals));
            auto value = decoded(pair.substr(std::min(equals + 1, pair.size())));
            if (!name || !value || read.size() == most_parameters ||
                !read.emplace(std::move(*name), std::move(*value)).second) {
                return std::nullopt;
            }
        }
        if (end == text.size()) {
            return read;
        }
        text.remove_prefix(end + 1);
    }
}

std::string_view value_of(const parameters& from, std::string_view name) {
    const auto found = from.find(name);
    return found == from.end() ? std::string_view() : std::string_view(found->second);
}

std::string encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
            c == '_' || c == '~') {
            result += c;
        } else {
            result += '%';
            result += digits[byte >> 4U];
            result += digits[byte & 0x0fU];
        }
    }
    return result;
}

std::optional<std::string_view> cookie_of(std::string_view header, std::string_view name) {
    std::optional<std::string_view> found;
    bool twice = false;
    for_parts(header, ';', [&](std::string_view pair) {
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
            twice = twice || found.has_value();
            found = pair.substr(equals + 1);
        }
    });
    return twice ? std::nullopt : found;
}

std::string html(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            result += "&amp;";
            break;
        case '<':
            result += "&lt;";
            break;
        case '>':
            result += "&gt;";
            break;
        case '"':
            result += "&quot;";
            break;
        case '\'':
            result += "&#39;";
            break;
        default:
            result += c;
        }
    }
    return result;
}

language choose_language(std::string_view ui_locales, std::string_view accept_language) {
    std::optional<language> chosen;
    for_parts(ui_locales, ' ', [&](std::string_view tag) {
        if (!chosen) {
            chosen = language_of(tag);
        }
    });
    if (chosen) {
        return *chosen;
    }
    int best = 0;
    for_parts(accept_language, ',', [&](std::string_view entry) {
        const auto end = std::min(entry.find(';'), entry.size());
        const auto known = language_of(domain::trimmed(entry.substr(0, end)));
        const int weight = weight_of(entry.substr(end));
        if (known && weight > best) {
            best = weight;
            chosen = known;
        }
    });
    return chosen.value_or(language::english);
}

} // namespace organizer::identity::issuer
