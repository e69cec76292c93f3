#pragma once

#include "domain/csv_reader.hpp"
#include "domain/failure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::domain {

/// The fields that a column may fill.
enum class import_field : std::uint8_t { name, first_name, last_name, number, phone, email, notes };

/// A column of the file: its title, and what it fills, if anything.
struct import_column {
    std::string title;
    std::optional<import_field> field;
};

/// What somebody said each column fills, in order; further columns fill nothing.
using column_choice = std::vector<std::optional<import_field>>;

/// The columns that a header record names, in German or English, or as they were chosen; those it does not know fill
/// nothing. Problems: `csvTooManyColumns`, `csvColumnTwice`, `csvNoNameColumn`.
result<std::vector<import_column>> read_columns(const csv_record& header, const column_choice* chosen = nullptr);

/// A problem of the whole file: `invalid` with a code.
problem file_problem(std::string code);

/// At most the first 60 code points, for showing; empty if that is not UTF-8.
std::string shortened(std::string_view text);

/// `name`, `firstName`, `lastName`, `parkrunNumber`, `phone`, `email`, `notes`.
std::string_view to_text(import_field field);
std::optional<import_field> import_field_from_text(std::string_view text);

} // namespace organizer::domain
