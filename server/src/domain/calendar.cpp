#include "domain/calendar.hpp"

#include <algorithm>
#include <array>

namespace organizer::domain {

namespace {

using std::chrono::December;
using std::chrono::January;
using std::chrono::October;

struct national_day {
    std::string_view country;
    std::chrono::month_day day;
};

/// The one extra day beside 1 January, by country.
constexpr std::array national_days{
    national_day{"AU", December / 25}, national_day{"DE", October / 3},   national_day{"FR", December / 25},
    national_day{"GB", December / 25}, national_day{"IE", December / 25}, national_day{"IT", December / 25},
    national_day{"NZ", December / 25}, national_day{"PL", December / 26},
};

const special_day* special_on(const event& of, local_date date) {
    const std::chrono::month_day day{date.month(), date.day()};
    const auto found = std::ranges::find(of.special_days, day, &special_day::day);
    return found == of.special_days.end() ? nullptr : &*found;
}

} // namespace

bool event_day(const event& of, local_date date) {
    return date.ok() && (std::chrono::weekday{std::chrono::sys_days{date}} == of.weekday || special_on(of, date));
}

std::vector<local_date> coming_dates(const event& of, local_date today, std::size_t count) {
    count = std::min<std::size_t>(count, 520);
    std::vector<local_date> dates;
    dates.reserve(count);
    for (local_date date = today; dates.size() < count; date = add_days(date, 1)) {
        if (event_day(of, date)) {
            dates.push_back(date);
        }
    }
    return dates;
}

std::vector<local_date> dates_between(const event& of, local_date from, local_date to) {
    std::vector<local_date> dates;
    for (local_date date = from; date <= to && dates.size() < 400; date = add_days(date, 1)) {
        if (event_day(of, date)) {
            dates.push_back(date);
        }
    }
    return dates;
}

int start_on(const event& of, local_date date) {
    const special_day* special = special_on(of, date);
    return special && special->start ? *special->start : of.start;
}

std::vector<special_day> usual_special_days(std::string_view country) {
    std::vector<special_day> days{{January / 1, std::nullopt}};
    const auto found = std::ranges::find(national_days, country, &national_day::country);
    if (found != national_days.end()) {
        days.push_back({found->day, std::nullopt});
    }
    return days;
}

} // namespace organizer::domain
