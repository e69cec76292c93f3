#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::domain {

/// The number of a parkrun ID: 1 to 999,999,999. The letter A is not stored.
using parkrun_number = std::uint32_t;

/// Reads `A1234567` or `1234567`: trimmed, in either letter case, one to nine digits, not zero. Anything else is
/// nothing.
std::optional<parkrun_number> parkrun_number_from_text(std::string_view text);

/// Writes `A1234567`.
std::string to_parkrun_id(parkrun_number number);

} // namespace organizer::domain
