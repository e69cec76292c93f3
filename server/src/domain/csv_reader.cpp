#include "domain/csv_reader.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace organizer::domain {

namespace {

constexpr std::size_t longest_quoted = 20'000;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Code points of the bytes 0x80 to 0x9F in Windows-1252; 0 for the five that it does not have.
constexpr std::array<char16_t, 32> upper_controls{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                  0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                  0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                  0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& to, char16_t value) {
    if (value < 0x80) {
        to.push_back(static_cast<char>(value));
    } else if (value < 0x800) {
        to.push_back(static_cast<char>(0xC0 | (value >> 6)));
        to.push_back(static_cast<char>(0x80 | (value & 0x3F)));
    } else {
        to.push_back(static_cast<char>(0xE0 | (value >> 12)));
        to.push_back(static_cast<char>(0x80 | ((value >> 6) & 0x3F)));
        to.push_back(static_cast<char>(0x80 | (value & 0x3F)));
    }
}

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 8);
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        if (byte < 0x80 || byte >= 0xA0) {
            append_utf8(text, byte);
        } else if (const char16_t value = upper_controls[byte - 0x80U]; value != 0) {
            append_utf8(text, value);
        } else {
            text += replacement;
        }
    }
    return text;
}

/// The text up to the next line end; `at` moves behind the end.
std::string_view next_line(std::string_view text, std::size_t& at) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    const std::string_view line = text.substr(at, end - at);
    at = end;
    if (at < text.size()) {
        at += text.substr(at).starts_with("\r\n") ? 2 : 1;
    }
    return line;
}

/// The first line that is not blank.
std::string_view first_line(std::string_view text) {
    std::string_view line;
    for (std::size_t at = 0; at < text.size() && trimmed(line).empty();) {
        line = next_line(text, at);
    }
    return line;
}

char separator_of(std::string_view line) {
    constexpr std::array candidates{';', '\t', ','};
    std::array<std::size_t, 3> counts{};
    bool quoted = false;
    for (const char each : line) {
        quoted = quoted != (each == '"');
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            counts[i] += !quoted && each == candidates[i] ? 1 : 0;
        }
    }
    const auto most = std::ranges::max_element(counts);
    return *most == 0 ? ',' : candidates[static_cast<std::size_t>(most - counts.begin())];
}

std::vector<std::string> split(std::string_view line, char separator) {
    std::vector<std::string> cells;
    for (;;) {
        const std::size_t end = std::min(line.find(separator), line.size());
        cells.emplace_back(line.substr(0, end));
        if (end == line.size()) {
            return cells;
        }
        line.remove_prefix(end + 1);
    }
}

class reader {
public:
    reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    bool done() const { return at_ >= text_.size(); }

    csv_record next() {
        csv_record record;
        record.line = line_;
        const std::size_t start = at_;
        const int start_line = line_;
        if (auto cells = cells_from_here()) {
            record.cells = *std::move(cells);
        } else {
            at_ = start;
            line_ = start_line + 1;
            record.cells = split(next_line(text_, at_), separator_);
            record.bad_quote = true;
        }
        return record;
    }

    void skip_line() {
        next_line(text_, at_);
        ++line_;
    }

private:
    /// The cells up to the end of the record; nothing for a bad quote.
    std::optional<std::vector<std::string>> cells_from_here() {
        std::vector<std::string> cells;
        for (;;) {
            std::string cell;
            if (at_ < text_.size() && text_[at_] == '"') {
                if (!quoted(cell)) {
                    return std::nullopt;
                }
            } else {
                const std::array<char, 3> ends{separator_, '\r', '\n'};
                const std::size_t end =
                    std::min(text_.find_first_of(std::string_view{ends.data(), ends.size()}, at_), text_.size());
                cell = text_.substr(at_, end - at_);
                at_ = end;
            }
            cells.push_back(std::move(cell));
            if (at_ >= text_.size()) {
                ++line_;
                return cells;
            }
            if (text_[at_] == separator_) {
                ++at_;
                continue;
            }
            if (text_[at_] != '\r' && text_[at_] != '\n') {
                return std::nullopt;
            }
            skip_line();
            return cells;
        }
    }

    /// Reads a field in quotes; false if it is not closed in time.
    bool quoted(std::string& cell) {
        const std::size_t limit = std::min(text_.size(), at_ + longest_quoted);
        for (++at_; at_ < limit; ++at_) {
            const char each = text_[at_];
            if (each == '"') {
                if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                    ++at_;
                } else {
                    ++at_;
                    return true;
                }
            } else if (each == '\n' || (each == '\r' && !text_.substr(at_).starts_with("\r\n"))) {
                ++line_;
            }
            cell.push_back(each);
        }
        return false;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    int line_ = 1;
};

bool is_blank(const csv_record& record) {
    return std::ranges::all_of(record.cells, [](const std::string& each) { return trimmed(each).empty(); });
}

/// True if the cell holds the replacement character or bytes that are not UTF-8.
bool is_damaged(const std::string& cell) { return cell.find(replacement) != std::string::npos || !code_points(cell); }

} // namespace

csv_table read_csv(std::string_view bytes, std::size_t most_records) {
    csv_table table;
    const bool marked = bytes.starts_with(byte_order_mark);
    if (marked) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    if (bytes.find('\0') != std::string_view::npos) {
        table.binary = true;
        return table;
    }
    std::string converted;
    if (!marked && !code_points(bytes)) {
        table.encoding = csv_encoding::windows_1252;
        converted = from_windows_1252(bytes);
        bytes = converted;
    }
    const std::string_view first = first_line(bytes);
    const bool names_separator = first.size() == 5 && ascii_lower(first.substr(0, 4)) == "sep=" &&
                                 (first[4] == ';' || first[4] == ',' || first[4] == '\t');
    table.separator = names_separator ? first[4] : separator_of(first);
    reader from{bytes, table.separator};
    bool separator_row = names_separator;
    while (!from.done()) {
        csv_record record = from.next();
        if (is_blank(record)) {
            continue;
        }
        if (std::exchange(separator_row, false)) {
            continue;
        }
        if (table.records.size() == most_records) {
            table.too_many = true;
            break;
        }
        record.bad_encoding = std::ranges::any_of(record.cells, is_damaged);
        table.records.push_back(std::move(record));
    }
    return table;
}

} // namespace organizer::domain
