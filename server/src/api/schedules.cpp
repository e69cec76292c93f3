#include "api/schedules.hpp"

#include "api/etag.hpp"
#include "api/forms.hpp"
#include "domain/calendar.hpp"
#include "domain/candidates.hpp"
#include "domain/helper.hpp"
#include "store/document_ids.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace organizer::api {
namespace {

constexpr int near_days = 2;
constexpr int longest_range_days = 26 * 7;
constexpr std::size_t usual_dates = 6;

bool is_near(domain::local_date date, domain::local_date today) {
    return std::abs(domain::days_between(today, date)) <= near_days;
}

/// What is shown of a date: the stored document, or what the event's needs give.
struct dated {
    const store::stored<domain::schedule>* stored = nullptr;
    domain::schedule derived;

    const domain::schedule& value() const { return stored == nullptr ? derived : stored->value; }
    std::int64_t rev() const { return stored == nullptr ? 0 : stored->rev; }
};

/// Nothing if the event does not take place on that day and nobody planned it.
std::optional<dated> find_dated(const store::event_view& view, domain::local_date date) {
    dated found;
    if (const auto at = view.schedules->find(date); at != view.schedules->end()) {
        found.stored = at->second.get();
        return found;
    }
    if (!domain::event_day(view.event->value, date)) {
        return std::nullopt;
    }
    found.derived = domain::draft_of(view.event->value, date);
    return found;
}

bool may_see(visibility seen_as, const domain::schedule& schedule) {
    const auto draft =
        schedule.status == domain::schedule_status::draft || (schedule.status == domain::schedule_status::cancelled &&
                                                              schedule.former_status == domain::schedule_status::draft);
    return !draft || sees(seen_as, field::draft_schedules);
}

/// Writes schedules in contract form and collects for the tag which documents stand in them.
class schedule_writer {
public:
    schedule_writer(const call& call, const store::event_view& view, etag_maker& tag)
        : view_(view), seen_as_(call.seen_as), today_(call.today), tag_(tag) {}

    boost::json::object write(const dated& shown) {
        const auto& schedule = shown.value();
        const auto& event = view_.event->value;
        const auto date = domain::to_text(schedule.date);
        tag_.add(date, shown.rev());
        boost::json::object made;
        made["date"] = date;
        made["rev"] = shown.rev();
        made["status"] = domain::to_text(schedule.status);
        if (schedule.status == domain::schedule_status::cancelled) {
            auto& reason = made["reason"].emplace_object();
            reason["reason"] = schedule.cancel_reason;
            if (!schedule.cancel_text.empty()) {
                reason["text"] = schedule.cancel_text;
            }
        }
        made["derived"] = shown.stored == nullptr;
        made["past"] = schedule.date < today_;
        made["special"] = std::chrono::weekday(schedule.date) != event.weekday;
        made["startTime"] = time_text(domain::start_on(event, schedule.date));
        made["needs"] = to_json(schedule.needs);
        write_slots(schedule, made);
        write_rest(shown, made);
        return made;
    }

private:
    void write_slots(const domain::schedule& schedule, boost::json::object& made) {
        const auto ranks = domain::slot_ranks(schedule);
        auto& slots = made["slots"].emplace_array();
        slots.reserve(schedule.slots.size());
        for (std::size_t at = 0; at < schedule.slots.size(); ++at) {
            const auto& place = schedule.slots[at];
            boost::json::object slot{{"id", domain::slot_id(place)},
                                     {"role", place.role},
                                     {"index", place.index},
                                     {"need", domain::to_text(ranks.at(at))}};
            if (place.assignment) {
                slot["assignment"] = write_assignment(*place.assignment, schedule.date);
            }
            slots.push_back(std::move(slot));
        }
        const auto counts = domain::count(schedule);
        made["openNeeded"] = counts.open_needed;
        made["openPreferred"] = counts.open_preferred;
        made["proposed"] = counts.proposed;
    }

    boost::json::object write_assignment(const domain::assignment& assigned, domain::local_date date) {
        auto made = name_of(assigned.helper);
        made["state"] = domain::to_text(assigned.state);
        const auto* helper = find_helper(view_, assigned.helper);
        if (helper != nullptr && !helper->value.phone.empty() && is_near(date, today_) &&
            sees(seen_as_, field::schedule_phones)) {
            made["phone"] = helper->value.phone;
        }
        if (!assigned.override_reason.empty() && sees(seen_as_, field::schedule_rules)) {
            made["override"] = assigned.override_reason;
        }
        if (helper != nullptr && helper->value.archived) {
            made["archived"] = true;
        }
        return made;
    }

    void write_rest(const dated& shown, boost::json::object& made) {
        auto& reserve = made["reserve"].emplace_array();
        for (const auto& helper : shown.value().reserve) {
            reserve.push_back(name_of(helper));
        }
        if (!sees(seen_as_, field::schedule_rules)) {
            return;
        }
        made["allowedPairs"] = to_json(shown.value().allowed_pairs);
        if (shown.stored != nullptr) {
            if (auto last = last_undoable(shown.stored->recent)) {
                made["lastUndoable"] = std::move(*last);
            }
        }
    }

    boost::json::object name_of(std::string_view helper) {
        if (const auto* found = find_helper(view_, helper); found != nullptr && named_.insert(found).second) {
            tag_.add(helper, found->rev);
        }
        return helper_ref(view_, helper);
    }

    const store::event_view& view_;
    visibility seen_as_;
    domain::local_date today_;
    etag_maker& tag_;
    std::set<const void*> named_; ///< helpers that are in the tag already
};

/// The event stands in every schedule: start, special days, and the needs of a derived draft.
etag_maker tag_for(const call& call, const store::event_view& view, std::int64_t rev) {
    etag_maker tag(rev, call.seen_as, answer_shape);
    tag.add(call.slug, view.event->rev).add(call.today);
    return tag;
}

struct date_range {
    domain::local_date from{};
    domain::local_date to{};
    std::vector<domain::local_date> dates;
};

domain::problem faulty(std::string parameter, std::string reason) {
    auto made = fail(domain::failure::invalid, "invalidRequest");
    made.faults.push_back({std::move(parameter), std::move(reason)});
    return made;
}

/// The dates that are asked for: event days, and days that were planned before a setting changed.
domain::result<date_range> range_of(const call& call, const store::event_view& view) {
    const auto& event = view.event->value;
    const auto from_text = call.input.parameter("from");
    const auto to_text = call.input.parameter("to");
    date_range range;
    if (!from_text && !to_text) {
        range.dates = domain::coming_dates(event, call.today, usual_dates);
        range.from = call.today;
        range.to = range.dates.empty() ? call.today : range.dates.back();
    } else {
        range.from = from_text ? *domain::date_from_text(*from_text) : call.today;
        range.to = to_text ? *domain::date_from_text(*to_text) : domain::add_days(range.from, longest_range_days - 1);
        if (range.to < range.from) {
            return faulty("to", "beforeFrom");
        }
        if (domain::days_between(range.from, range.to) >= longest_range_days) {
            return faulty("to", "rangeTooLong");
        }
        range.dates = domain::dates_between(event, range.from, range.to);
    }
    for (auto at = view.schedules->lower_bound(range.from); at != view.schedules->end() && at->first <= range.to;
         ++at) {
        const auto place = std::ranges::lower_bound(range.dates, at->first);
        if (place == range.dates.end() || *place != at->first) {
            range.dates.insert(place, at->first);
        }
    }
    return range;
}

domain::result<domain::local_date> date_of(const call& call) {
    const auto date = domain::date_from_text(call.path_value("date"));
    return date ? domain::result<domain::local_date>(*date) : faulty("date", "badFormat");
}

/// `holder` of a slot that somebody else has: who it is, and who put them there when.
boost::json::object holder_of(const store::event_view& view, const domain::decided_entry& refused,
                              const store::stored<domain::schedule>* current, const domain::decided_entry** placed) {
    const auto id = refused.facts.find("holder");
    auto made = helper_ref(view, id->second);
    const auto state = refused.facts.find("state");
    made["state"] = state == refused.facts.end() ? std::string_view("confirmed") : std::string_view(state->second);
    *placed = nullptr;
    const auto slot = refused.facts.find("slot");
    if (current != nullptr && slot != refused.facts.end()) {
        const auto what = "slots/" + slot->second;
        for (const auto& entry : current->recent) {
            const auto touched = std::ranges::find(entry->changes, what, &domain::value_change::what);
            if (touched != entry->changes.end() && touched->after.starts_with(id->second)) {
                *placed = entry.get();
            }
        }
    }
    return made;
}

/// 409 with the holder's name beside the id that the refusal carries.
task<http::response> answer_holder(const call& call, const store::event_view& view,
                                   const store::command_outcome<domain::schedule>& outcome) {
    const domain::decided_entry* placed = nullptr;
    auto holder = holder_of(view, outcome.entry, outcome.current.get(), &placed);
    if (placed != nullptr) {
        auto name = co_await account_name(call, placed->actor);
        holder["by"] = boost::json::object{{"account", placed->actor}, {"name", std::move(name)}};
        holder["at"] = domain::to_text(placed->at);
    }
    auto made = http::problem_response(refusal_of(outcome.entry), call.context);
    auto body = boost::json::parse(*made.body).as_object();
    body["holder"] = std::move(holder);
    made.body = std::make_shared<const std::string>(boost::json::serialize(body));
    co_return made;
}

/// What should be known about those who are in the named slots now.
boost::json::array warnings_of(const store::event_view& view, const domain::schedule& schedule,
                               const std::vector<std::string>& slots) {
    boost::json::array made;
    for (const auto& id : slots) {
        const auto* place = domain::find_slot(schedule, id);
        const auto* helper =
            place == nullptr || domain::is_open(*place) ? nullptr : find_helper(view, place->assignment->helper);
        if (helper == nullptr) {
            continue;
        }
        for (const auto warning : domain::warnings_for(schedule, id, place->assignment->helper, helper->value)) {
            made.push_back(boost::json::object{{"code", domain::to_text(warning)},
                                               {"helper", place->assignment->helper},
                                               {"name", helper->value.name},
                                               {"date", domain::to_text(schedule.date)},
                                               {"slot", id},
                                               {"role", place->role}});
        }
    }
    return made;
}

/// Decides a command on the path's date and answers the schedule as it is then, with warnings about `slots`.
task<http::response> change(call& call, domain::schedule_command command, std::vector<std::string> slots = {}) {
    const auto date = date_of(call);
    if (!date) {
        co_return date.error();
    }
    // Who may not read the date does not learn from a refusal that it is there.
    if (const auto present = find_dated(*call.view, *date); present && !may_see(call.seen_as, present->value())) {
        co_return fail(domain::failure::absent, "notFound");
    }
    auto header = call.header(domain::kind_of(command), store::schedule_document_id(call.slug, *date));
    auto outcome = co_await call.service.store.execute(std::move(header), call.slug, *date, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    auto view = co_await view_now(call);
    if (!view) {
        co_return view.error();
    }
    if (!outcome->entry.ok) {
        if (outcome->entry.facts.contains("holder")) {
            co_return co_await answer_holder(call, **view, *outcome);
        }
        co_return refusal_of(outcome->entry);
    }
    auto shown = show_schedule(call, **view, *date);
    if (!shown) {
        co_return shown.error();
    }
    auto warnings = boost::json::array();
    if (outcome->current && sees(call.seen_as, field::schedule_rules)) {
        warnings = warnings_of(**view, outcome->current->value, slots);
    }
    co_return answer_change(call, 200, "schedule", std::move(*shown), std::move(warnings));
}

} // namespace

domain::result<representation> show_schedule(const call& call, const store::event_view& view, domain::local_date date) {
    const auto shown = find_dated(view, date);
    if (!shown) {
        return fail(domain::failure::absent, "noEventThatDay");
    }
    if (!may_see(call.seen_as, shown->value())) {
        return fail(domain::failure::absent, "notFound");
    }
    auto tag = tag_for(call, view, shown->rev());
    representation made;
    made.body = schedule_writer(call, view, tag).write(*shown);
    made.etag = tag.text();
    return made;
}

bool helps_near(const store::event_view& view, std::string_view helper, domain::local_date today) {
    const auto last = domain::add_days(today, near_days);
    for (auto at = view.schedules->lower_bound(domain::add_days(today, -near_days));
         at != view.schedules->end() && at->first <= last; ++at) {
        for (const auto& place : at->second->value.slots) {
            if (place.assignment && place.assignment->helper == helper &&
                place.assignment->state != domain::assignment_state::declined) {
                return true;
            }
        }
    }
    return false;
}

task<http::response> list_schedules(call& call) {
    const auto& view = *call.view;
    const auto range = range_of(call, view);
    if (!range) {
        co_return range.error();
    }
    auto tag = tag_for(call, view, 0);
    schedule_writer writer(call, view, tag);
    representation made;
    made.body["today"] = domain::to_text(call.today);
    made.body["timeZone"] = view.event->value.time_zone;
    made.body["from"] = domain::to_text(range->from);
    made.body["to"] = domain::to_text(range->to);
    tag.add(domain::to_text(range->from)).add(domain::to_text(range->to));
    auto& schedules = made.body["schedules"].emplace_array();
    for (const auto date : range->dates) {
        const auto shown = find_dated(view, date);
        if (shown && may_see(call.seen_as, shown->value())) {
            schedules.push_back(writer.write(*shown));
        }
    }
    made.etag = tag.text();
    co_return answer(made);
}

task<http::response> get_schedule(call& call) {
    const auto date = date_of(call);
    if (!date) {
        co_return date.error();
    }
    const auto shown = show_schedule(call, *call.view, *date);
    if (!shown) {
        co_return shown.error();
    }
    co_return answer(*shown);
}

task<http::response> set_assignment(call& call) {
    const auto& body = call.input.body;
    auto slot = call.path_value("slot");
    if (is_null(body, "helper")) {
        domain::unassign command{slot, text_or_empty(body, "expect")};
        co_return co_await change(call, std::move(command));
    }
    domain::assign command;
    command.slot = slot;
    command.helper = text_or_empty(body, "helper");
    command.expect = text_or_empty(body, "expect");
    command.override_reason = text_or_empty(body, "override");
    if (const auto state = text_of(body, "state")) {
        command.state = domain::assignment_state_from_text(*state).value_or(domain::assignment_state::confirmed);
    }
    std::vector<std::string> slots{std::move(slot)};
    co_return co_await change(call, std::move(command), std::move(slots));
}

task<http::response> swap_slots(call& call) {
    const auto& body = call.input.body;
    domain::swap command;
    const auto& slots = body.at("slots").as_array();
    const auto& expect = body.at("expect").as_array();
    for (std::size_t at = 0; at < 2; ++at) {
        command.slots.at(at) = std::string_view(slots.at(at).as_string());
        if (const auto* helper = expect.at(at).if_string()) {
            command.expect.at(at) = std::string_view(*helper);
        }
    }
    command.override_reason = text_or_empty(body, "override");
    std::vector<std::string> changed(command.slots.begin(), command.slots.end());
    co_return co_await change(call, std::move(command), std::move(changed));
}

task<http::response> set_need(call& call) {
    const auto& body = call.input.body;
    const auto& expect = body.at("expect").as_object();
    domain::set_need command;
    command.role = call.path_value("role");
    command.need = static_cast<int>(number_of(body, "need").value_or(0));
    command.prefer = static_cast<int>(number_of(body, "prefer").value_or(0));
    command.expect = std::array<int, 2>{static_cast<int>(number_of(expect, "need").value_or(0)),
                                        static_cast<int>(number_of(expect, "prefer").value_or(0))};
    co_return co_await change(call, std::move(command));
}

task<http::response> apply_needs(call& call) { co_return co_await change(call, domain::apply_needs()); }

task<http::response> publish_schedule(call& call) { co_return co_await change(call, domain::publish()); }

task<http::response> cancel_schedule(call& call) {
    domain::cancel command{text_or_empty(call.input.body, "reason"), text_or_empty(call.input.body, "text")};
    co_return co_await change(call, std::move(command));
}

task<http::response> reinstate_schedule(call& call) { co_return co_await change(call, domain::reinstate()); }

task<http::response> undo_schedule(call& call) {
    domain::undo_schedule command{text_or_empty(call.input.body, "op")};
    co_return co_await change(call, std::move(command));
}

} // namespace organizer::api
