// The import of a CSV file: reading, preview, and what the commands of the preview then do.
//
// Input: a byte that chooses the directory, then the file.

#include "finding.hpp"

#include "domain/csv_import.hpp"
#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace organizer;
using namespace organizer::fuzz;
using namespace organizer::domain;

using people = std::map<std::string, helper>;

/// Somebody with a number, somebody of the same name without, somebody archived, somebody erased.
people a_directory() {
    people made;
    made["h-1"].name = "Zo\xC3\xAB Winter";
    made["h-1"].number = 123;
    made["h-2"].name = "Zo\xC3\xAB Winter";
    made["h-3"].name = "Bert";
    made["h-3"].number = 456;
    made["h-3"].archived = true;
    made["h-4"].erased = true;
    return made;
}

result<import_preview> preview(std::string_view file, const people& known) {
    std::vector<std::pair<std::string_view, const helper*>> rows;
    for (const auto& [id, who] : known) {
        rows.emplace_back(id, &who);
    }
    return preview_import(file, rows);
}

/// Every record but the titles is a row, in the file's order.
void check_rows(std::string_view file, const import_preview& made) {
    const auto table = read_csv(file, most_import_rows + 1);
    require(!table.binary && !table.too_many && !table.records.empty(), "a preview of what is no table");
    require(made.rows.size() + 1 == table.records.size(), "rows in are not rows out");
    const auto ends = std::ranges::count(file, '\n') + std::ranges::count(file, '\r');
    int line = table.records.front().line;
    for (std::size_t i = 0; i < made.rows.size(); ++i) {
        const auto& row = made.rows[i];
        require(row.line == table.records[i + 1].line && row.line > line, "a row of another line");
        require(row.line <= ends + 1, "a line behind the end");
        line = row.line;
        require((row.result == import_result::fault) == !row.reason.empty(), "a fault without a reason");
        require(code_points(row.text).has_value() && code_points(row.text) <= 60U, "a text that cannot be shown");
        if (row.result != import_result::fault) {
            require(check_import_values(row.values).empty(), "faulty values in a row without a fault");
            require(row.choices.empty() == (row.result == import_result::unchanged), "choices that do not fit");
            require((row.choices.size() > 1) == (row.result == import_result::ask), "a question without a choice");
        }
    }
    for (const auto& each : made.columns) {
        require(code_points(each.title).has_value(), "a title that cannot be shown");
    }
}

/// Decides one choice as an import does. What the preview offers, no rule finds invalid.
void carry_out(const import_row& row, const import_choice& choice, people& known) {
    static const event of = [] {
        event made;
        made.memberships = {{"carla", access::coordinator, std::nullopt}};
        return made;
    }();
    const auto id = choice.helper.empty() ? "line-" + std::to_string(row.line) : choice.helper;
    const auto found = known.find(id);
    require(choice.action == import_action::create || found != known.end(), "a choice for nobody");
    const auto before = found == known.end() ? std::nullopt : std::optional(found->second);
    command_header header;
    header.actor = "carla";
    header.token_access = access::coordinator;
    helper_context context;
    context.id = id;
    context.event = &of;
    const auto command = import_command(choice.action, row.values, before ? &*before : nullptr);
    if (const auto number = number_to_reserve(before, command, std::nullopt)) {
        const auto holder =
            std::ranges::find_if(known, [&](const auto& each) { return carries(each.second, *number); });
        if (holder != known.end() && holder->first != id) {
            context.number_taken_by = holder->first;
        }
    }
    const auto made = decide(before, header, command, context);
    require(made.ok, "a command that the preview offers is refused: " + made.refusal.code);
    if (made.after) {
        known[id] = *made.after;
    }
}

/// Carries out the first choice of every row; then the file says nothing new of those rows.
void check_import(std::string_view file, const import_preview& made, people known) {
    for (const auto& row : made.rows) {
        if (!row.choices.empty()) {
            carry_out(row, row.choices.front(), known);
        }
    }
    const auto again = preview(file, known);
    require(again && again->rows.size() == made.rows.size(), "another table the second time");
    for (std::size_t i = 0; i < made.rows.size(); ++i) {
        const auto was = made.rows[i].result;
        // What was asked may be asked again: of the archive, and of two people of one name.
        if (was == import_result::create || was == import_result::edit || was == import_result::unchanged) {
            const auto is = again->rows[i].result;
            require(is == import_result::unchanged || (was != import_result::create && is == import_result::ask) ||
                        !made.rows[i].values.number,
                    "a row that was carried out says something new");
        }
    }
}

/// A cell as an export writes it: in quotes, and nothing that a spreadsheet would run.
std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos) {
        text.insert(0, "'");
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

/// The values written as a file and read again are the same.
void check_round_trip(const import_preview& made) {
    std::string file = "\xEF\xBB\xBFName;parkrun-ID;Telefon;E-Mail;Bemerkungen\r\n";
    std::vector<const import_values*> written;
    for (const auto& row : made.rows) {
        if (row.result == import_result::fault) {
            continue;
        }
        const auto& values = row.values;
        file += cell(values.name) + ";" + cell(values.number ? to_parkrun_id(*values.number) : "") + ";" +
                cell(values.phone) + ";" + cell(values.email) + ";" + cell(values.notes) + "\r\n";
        written.push_back(&values);
    }
    const auto again = preview(file, {});
    require(again && again->rows.size() == written.size(), "rows are lost when written and read again");
    for (std::size_t i = 0; i < written.size(); ++i) {
        require(again->rows[i].result != import_result::fault, "a good row becomes faulty: " + again->rows[i].reason);
        require(again->rows[i].values == *written[i], "values change when written and read again");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) {
        return 0;
    }
    const auto file = text_of(data + 1, size - 1);
    const auto known = (data[0] & 1U) != 0 ? a_directory() : people();
    const auto made = preview(file, known);
    if (!made) {
        require(made.error().kind == failure::invalid && made.error().code.starts_with("csv"), "another problem");
        return 0;
    }
    check_rows(file, *made);
    check_import(file, *made, known);
    check_round_trip(*made);
    return 0;
}
