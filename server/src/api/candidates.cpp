#include "api/candidates.hpp"

#include "api/etag.hpp"
#include "api/forms.hpp"
#include "domain/calendar.hpp"
#include "domain/candidates.hpp"

#include <utility>

namespace organizer::api {
namespace {

boost::json::object to_json(const store::event_view& view, const domain::candidate& ranked) {
    auto made = helper_ref(view, ranked.helper);
    const auto* helper = find_helper(view, ranked.helper);
    if (helper != nullptr && helper->value.number) {
        made["parkrunNumber"] = *helper->value.number;
    }
    made["group"] = domain::to_text(ranked.group);
    boost::json::object reason;
    reason["code"] = domain::to_text(ranked.reason);
    if (ranked.weeks_since) {
        reason["weeksSince"] = *ranked.weeks_since;
    }
    if (ranked.every_weeks > 0) {
        reason["everyWeeks"] = ranked.every_weeks;
    }
    if (!ranked.slot.empty()) {
        reason["slot"] = ranked.slot;
        made["slot"] = ranked.slot;
    }
    if (!ranked.trainer.empty()) {
        reason["trainer"] = helper_name(view, ranked.trainer);
    }
    if (ranked.until) {
        reason["until"] = domain::to_text(*ranked.until);
    }
    reason["signedOff"] = ranked.signed_off;
    made["reason"] = std::move(reason);
    if (ranked.warning) {
        made["warning"] = domain::to_text(*ranked.warning);
    }
    return made;
}

/// What ranking looks at, with the tag of all of it.
struct ranking_input {
    std::vector<std::pair<std::string_view, const domain::helper*>> directory;
    std::vector<const domain::schedule*> schedules;
};

ranking_input input_of(const store::event_view& view, etag_maker& tag) {
    ranking_input made;
    made.directory.reserve(view.helpers->size());
    for (const auto& [id, helper] : *view.helpers) {
        made.directory.emplace_back(id, &helper->value);
        tag.add(id, helper->rev);
    }
    made.schedules.reserve(view.schedules->size());
    for (const auto& [date, schedule] : *view.schedules) {
        made.schedules.push_back(&schedule->value);
        tag.add(schedule->id, schedule->rev);
    }
    return made;
}

} // namespace

task<http::response> list_candidates(call& call) {
    const auto& view = *call.view;
    const auto date = domain::date_from_text(call.path_value("date")).value_or(domain::local_date());
    const auto stored = view.schedules->find(date);
    if (stored == view.schedules->end() && !domain::event_day(view.event->value, date)) {
        co_return fail(domain::failure::absent, "noEventThatDay");
    }
    const auto schedule =
        stored == view.schedules->end() ? domain::draft_of(view.event->value, date) : stored->second->value;
    const auto& slot = call.path_value("slot");
    if (domain::find_slot(schedule, slot) == nullptr) {
        co_return fail(domain::failure::absent, "noSuchSlot");
    }
    etag_maker tag(0, call.seen_as, answer_shape);
    tag.add(call.slug, view.event->rev);
    const auto input = input_of(view, tag);
    const auto last = domain::last_helped(input.schedules, date);
    representation made;
    made.body["date"] = domain::to_text(date);
    made.body["slot"] = slot;
    auto& list = made.body["candidates"].emplace_array();
    for (const auto& ranked : domain::rank_candidates(schedule, slot, input.directory, last)) {
        list.push_back(to_json(view, ranked));
    }
    made.etag = tag.text();
    co_return answer(made);
}

} // namespace organizer::api
