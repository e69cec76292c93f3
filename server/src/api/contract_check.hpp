#pragma once

#include "api/contract.hpp"
#include "domain/failure.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace organizer::api {

/// Most faults that one answer lists.
inline constexpr std::size_t most_faults = 50;

/// Checks `value` against a schema of the contract and appends what is wrong to `faults` (at most `most_faults` in
/// all), each with the JSON pointer of the faulty value below `pointer`. Reasons: `missing`, `unknown`, `wrongType`,
/// `notAllowed`, `badFormat`, `tooShort`, `tooLong`, `tooSmall`, `tooLarge`, `tooFew`, `tooMany`.
void check(const boost::json::value& value, const contract::schema& schema, const std::string& pointer,
           std::vector<domain::field_fault>& faults);

/// The same for a parameter, which is text and no JSON: what it says as the schema's type (integer, boolean, else a
/// string of valid UTF-8 without control characters).
void check_text(std::string_view text, const contract::schema& schema, const std::string& pointer,
                std::vector<domain::field_fault>& faults);

} // namespace organizer::api
