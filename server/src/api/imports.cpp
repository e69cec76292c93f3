#include "api/imports.hpp"

#include "api/canonical.hpp"
#include "api/forms.hpp"
#include "domain/csv_import.hpp"
#include "identity/crypto.hpp"
#include "ops/clock.hpp"
#include "ops/pool.hpp"
#include "store/document_ids.hpp"
#include "store/ids.hpp"

#include <boost/json/serialize.hpp>

#include <array>

namespace organizer::api {
namespace {

/// Rows that are not done by then are sent again by the client.
constexpr std::chrono::seconds longest_import{8};

domain::problem faulty(std::string parameter, std::string reason) {
    auto made = fail(domain::failure::invalid, "invalidRequest");
    made.faults.push_back({std::move(parameter), std::move(reason)});
    return made;
}

/// `name,-,phone` as fields, nothing for an unknown word.
std::optional<domain::column_choice> columns_of(std::string_view text) {
    domain::column_choice made;
    while (true) {
        const auto comma = text.find(',');
        const auto word = text.substr(0, comma);
        const auto field = domain::import_field_from_text(word);
        if (!field && word != "-") {
            return std::nullopt;
        }
        made.push_back(field);
        if (comma == std::string_view::npos) {
            return made;
        }
        text.remove_prefix(comma + 1);
    }
}

boost::json::object to_json(const domain::import_values& values) {
    boost::json::object made{{"name", values.name}};
    if (values.number) {
        made["parkrunNumber"] = *values.number;
    }
    const auto put = [&made](std::string_view name, const std::string& text) {
        if (!text.empty()) {
            made[name] = text;
        }
    };
    put("phone", values.phone);
    put("email", values.email);
    put("notes", values.notes);
    return made;
}

domain::import_values values_of(const boost::json::object& body) {
    domain::import_values made;
    made.name = text_or_empty(body, "name");
    if (const auto number = number_of(body, "parkrunNumber")) {
        made.number = static_cast<domain::parkrun_number>(*number);
    }
    made.phone = text_or_empty(body, "phone");
    made.email = text_or_empty(body, "email");
    made.notes = text_or_empty(body, "notes");
    return made;
}

/// Writes a preview; gives each command the op that makes its repetition the same command.
class preview_writer {
public:
    preview_writer(const call& call, std::string_view file)
        : view_(*call.view), seed_("import\n" + call.slug + "\n" + call.who.account + "\n") {
        const auto hash = identity::sha256(file);
        seed_ += identity::to_base64url(identity::as_bytes(hash));
    }

    boost::json::object write(const domain::import_preview& preview) const {
        boost::json::object made;
        made["encoding"] = domain::to_text(preview.encoding);
        made["separator"] = std::string(1, preview.separator);
        auto& columns = made["columns"].emplace_array();
        for (const auto& column : preview.columns) {
            boost::json::object shown{{"title", column.title}};
            if (column.field) {
                shown["field"] = domain::to_text(*column.field);
            }
            columns.push_back(std::move(shown));
        }
        std::map<std::string_view, std::int64_t> counts;
        auto& rows = made["rows"].emplace_array();
        for (const auto& row : preview.rows) {
            ++counts[domain::to_text(row.result)];
            rows.push_back(write(row));
        }
        auto& summary = made["counts"].emplace_object();
        for (const std::string_view word : {"create", "edit", "ask", "unchanged", "fault"}) {
            summary[word] = counts[word];
        }
        return made;
    }

private:
    boost::json::object write(const domain::import_row& row) const {
        boost::json::object made{{"line", row.line}, {"action", domain::to_text(row.result)}};
        if (row.result == domain::import_result::fault) {
            made["reason"] = row.reason;
            if (!row.column.empty()) {
                made["column"] = row.column;
            }
            if (!row.text.empty()) {
                made["text"] = row.text;
            }
            if (row.first_line > 0) {
                made["firstLine"] = row.first_line;
            }
            return made;
        }
        made["values"] = to_json(row.values);
        if (!row.choices.empty()) {
            auto& choices = made["choices"].emplace_array();
            for (const auto& choice : row.choices) {
                choices.push_back(write(row, choice));
            }
        }
        return made;
    }

    boost::json::object write(const domain::import_row& row, const domain::import_choice& choice) const {
        boost::json::object made{{"action", domain::to_text(choice.action)}};
        if (!choice.helper.empty()) {
            made["helper"] = choice.helper;
            made["name"] = helper_name(view_, choice.helper);
            made["rev"] = rev_of(choice.helper);
        }
        // What the row could mean belongs to the command too: the same file after other changes is another wish.
        auto name = seed_ + "\n" + std::to_string(row.line) + "\n" + canonical_text(made) + "\n" +
                    canonical_text(to_json(row.values));
        for (const auto& other : row.choices) {
            name += "\n" + other.helper + " " + std::to_string(rev_of(other.helper));
        }
        made["opId"] = store::uuid_v5(name);
        return made;
    }

    std::int64_t rev_of(std::string_view helper) const {
        const auto* found = find_helper(view_, helper);
        return found == nullptr ? 0 : found->rev;
    }

    const store::event_view& view_;
    std::string seed_;
};

domain::result<http::response> preview_now(const call& call, const domain::column_choice* chosen) {
    std::vector<std::pair<std::string_view, const domain::helper*>> directory;
    directory.reserve(call.view->helpers->size());
    for (const auto& [id, helper] : *call.view->helpers) {
        directory.emplace_back(id, &helper->value);
    }
    const auto file = call.context.message.body();
    const auto preview = domain::preview_import(file, directory, chosen);
    if (!preview) {
        return preview.error();
    }
    const auto body = preview_writer(call, file).write(*preview);
    auto made = http::response::text(200, "application/json", boost::json::serialize(body));
    made.headers.emplace_back("Cache-Control", "no-store");
    return made;
}

/// What became of a row, in the contract's form.
boost::json::object outcome_of(const boost::json::object& row, std::string_view result, std::string_view helper = {},
                               std::string_view code = {}) {
    boost::json::object made{{"line", row.at("line")}, {"opId", row.at("opId")}, {"result", result}};
    if (!helper.empty()) {
        made["helper"] = helper;
    }
    if (!code.empty()) {
        made["code"] = code;
    }
    return made;
}

/// The header of a row's command: the same for the same row, whatever the directory is like by then.
domain::command_header header_of(const call& call, const boost::json::object& row, std::string_view kind,
                                 std::string_view entity) {
    auto header = call.header(kind, entity);
    header.op = text_or_empty(row, "opId");
    header.at = call.service.clock.now();
    boost::json::object payload{{"action", row.at("action")}, {"values", row.at("values")}};
    for (const std::string_view name : {"helper", "rev"}) {
        if (const auto* value = row.if_contains(name)) {
            payload[name] = *value;
        }
    }
    header.hash = store::command_hash(call.service.installation_key, kind, entity, canonical_text(payload));
    return header;
}

/// Decides one row. A problem is the outcome of the row, not of the request.
boost::asio::awaitable<boost::json::object> carry_out(const call& call, const boost::json::object& row) {
    const auto action =
        domain::import_action_from_text(text_or_empty(row, "action")).value_or(domain::import_action::create);
    const auto values = values_of(row.at("values").as_object());
    if (!domain::check_import_values(values).empty()) {
        co_return outcome_of(row, "refused", {}, "invalidRow");
    }
    const bool creates = action == domain::import_action::create;
    const auto id =
        creates ? store::creation_id("helper", call.slug, text_or_empty(row, "opId")) : text_or_empty(row, "helper");
    auto view = co_await view_now(call);
    if (!view) {
        co_return outcome_of(row, "notDone", {}, view.error().code);
    }
    const auto* now = creates ? nullptr : find_helper(**view, id);
    if (!creates && now == nullptr) {
        co_return outcome_of(row, "refused", {}, "notFound");
    }
    auto command = domain::import_command(action, values, now == nullptr ? nullptr : &now->value);
    if (auto* edit = std::get_if<domain::edit_helper>(&command)) {
        edit->if_match = number_of(row, "rev");
    }
    auto header = header_of(call, row, domain::kind_of(command), store::helper_document_id(call.slug, id));
    auto outcome = co_await call.service.store.execute(std::move(header), call.slug, id, std::move(command));
    if (!outcome) {
        const auto& problem = outcome.error();
        co_return outcome_of(row, problem.kind == domain::failure::unavailable ? "notDone" : "refused", id,
                             problem.code);
    }
    if (!outcome->entry.ok) {
        co_return outcome_of(row, "refused", id, outcome->entry.code);
    }
    if (outcome->repeated || outcome->entry.changes.empty()) {
        co_return outcome_of(row, "unchanged", id);
    }
    co_return outcome_of(row, creates ? "created" : "changed", id);
}

} // namespace

task<http::response> preview_import(call& call) {
    std::optional<domain::column_choice> chosen;
    if (const auto text = call.input.parameter("columns")) {
        chosen = columns_of(*text);
        if (!chosen) {
            co_return faulty("columns", "notAllowed");
        }
    }
    domain::result<http::response> made = fail(domain::failure::unavailable, "busy");
    const auto read = [&] { made = preview_now(call, chosen ? &*chosen : nullptr); };
    const bool ran = co_await call.service.workers.run(read);
    if (!ran) {
        co_return fail(domain::failure::unavailable, "busy");
    }
    co_return made;
}

task<http::response> import_helpers(call& call) {
    boost::json::object body;
    auto& outcomes = body["outcomes"].emplace_array();
    const auto& rows = call.input.body.at("rows").as_array();
    for (const auto& element : rows) {
        const auto& row = element.as_object();
        if (call.service.clock.now() - call.now > longest_import) {
            outcomes.push_back(outcome_of(row, "notDone"));
            continue;
        }
        auto outcome = co_await carry_out(call, row);
        outcomes.push_back(std::move(outcome));
    }
    auto made = http::response::text(200, "application/json", boost::json::serialize(body));
    made.headers.emplace_back("Cache-Control", "no-store");
    co_return made;
}

} // namespace organizer::api
