#include "domain/local_date.hpp"

namespace organizer::domain {

namespace {

/// The number that the `count` digits at `text[at]` write; nothing if one of them is no digit.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') {
            return std::nullopt;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// Writes the last `count` digits of `value` at `text[at]`. By hand: times stand in every answer and log line.
void put_digits(std::string& text, std::size_t at, std::size_t count, int value) {
    for (; count > 0; value /= 10) {
        --count;
        text[at + count] = static_cast<char>('0' + value % 10);
    }
}

void put_date(std::string& text, local_date date) {
    put_digits(text, 0, 4, static_cast<int>(date.year()));
    put_digits(text, 5, 2, static_cast<int>(static_cast<unsigned>(date.month())));
    put_digits(text, 8, 2, static_cast<int>(static_cast<unsigned>(date.day())));
}

} // namespace

std::optional<local_date> date_from_text(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day || *year < 1900 || *year > 2999) {
        return std::nullopt;
    }
    const local_date date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                          std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return date;
}

std::string to_text(local_date date) {
    std::string text = "0000-00-00";
    put_date(text, date);
    return text;
}

std::optional<instant> instant_from_text(std::string_view text) {
    const bool with_fraction = text.size() == 24;
    if ((text.size() != 20 && !with_fraction) || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text.back() != 'Z' || (with_fraction && text[19] != '.')) {
        return std::nullopt;
    }
    const auto date = date_from_text(text.substr(0, 10));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    const auto fraction = with_fraction ? digits(text, 20, 3) : std::optional<int>{0};
    if (!date || !hour || !minute || !second || !fraction || *hour > 23 || *minute > 59 || *second > 59) {
        return std::nullopt;
    }
    return instant{std::chrono::sys_days{*date}} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + std::chrono::milliseconds{*fraction};
}

std::string to_text(instant moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::hh_mm_ss time{moment - day};
    std::string text = "0000-00-00T00:00:00.000Z";
    put_date(text, local_date{day});
    put_digits(text, 11, 2, static_cast<int>(time.hours().count()));
    put_digits(text, 14, 2, static_cast<int>(time.minutes().count()));
    put_digits(text, 17, 2, static_cast<int>(time.seconds().count()));
    put_digits(text, 20, 3, static_cast<int>(time.subseconds().count()));
    return text;
}

local_date add_days(local_date date, int days) {
    return local_date{std::chrono::sys_days{date} + std::chrono::days{days}};
}

int days_between(local_date from, local_date to) {
    return static_cast<int>((std::chrono::sys_days{to} - std::chrono::sys_days{from}).count());
}

} // namespace organizer::domain
