#include "api/activity.hpp"

#include "api/canonical.hpp"
#include "api/cursor.hpp"
#include "api/etag.hpp"
#include "api/forms.hpp"
#include "domain/activity.hpp"
#include "store/document_ids.hpp"

#include <algorithm>
#include <array>

namespace organizer::api {
namespace {

constexpr std::int64_t usual_page = 50;
constexpr std::string_view slot_prefix = "slots/";

domain::problem faulty(std::string parameter) {
    auto made = fail(domain::failure::invalid, "invalidRequest");
    made.faults.push_back({std::move(parameter), "badFormat"});
    return made;
}

/// The document of `event`, `schedule:<date>` or `helper:<id>`, or nothing.
std::optional<std::string> document_of(std::string_view slug, std::string_view entity) {
    if (entity == "event") {
        return store::event_document_id(slug);
    }
    const auto colon = entity.find(':');
    const auto kind = entity.substr(0, colon);
    const auto key = colon == std::string_view::npos ? std::string_view() : entity.substr(colon + 1);
    if (kind == "schedule") {
        const auto date = domain::date_from_text(key);
        return date ? std::optional(store::schedule_document_id(slug, *date)) : std::nullopt;
    }
    if (kind == "helper" && !key.empty() && key.find(':') == std::string_view::npos) {
        return store::helper_document_id(slug, key);
    }
    return std::nullopt;
}

/// A value before or after: who was in a slot in which state, or a text. Nothing for nothing.
std::optional<boost::json::object> value_of(const store::event_view& view, std::string_view what,
                                            std::string_view text) {
    if (text.empty() || text == "-") {
        return std::nullopt;
    }
    if (!what.starts_with(slot_prefix)) {
        return boost::json::object{{"text", text}};
    }
    const auto space = text.find(' ');
    auto made = helper_ref(view, text.substr(0, space));
    if (space != std::string_view::npos) {
        made["state"] = text.substr(space + 1);
    }
    return made;
}

const domain::decided_list* recent_of(const store::event_view& view, const store::document_name& entity) {
    if (entity.kind == "schedule") {
        const auto date = domain::date_from_text(entity.key);
        const auto found = date ? view.schedules->find(*date) : view.schedules->end();
        return found == view.schedules->end() ? nullptr : &found->second->recent;
    }
    const auto* helper = entity.kind == "helper" ? find_helper(view, entity.key) : nullptr;
    return helper == nullptr ? nullptr : &helper->recent;
}

/// True if undo would find the touched values as the command left them: nothing later touched them.
bool is_undoable(const store::event_view& view, const store::document_name& entity,
                 const domain::decided_entry& entry) {
    static constexpr std::array<std::string_view, 7> kinds{"assign", "unassign",      "swap",         "setNeed",
                                                           "undo",   "archiveHelper", "restoreHelper"};
    const auto* recent = recent_of(view, entity);
    if (recent == nullptr || !entry.ok || entry.changes.empty() ||
        std::ranges::find(kinds, entry.kind) == kinds.end()) {
        return false;
    }
    const auto here = std::ranges::find_if(*recent, [&](const auto& each) { return each->op == entry.op; });
    if (here == recent->end()) {
        return false;
    }
    return std::none_of(std::next(here), recent->end(), [&entry](const auto& later) {
        return std::ranges::any_of(later->changes, [&entry](const domain::value_change& change) {
            return std::ranges::find(entry.changes, change.what, &domain::value_change::what) != entry.changes.end();
        });
    });
}

boost::json::object entity_of(const store::event_view& view, const store::document_name& entity) {
    boost::json::object made{{"kind", entity.kind}, {"id", entity.key}};
    if (entity.kind == "helper") {
        made["name"] = helper_name(view, entity.key);
    } else if (entity.kind == "event") {
        made["name"] = view.event->value.name;
    }
    return made;
}

boost::json::array changes_of(const store::event_view& view, const domain::decided_entry& entry) {
    boost::json::array made;
    for (const auto& change : entry.changes) {
        boost::json::object row{{"what", change.what}};
        if (auto before = value_of(view, change.what, change.before)) {
            row["before"] = std::move(*before);
        }
        if (auto after = value_of(view, change.what, change.after)) {
            row["after"] = std::move(*after);
        }
        made.push_back(std::move(row));
    }
    return made;
}

boost::asio::awaitable<boost::json::object> show(const call& call, const domain::activity_entry& logged) {
    const auto& entry = logged.entry;
    const auto entity = store::parts_of(logged.entity);
    auto actor = co_await account_name(call, entry.actor);
    boost::json::object made;
    made["op"] = entry.op;
    made["at"] = domain::to_text(entry.at);
    made["actor"] = boost::json::object{{"account", entry.actor}, {"name", std::move(actor)}};
    made["kind"] = entry.kind;
    made["entity"] = entity_of(*call.view, entity);
    made["result"] = entry.ok ? "done" : "refused";
    if (!entry.ok) {
        made["code"] = entry.code;
    }
    made["changes"] = changes_of(*call.view, entry);
    made["undoable"] = is_undoable(*call.view, entity, entry);
    co_return made;
}

} // namespace

task<http::response> list_activity(call& call) {
    domain::activity_query query;
    query.event = call.slug;
    if (const auto entity = call.input.parameter("entity")) {
        const auto document = document_of(call.slug, *entity);
        if (!document) {
            co_return faulty("entity");
        }
        query.entity = *document;
    }
    query.actor = std::string(call.input.parameter("actor").value_or(""));
    query.limit = static_cast<std::size_t>(call.input.number("limit", usual_page));
    if (const auto text = call.input.parameter("cursor")) {
        const auto place = cursor_from_text(*text);
        if (!place) {
            co_return faulty("cursor");
        }
        query.cursor = place->sort_key;
    }
    auto page = co_await call.service.store.activity(std::move(query));
    if (!page) {
        co_return page.error();
    }
    etag_maker tag(0, call.seen_as, answer_shape);
    tag.add(call.slug, static_cast<std::int64_t>(call.view->event->rev));
    representation made;
    auto& entries = made.body["entries"].emplace_array();
    for (const auto& logged : page->entries) {
        auto shown = co_await show(call, logged);
        // The log is written once, but names and what can be undone change: they are part of the tag.
        tag.add(logged.entity).add(canonical_text(shown));
        entries.push_back(std::move(shown));
    }
    if (!page->next.empty()) {
        made.body["nextCursor"] = to_text(cursor{page->next, ""});
        tag.add(page->next);
    }
    made.etag = tag.text();
    co_return answer(made);
}

} // namespace organizer::api
