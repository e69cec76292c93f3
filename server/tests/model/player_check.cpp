// What is compared when the background has come to rest.

#include "model/player.hpp"

#include "store/codec/decided_entry.hpp"
#include "store/document_ids.hpp"
#include "store/document_store.hpp"
#include "store/projector.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace organizer::testing::model {

using boost::json::object;
using domain::access;

namespace {

const std::string event_path = "/api/v1/events/" + slug;

/// A document's name in the store.
std::string stored_id(const std::string& entity) {
    if (entity == "event") {
        return store::event_document_id(slug);
    }
    const auto key = entity.substr(entity.find(':') + 1);
    return entity.starts_with("schedule:") ? store::schedule_document_id(slug, *domain::date_from_text(key))
                                           : store::helper_document_id(slug, key);
}

std::string line_of(const logged& entry) {
    return store::log_document_id(slug, entry.entry.at, stored_id(entry.entity), entry.entry.op);
}

} // namespace

std::optional<std::string> player::check(bool whole) {
    ++checks_;
    at_.settle();
    try {
        compare_documents();
        compare_numbers();
        compare_range();
        compare_old_ones();
        compare_members();
        compare_new_entries();
        compare_pages(whole ? model_.log.size() : 60, whole ? 200 : 1 + checks_ % 23);
    } catch (const difference& differs) {
        return std::string("when all has come to rest: ") + differs.what();
    }
    return std::nullopt;
}

/// Every schedule and helper of the store is one of the model, in its version.
void player::compare_documents() {
    const auto compare_kind = [this](const std::string& kind, const auto& known, const auto& id_of) {
        std::size_t listed = 0;
        std::string after;
        while (true) {
            const auto page = at_.documents().list(slug, kind, after, 500);
            if (!page) {
                throw difference("the store does not list: " + page.error().detail);
            }
            listed += page->size();
            if (page->size() < 500) {
                break;
            }
            after = page->back().id;
        }
        if (listed != known.size()) {
            throw difference("expected " + std::to_string(known.size()) + " documents of " + kind + ", stored are " +
                             std::to_string(listed));
        }
        // The latest ones in full; the others were compared when they were written.
        std::size_t left = 40;
        for (auto at = known.rbegin(); at != known.rend() && left > 0; ++at, --left) {
            compare_stored(id_of(at->first), &at->second);
        }
    };
    compare_kind("schedule", model_.dates,
                 [](domain::local_date date) { return store::schedule_document_id(slug, date); });
    compare_kind("helper", model_.helpers, [](const std::string& id) { return store::helper_document_id(slug, id); });
    compare_stored(store::event_document_id(slug), &model_.event);
}

/// Whoever carries a number holds its reservation, and none is under way.
void player::compare_numbers() {
    std::map<std::int64_t, std::string> carried;
    for (const auto& [id, record] : model_.helpers) {
        if (record.state && !record.state->archived && record.state->number &&
            !carried.emplace(*record.state->number, id).second) {
            throw difference("two helpers carry the number " + std::to_string(*record.state->number));
        }
    }
    const auto locks = at_.documents().list(slug, "pid", "", 1000);
    if (!locks) {
        throw difference("the store does not list: " + locks.error().detail);
    }
    std::size_t held = 0;
    for (const auto& each : *locks) {
        const auto number = std::stoll(std::string(store::parts_of(each.id).key));
        const auto& value = each.body.at("state").as_string();
        const auto owner = carried.find(number);
        const bool is_held = value == "held";
        held += is_held && owner != carried.end() ? 1 : 0;
        if (value == "reserved" ||
            (owner != carried.end() && (!is_held || each.body.at("helper") != boost::json::value(owner->second)))) {
            throw difference("the reservation of number " + std::to_string(number) + " is " + text_of(each.body));
        }
    }
    if (held != carried.size()) {
        throw difference(std::to_string(carried.size()) + " numbers are carried, " + std::to_string(held) + " held");
    }
}

/// The range of dates is the dates one by one, for every class.
void player::compare_range() {
    const auto from = domain::add_days(today(), -16);
    const auto to = domain::add_days(today(), 40);
    const auto path = event_path + "/schedules?from=" + domain::to_text(from) + "&to=" + domain::to_text(to);
    for (const auto ceiling : {access::admin, access::run_director, access::helper}) {
        const std::size_t person = ceiling == access::admin ? 0 : checks_ % persons_.size();
        if (model_.access_of(person, ceiling) == access::none) {
            continue;
        }
        boost::json::array expected;
        for (auto date = from; date <= to; date = domain::add_days(date, 1)) {
            if (auto each = show_schedule(model_, date, looking_as(person, ceiling)); each.there) {
                expected.push_back(each.body);
            }
        }
        const auto got = as(person, ceiling).get(path);
        const auto* list = got.status == 200 ? got.json.as_object().if_contains("schedules") : nullptr;
        if (list == nullptr || list->as_array().size() != expected.size()) {
            throw difference("expected " + std::to_string(expected.size()) + " dates, got " + got.text);
        }
        for (std::size_t at = 0; at < expected.size(); ++at) {
            if (!same_body(expected.at(at).as_object(), list->at(at).as_object(), at_.clock().now())) {
                throw difference("in the range: expected " + text_of(expected.at(at)) + ", got " +
                                 text_of(list->at(at)));
            }
        }
        if (as(person, ceiling).get(path, {{"If-None-Match", got.header("ETag")}}).status != 304) {
            throw difference("the range is not known by its own tag");
        }
    }
}

/// Some of all dates and helpers, however long ago.
void player::compare_old_ones() {
    const auto some_of = [this](const auto& all, std::size_t at) {
        return std::next(all.begin(), static_cast<std::ptrdiff_t>((checks_ * 7919 + at * 31) % all.size()));
    };
    for (std::size_t at = 0; at < 3; ++at) {
        const std::size_t person = (checks_ + at) % persons_.size();
        const auto ceiling = person == 0 ? access::admin : access::coordinator;
        if (!model_.dates.empty()) {
            const auto date = some_of(model_.dates, at)->first;
            look_at(as(person, ceiling), event_path + "/schedules/" + domain::to_text(date),
                    show_schedule(model_, date, looking_as(person, ceiling)));
        }
        const auto& id = some_of(model_.helpers, at)->first;
        look_at(as(person, ceiling), event_path + "/helpers/" + id,
                show_helper(model_, id, looking_as(person, ceiling, id)));
    }
}

void player::compare_members() {
    const auto got = as(0, access::admin).get(event_path + "/members");
    auto list = got.at("/members").as_array();
    std::ranges::sort(list, {},
                      [](const boost::json::value& each) { return std::string(each.at("account").as_string()); });
    const auto expected = show_members(model_, looking_as(0, access::admin));
    if (list != expected) {
        throw difference("expected the members " + text_of(expected) + ", got " + text_of(list));
    }
}

/// What was decided since the last time stands in the log, as it was decided, refused or not, and is listed if
/// accepted.
void player::compare_new_entries() {
    for (; compared_entries_ < model_.log.size(); ++compared_entries_) {
        const auto& expected = model_.log.at(compared_entries_);
        const auto entity = stored_id(expected.entity);
        const auto& op = expected.entry.op;
        const auto found = at_.documents().find(store::activity_document_id(slug, entity, op));
        if (!found || !*found) {
            throw difference("the command " + op + " on " + entity + " is not in the activity log");
        }
        const auto read = store::codec::decode_activity((**found).body);
        if (!read) {
            throw difference("the log entry of " + op + " cannot be read: " + read.error().detail);
        }
        const auto& got = read->entry;
        if (got.op != op || got.actor != model_.accounts.at(expected.entry.actor) || got.at != expected.entry.at ||
            got.kind != expected.entry.kind || got.ok != expected.entry.ok || got.code != expected.entry.code ||
            got.changes.size() != expected.entry.changes.size() || read->entity != entity) {
            throw difference("the log entry of " + op + " is another one: " + text_of((**found).body));
        }
        const auto line = at_.documents().find(line_of(expected));
        if (!line || line->has_value() != expected.entry.ok) {
            throw difference("the command " + op + (expected.entry.ok ? " is not" : " is") + " listed in the log");
        }
    }
}

bool player::is_undoable(const logged& entry) const {
    static const std::set<std::string> kinds{"assign", "unassign",      "swap",         "setNeed",
                                             "undo",   "archiveHelper", "restoreHelper"};
    const record* of = nullptr;
    if (entry.entity.starts_with("schedule:")) {
        of = &model_.dates.at(*domain::date_from_text(entry.entity.substr(9)));
    } else if (entry.entity.starts_with("helper:")) {
        of = &model_.helpers.at(entry.entity.substr(7));
    }
    if (of == nullptr || !kinds.contains(entry.entry.kind) || entry.entry.changes.empty()) {
        return false;
    }
    const auto here = std::ranges::find(of->in_document, entry.entry.op, &decided::op);
    return here != of->in_document.end() &&
           std::none_of(std::next(here), of->in_document.end(), [&](const auto& later) {
               return std::ranges::any_of(later.changes, [&](const change& each) {
                   return std::ranges::find(entry.entry.changes, each.what, &change::what) != entry.entry.changes.end();
               });
           });
}

/// The newest entries by the API, page after page.
void player::compare_pages(std::size_t newest, std::size_t page) {
    std::vector<const logged*> expected;
    // Entries of one moment are ordered by their names, so some more are looked at than are compared.
    const auto from = model_.log.size() - std::min(model_.log.size(), newest * 3 + 100);
    for (auto at = from; at < model_.log.size(); ++at) {
        if (model_.log.at(at).entry.ok) {
            expected.push_back(&model_.log.at(at));
        }
    }
    std::ranges::sort(expected, {}, [](const logged* each) { return line_of(*each); });
    expected.resize(std::min(expected.size(), newest));
    const auto by = looking_as(0, access::admin);
    std::string cursor;
    std::size_t compared = 0;
    while (compared < expected.size()) {
        const auto got = as(0, access::admin)
                             .get(event_path + "/activity?limit=" + std::to_string(page) +
                                  (cursor.empty() ? "" : "&cursor=" + cursor));
        if (got.status != 200) {
            throw difference("the log does not answer: " + got.text);
        }
        auto entries = got.at("/entries").as_array();
        for (auto& each : entries) {
            if (compared == expected.size()) {
                return;
            }
            const auto& one = *expected.at(compared++);
            auto& shown_entry = each.as_object();
            const bool undoable = shown_entry.at("undoable").as_bool();
            shown_entry.erase("undoable");
            if (const auto wanted = show_entry(model_, one, by); shown_entry != wanted) {
                throw difference("in the log: expected " + text_of(wanted) + ", got " + text_of(each));
            }
            if (one.entry.at > by.now - std::chrono::days(30) && undoable != is_undoable(one)) {
                throw difference("expected " + one.entry.op + (undoable ? " not" : "") + " to be undoable");
            }
        }
        const auto* next = got.json.as_object().if_contains("nextCursor");
        if (next == nullptr) {
            break;
        }
        cursor = std::string(std::string_view(next->as_string()));
    }
    if (compared != expected.size()) {
        throw difference("the log ends after " + std::to_string(compared) + " of " + std::to_string(expected.size()) +
                         " entries");
    }
}

} // namespace organizer::testing::model
