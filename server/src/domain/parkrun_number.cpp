#include "domain/parkrun_number.hpp"

#include "domain/text.hpp"

namespace organizer::domain {

std::optional<parkrun_number> parkrun_number_from_text(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && (text.front() == 'A' || text.front() == 'a')) {
        text.remove_prefix(1);
    }
    if (text.empty() || text.size() > 9) {
        return std::nullopt;
    }
    parkrun_number value = 0;
    for (const char each : text) {
        if (each < '0' || each > '9') {
            return std::nullopt;
        }
        value = value * 10 + static_cast<parkrun_number>(each - '0');
    }
    if (value == 0) {
        return std::nullopt;
    }
    return value;
}

std::string to_parkrun_id(parkrun_number number) { return "A" + std::to_string(number); }

} // namespace organizer::domain
