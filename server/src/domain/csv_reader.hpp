#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::domain {

/// One record of a CSV file.
struct csv_record {
    int line = 1;                   ///< physical line on which it begins, from 1
    std::vector<std::string> cells; ///< UTF-8, quotes taken away
    bool bad_quote = false; ///< an unclosed quote, or text behind a closing one; `cells` is then the line as it stands
    bool bad_encoding = false; ///< bytes that the file's encoding does not have
};

enum class csv_encoding { utf_8, windows_1252 };

struct csv_table {
    csv_encoding encoding = csv_encoding::utf_8;
    char separator = ',';
    std::vector<csv_record> records; ///< without blank ones
    bool too_many = false;           ///< reading stopped at `most_records`
    bool binary = false;             ///< a NUL byte: no text at all
};

/// Reads a CSV file: UTF-8 (with or without byte order mark) or else Windows-1252; `;`, `,` or tab, whichever its first
/// line has most of (or a first line `sep=;`); fields in double quotes may hold separators, line ends and doubled
/// quotes. A quote that is not closed within 20,000 bytes spoils its own line only. Work is bounded by the size of the
/// file times a small constant.
csv_table read_csv(std::string_view bytes, std::size_t most_records);

} // namespace organizer::domain
