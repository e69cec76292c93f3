#pragma once

#include "domain/event.hpp"
#include "domain/local_date.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace organizer::domain {

/// True if the event takes place on that day: its weekday, or one of its special days.
bool event_day(const event& of, local_date date);

/// The event's days from `today` on (today included), at most `count` (up to 520).
std::vector<local_date> coming_dates(const event& of, local_date today, std::size_t count);

/// The event's days from `from` to `to`, both inclusive; at most the first 400.
std::vector<local_date> dates_between(const event& of, local_date from, local_date to);

/// Start of that day in minutes after midnight, local: the event's, or the special day's own.
int start_on(const event& of, local_date date);

/// The extra event days that parkrun knows in a country (ISO 3166-1 alpha-2): 1 January everywhere, and one national
/// day.
std::vector<special_day> usual_special_days(std::string_view country);

} // namespace organizer::domain
