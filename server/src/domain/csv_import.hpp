#pragma once

#include "domain/csv_columns.hpp"
#include "domain/csv_reader.hpp"
#include "domain/failure.hpp"
#include "domain/helper.hpp"
#include "domain/parkrun_number.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::domain {

/// What a row says of a helper; empty texts say nothing and change nothing.
struct import_values {
    std::string name;
    std::optional<parkrun_number> number;
    std::string phone;
    std::string email;
    std::string notes;

    friend bool operator==(const import_values&, const import_values&) = default;
};

enum class import_action : std::uint8_t { create, edit, set_number };

/// A command that the row may become; `helper` is empty for `create`.
struct import_choice {
    import_action action = import_action::create;
    std::string helper;

    friend bool operator==(const import_choice&, const import_choice&) = default;
};

enum class import_result : std::uint8_t { create, edit, ask, unchanged, fault };

/// One row of the preview. `create` and `edit` have one choice, `ask` one for each thing it could mean, the others
/// none.
struct import_row {
    int line = 0;
    import_result result = import_result::fault;
    import_values values;
    std::vector<import_choice> choices;
    std::string reason; ///< of a fault, see `preview_import`
    std::string
        column; ///< the faulty field: `name`, `parkrunNumber`, `phone`, `email`, `notes`, or empty for the whole row
    std::string text;   ///< what stands there, at most 60 code points
    int first_line = 0; ///< of `numberTwice`: the line that counts
};

struct import_preview {
    csv_encoding encoding = csv_encoding::utf_8;
    char separator = ',';
    std::vector<import_column> columns;
    std::vector<import_row> rows;
};

/// The event's directory, archived and erased helpers too: id and helper.
using import_directory = std::span<const std::pair<std::string_view, const helper*>>;

inline constexpr std::size_t most_import_rows = 5000;

/// What a CSV file would change, without changing it. The first record names the columns, in German or English, unless
/// `chosen` says what they are. Helpers
/// are matched by parkrun number; an equal name without a number on one side is asked; of a number twice in the file
/// the first row counts. Rows that say nothing new are `unchanged`. Faults of rows: `notAnId`, `nameMissing`,
/// `nameTooLong`, `controlCharacter`, `numberTwice`, `notAnEmail`, `notAPhone`, `textTooLong`, `tooFewColumns`,
/// `tooManyColumns`, `badQuote`, `badEncoding`. Problems of the whole file are `invalid` with code `csvNoText`,
/// `csvEmpty`, `csvTooManyRows`, `csvTooManyColumns`, `csvNoNameColumn` or `csvColumnTwice`.
result<import_preview> preview_import(std::string_view bytes, const import_directory& directory,
                                      const column_choice* chosen = nullptr);

/// The command of a row's choice: createHelper with the values; editHelper of what differs from `now`, never of the
/// number; changeParkrunNumber from the number of `now`.
helper_command import_command(import_action action, const import_values& values, const helper* now);

/// Faults of values that come back from the client, pointers below `/`.
std::vector<field_fault> check_import_values(const import_values& values);

/// `create`, `edit`, `setNumber`.
std::string_view to_text(import_action action);
std::optional<import_action> import_action_from_text(std::string_view text);
/// `create`, `edit`, `ask`, `unchanged`, `fault`.
std::string_view to_text(import_result result);
/// `utf-8`, `windows-1252`.
std::string_view to_text(csv_encoding encoding);

} // namespace organizer::domain
