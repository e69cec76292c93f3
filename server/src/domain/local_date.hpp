#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::domain {

/// A calendar day of an event, without a zone and never an instant.
using local_date = std::chrono::year_month_day;

/// A moment, in milliseconds of Unix time.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Reads `YYYY-MM-DD` exactly (years 1900 to 2999, days that exist); anything else is nothing.
std::optional<local_date> date_from_text(std::string_view text);
/// Writes `YYYY-MM-DD`.
std::string to_text(local_date date);

/// Reads `YYYY-MM-DDThh:mm:ss[.fff]Z` exactly.
std::optional<instant> instant_from_text(std::string_view text);
/// Writes `YYYY-MM-DDThh:mm:ss.fffZ`.
std::string to_text(instant moment);

/// `date` moved by `days`.
local_date add_days(local_date date, int days);
/// Days from `from` to `to`; negative if `to` is earlier.
int days_between(local_date from, local_date to);

} // namespace organizer::domain
