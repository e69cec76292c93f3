#include "domain/csv_import.hpp"

#include "domain/csv_columns.hpp"
#include "domain/name_fold.hpp"
#include "domain/text.hpp"
#include "domain/words.hpp"

#include <algorithm>
#include <unordered_map>

namespace organizer::domain {

namespace {

constexpr words<import_action, 3> action_words{
    {{import_action::create, "create"}, {import_action::edit, "edit"}, {import_action::set_number, "setNumber"}}};

constexpr words<import_result, 5> result_words{{{import_result::create, "create"},
                                                {import_result::edit, "edit"},
                                                {import_result::ask, "ask"},
                                                {import_result::unchanged, "unchanged"},
                                                {import_result::fault, "fault"}}};

/// The cell without the apostrophe by which a spreadsheet (and our own export) keeps a text from running as a formula.
std::string cell_text(std::string_view cell) {
    cell = trimmed(cell);
    if (cell.size() > 1 && cell.front() == '\'' && std::string_view{"=+-@"}.find(cell[1]) != std::string_view::npos) {
        cell.remove_prefix(1);
    }
    return std::string{cell};
}

import_row faulty(int line, std::string reason, import_field column, std::string_view text) {
    import_row row;
    row.line = line;
    row.reason = std::move(reason);
    row.column = std::string{to_text(column)};
    row.text = shortened(text);
    return row;
}

import_row faulty(int line, std::string reason) {
    import_row row;
    row.line = line;
    row.reason = std::move(reason);
    return row;
}

/// The first fault of the row's texts, if any.
std::optional<import_row> check_row(int line, const import_values& values) {
    if (values.name.empty()) {
        return faulty(line, "nameMissing", import_field::name, "");
    }
    for (const field_fault& each : check_import_values(values)) {
        if (each.pointer == "/name") {
            const bool long_name = each.reason == "tooLong";
            return faulty(line, long_name ? "nameTooLong" : each.reason, import_field::name, values.name);
        }
        if (each.pointer == "/phone") {
            return faulty(line, "notAPhone", import_field::phone, values.phone);
        }
        if (each.pointer == "/email") {
            return faulty(line, "notAnEmail", import_field::email, values.email);
        }
        return faulty(line, each.reason == "tooLong" ? "textTooLong" : each.reason, import_field::notes, values.notes);
    }
    return std::nullopt;
}

/// Turns a record into values, or a faulty row.
struct row_reader {
    const std::vector<import_column>& columns;

    std::optional<import_row> operator()(const csv_record& record, import_values& values) const {
        if (record.bad_quote) {
            return faulty(record.line, "badQuote");
        }
        if (record.bad_encoding) {
            return faulty(record.line, "badEncoding");
        }
        if (record.cells.size() < columns.size()) {
            return faulty(record.line, "tooFewColumns");
        }
        const auto beyond = record.cells.begin() + static_cast<std::ptrdiff_t>(columns.size());
        if (std::any_of(beyond, record.cells.end(), [](const std::string& each) { return !trimmed(each).empty(); })) {
            return faulty(record.line, "tooManyColumns");
        }
        std::string first;
        std::string last;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (!columns[i].field) {
                continue;
            }
            std::string text = cell_text(record.cells[i]);
            switch (*columns[i].field) {
            case import_field::name:
                values.name = std::move(text);
                break;
            case import_field::first_name:
                first = std::move(text);
                break;
            case import_field::last_name:
                last = std::move(text);
                break;
            case import_field::number:
                values.number = parkrun_number_from_text(text);
                if (!values.number && !text.empty()) {
                    return faulty(record.line, "notAnId", import_field::number, text);
                }
                break;
            case import_field::phone:
                values.phone = std::move(text);
                break;
            case import_field::email:
                values.email = std::move(text);
                break;
            case import_field::notes:
                values.notes = std::move(text);
                break;
            }
        }
        if (values.name.empty()) {
            values.name = std::string{trimmed(first + " " + last)};
        }
        return check_row(record.line, values);
    }
};

/// True if the row says nothing of the helper that the directory does not have; the number apart.
bool says_nothing_new(const import_values& values, const helper& now) {
    const auto same = [](const std::string& said, const std::string& has) { return said.empty() || said == has; };
    return same(values.name, now.name) && same(values.phone, now.phone) && same(values.email, now.email) &&
           same(values.notes, now.notes);
}

/// Decides what a faultless row would do.
class matcher {
public:
    explicit matcher(const import_directory& directory) {
        for (const auto& [id, who] : directory) {
            if (who->erased) {
                continue;
            }
            if (who->number) {
                auto& row = by_number_[*who->number];
                const bool better = row.second == nullptr || (row.second->archived && !who->archived);
                if (better) {
                    row = {id, who};
                }
            }
            if (!who->archived) {
                by_name_[folded_name(who->name)].emplace_back(id, who);
            }
        }
    }

    import_row operator()(int line, import_values values) const {
        import_row row;
        row.line = line;
        const auto numbered = values.number ? by_number_.find(*values.number) : by_number_.end();
        if (numbered != by_number_.end()) {
            by_number(row, values, numbered->second.first, *numbered->second.second);
        } else {
            by_name(row, values);
        }
        row.values = std::move(values);
        return row;
    }

private:
    using named = std::pair<std::string_view, const helper*>;

    static void by_number(import_row& row, const import_values& values, std::string_view id, const helper& now) {
        const import_choice edit{import_action::edit, std::string{id}};
        if (says_nothing_new(values, now)) {
            row.result = import_result::unchanged;
        } else if (now.archived) {
            // The number of somebody in the archive is free: is it the same person come back?
            row.result = import_result::ask;
            row.choices = {edit, {import_action::create, ""}};
        } else {
            row.result = import_result::edit;
            row.choices = {edit};
        }
    }

    void by_name(import_row& row, const import_values& values) const {
        row.result = import_result::create;
        row.choices = {{import_action::create, ""}};
        const auto found = by_name_.find(folded_name(values.name));
        if (found == by_name_.end()) {
            return;
        }
        for (const auto& [id, who] : found->second) {
            if (values.number) {
                // Another number is another person; without one it may be the same.
                if (!who->number) {
                    row.choices.push_back({import_action::set_number, std::string{id}});
                }
            } else if (says_nothing_new(values, *who)) {
                row.result = import_result::unchanged;
                row.choices.clear();
                return;
            } else {
                row.choices.push_back({import_action::edit, std::string{id}});
            }
        }
        if (row.choices.size() > 1) {
            row.result = import_result::ask;
        }
    }

    struct hash {
        std::size_t operator()(const std::u32string& text) const { return std::hash<std::u32string_view>{}(text); }
    };

    std::unordered_map<parkrun_number, named> by_number_;
    std::unordered_map<std::u32string, std::vector<named>, hash> by_name_;
};

} // namespace

result<import_preview> preview_import(std::string_view bytes, const import_directory& directory,
                                      const column_choice* chosen) {
    const csv_table table = read_csv(bytes, most_import_rows + 1);
    if (table.binary) {
        return file_problem("csvNoText");
    }
    if (table.records.empty()) {
        return file_problem("csvEmpty");
    }
    if (table.too_many) {
        return file_problem("csvTooManyRows");
    }
    auto columns = read_columns(table.records.front(), chosen);
    if (!columns) {
        return columns.error();
    }
    import_preview preview;
    preview.encoding = table.encoding;
    preview.separator = table.separator;
    preview.columns = *std::move(columns);
    const matcher match{directory};
    const row_reader read{preview.columns};
    std::unordered_map<parkrun_number, int> lines;
    for (std::size_t i = 1; i < table.records.size(); ++i) {
        const csv_record& record = table.records[i];
        import_values values;
        if (auto fault = read(record, values)) {
            preview.rows.push_back(*std::move(fault));
            continue;
        }
        if (values.number) {
            const auto [first, fresh] = lines.emplace(*values.number, record.line);
            if (!fresh) {
                preview.rows.push_back(
                    faulty(record.line, "numberTwice", import_field::number, to_parkrun_id(*values.number)));
                preview.rows.back().first_line = first->second;
                continue;
            }
        }
        preview.rows.push_back(match(record.line, std::move(values)));
    }
    return preview;
}

helper_command import_command(import_action action, const import_values& values, const helper* now) {
    if (action == import_action::set_number) {
        return change_parkrun_number{values.number, now ? now->number : std::nullopt};
    }
    if (action == import_action::create) {
        create_helper wish;
        wish.values.name = values.name;
        wish.values.number = values.number;
        wish.values.phone = values.phone;
        wish.values.email = values.email;
        wish.values.notes = values.notes;
        return wish;
    }
    edit_helper wish;
    const auto take = [&](std::optional<std::string>& into, const std::string& said, const std::string helper::*has) {
        if (!said.empty() && (!now || now->*has != said)) {
            into = said;
        }
    };
    take(wish.name, values.name, &helper::name);
    take(wish.phone, values.phone, &helper::phone);
    take(wish.email, values.email, &helper::email);
    take(wish.notes, values.notes, &helper::notes);
    return wish;
}

std::vector<field_fault> check_import_values(const import_values& values) {
    std::vector<field_fault> faults;
    check_text(values.name, name_rule, "/name", faults);
    check_phone(values.phone, "/phone", faults);
    check_email(values.email, "/email", faults);
    check_text(values.notes, notes_rule, "/notes", faults);
    return faults;
}

std::string_view to_text(import_action action) { return word_of(action_words, action); }

std::optional<import_action> import_action_from_text(std::string_view text) { return value_of(action_words, text); }

std::string_view to_text(import_result result) { return word_of(result_words, result); }

std::string_view to_text(csv_encoding encoding) { return encoding == csv_encoding::utf_8 ? "utf-8" : "windows-1252"; }

} // namespace organizer::domain
