// The rules of the commands on a schedule.

#include "domain/schedule.hpp"

#include "domain/calendar.hpp"
#include "domain/command_access.hpp"
#include "domain/helper.hpp"
#include "domain/refusal.hpp"
#include "domain/role.hpp"
#include "domain/schedule_changes.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <set>

namespace organizer::domain {

namespace {

using made = decision<schedule>;

/// No schedule is made for dates further away than this.
constexpr int most_days_ahead = 1100;

constexpr text_rule cancel_text_rule{0, 300, true};

made refuse(std::string code, std::map<std::string, std::string> facts = {}) {
    return made::refuse(failure::conflict, std::move(code), std::move(facts));
}

slot* slot_in(schedule& of, std::string_view id) {
    const auto found = std::ranges::find_if(of.slots, [&](const slot& each) { return has_id(each, id); });
    return found == of.slots.end() ? nullptr : &*found;
}

std::string holder_of(const slot& place) { return place.assignment ? place.assignment->helper : std::string{}; }

/// The answer to a place that is held otherwise than expected.
made refuse_holder(const slot& place) {
    if (!place.assignment) {
        return refuse("changedSince", {{"slot", slot_id(place)}});
    }
    return refuse("slotTaken", {{"slot", slot_id(place)},
                                {"holder", place.assignment->helper},
                                {"state", std::string{to_text(place.assignment->state)}}});
}

made accept_differences(const schedule& before, schedule after) {
    auto changes = differences(before, after);
    if (changes.empty()) {
        return made::unchanged();
    }
    return made::accept(std::move(after), std::move(changes));
}

struct rule {
    const schedule& before;
    const command_header& header;
    const schedule_context& context;
    permission may;
    access effective;
    std::optional<std::string> own; ///< the actor's helper

    bool is_own(const std::string& helper) const { return own && *own == helper; }

    /// Why the date's places and needs cannot be changed now, if so.
    std::optional<made> closed() const {
        if (before.status == schedule_status::cancelled) {
            return refuse("scheduleCancelled");
        }
        if (before.status == schedule_status::final_roster) {
            return refuse("scheduleFinal");
        }
        if (may == permission::own_only && context.date < context.today) {
            return refuse("dateOver");
        }
        return std::nullopt;
    }

    const helper* find_helper(const std::string& id) const {
        const helper* found = context.helper ? context.helper(id) : nullptr;
        return found && !found->erased ? found : nullptr;
    }

    made operator()(const assign& wish) const {
        schedule after = before;
        slot* place = slot_in(after, wish.slot);
        if (!place) {
            return made::refuse(failure::absent, "noSuchSlot");
        }
        if (may == permission::own_only && !is_own(wish.helper)) {
            return made::refuse(failure::forbidden, "forbidden");
        }
        std::vector<field_fault> faults;
        check_text(wish.override_reason, short_rule, "/override", faults);
        if (!faults.empty()) {
            return refuse_invalid<schedule>(std::move(faults));
        }
        const helper* who = find_helper(wish.helper);
        if (!who) {
            return refuse_invalid<schedule>("/helper", "noSuchHelper");
        }
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        const bool there = holder_of(*place) == wish.helper;
        if (there && place->assignment->state == wish.state) {
            return made::unchanged();
        }
        if (holder_of(*place) != wish.expect) {
            return refuse_holder(*place);
        }
        if (may == permission::own_only && !there) {
            if (!is_open(*place)) {
                return refuse_holder(*place);
            }
            if (wish.state != assignment_state::confirmed) {
                return refuse_invalid<schedule>("/state", "notYourPlace");
            }
        }
        if (who->archived && !there) {
            return refuse("helperArchived");
        }
        if (wish.state != assignment_state::declined) {
            if (const slot* other = clashing_slot(before, wish.helper, place->role, wish.slot)) {
                return refuse("alreadyOnDate", {{"slot", slot_id(*other)}});
            }
        }
        place->assignment = assignment{wish.helper, wish.state, std::string{trimmed(wish.override_reason)}};
        return accept_differences(before, std::move(after));
    }

    made operator()(const unassign& wish) const {
        schedule after = before;
        slot* place = slot_in(after, wish.slot);
        if (!place) {
            return made::refuse(failure::absent, "noSuchSlot");
        }
        if (may == permission::own_only && !is_own(wish.expect)) {
            return made::refuse(failure::forbidden, "forbidden");
        }
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        if (!place->assignment) {
            return made::unchanged();
        }
        if (holder_of(*place) != wish.expect) {
            return refuse_holder(*place);
        }
        place->assignment.reset();
        return accept_differences(before, std::move(after));
    }

    made operator()(const swap& wish) const {
        schedule after = before;
        std::array<slot*, 2> places{slot_in(after, wish.slots[0]), slot_in(after, wish.slots[1])};
        std::vector<field_fault> faults;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!places[i]) {
                faults.push_back({"/slots/" + std::to_string(i), "noSuchSlot"});
            }
        }
        if (wish.slots[0] == wish.slots[1]) {
            faults.push_back({"/slots/1", "sameSlot"});
        }
        check_text(wish.override_reason, short_rule, "/override", faults);
        if (!faults.empty()) {
            return refuse_invalid<schedule>(std::move(faults));
        }
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (holder_of(*places[i]) != wish.expect[i]) {
                return refuse_holder(*places[i]);
            }
        }
        std::swap(places[0]->assignment, places[1]->assignment);
        for (slot* each : places) {
            if (is_open(*each)) {
                continue;
            }
            if (const slot* other = clashing_slot(after, each->assignment->helper, each->role, slot_id(*each))) {
                return refuse("alreadyOnDate", {{"slot", slot_id(*other)}, {"helper", each->assignment->helper}});
            }
            if (!trimmed(wish.override_reason).empty()) {
                each->assignment->override_reason = std::string{trimmed(wish.override_reason)};
            }
        }
        return accept_differences(before, std::move(after));
    }

    made operator()(const set_need& wish) const {
        if (!find_role(wish.role)) {
            return made::refuse(failure::absent, "noSuchRole");
        }
        std::vector<field_fault> faults;
        if (wish.need < 0 || wish.need > most_places_of_role) {
            faults.push_back({"/need", "outOfRange"});
        } else if (wish.prefer < 0 || wish.prefer > most_places_of_role - wish.need) {
            faults.push_back({"/prefer", "outOfRange"});
        }
        if (!faults.empty()) {
            return refuse_invalid<schedule>(std::move(faults));
        }
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        const auto row = std::ranges::find(before.needs, wish.role, &role_need::role);
        const std::array<int, 2> now =
            row == before.needs.end() ? std::array{0, 0} : std::array{row->need, row->prefer};
        if (wish.expect && *wish.expect != now && now != std::array{wish.need, wish.prefer}) {
            return refuse("changedSince", {{"need", std::to_string(now[0])}, {"prefer", std::to_string(now[1])}});
        }
        const auto filled = std::ranges::count_if(
            before.slots, [&](const slot& each) { return each.role == wish.role && !is_open(each); });
        const int total = wish.need + wish.prefer;
        if (filled > total) {
            return refuse("slotInUse", {{"slots", std::to_string(filled)}});
        }
        schedule after = before;
        set_need_row(after, {wish.role, wish.need, wish.prefer});
        resize_role(after, wish.role, total);
        return accept_differences(before, std::move(after));
    }

    made operator()(const apply_needs&) const {
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        schedule after = before;
        after.needs = context.event->needs;
        after.allowed_pairs = context.event->allowed_pairs;
        std::set<std::string> roles;
        for (const slot& each : before.slots) {
            roles.insert(each.role);
        }
        for (const role_need& each : after.needs) {
            roles.erase(each.role);
            resize_role(after, each.role, each.need + each.prefer);
        }
        for (const std::string& each : roles) {
            resize_role(after, each, 0);
        }
        if (const slot* clash = any_clash(after)) {
            return refuse("pairInUse", {{"slot", slot_id(*clash)}, {"helper", clash->assignment->helper}});
        }
        return accept_differences(before, std::move(after));
    }

    made change_status(schedule after) const {
        std::vector<value_change> changes{
            {"status", std::string{to_text(before.status)}, std::string{to_text(after.status)}}};
        return made::accept(std::move(after), std::move(changes));
    }

    made operator()(const publish&) const {
        if (before.status == schedule_status::published) {
            return made::unchanged();
        }
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        schedule after = before;
        after.status = schedule_status::published;
        return change_status(std::move(after));
    }

    made operator()(const cancel& wish) const {
        std::vector<field_fault> faults;
        if (!is_cancel_reason(wish.reason)) {
            faults.push_back({"/reason", "unknownReason"});
        }
        check_text(wish.text, cancel_text_rule, "/text", faults);
        if (!faults.empty()) {
            return refuse_invalid<schedule>(std::move(faults));
        }
        if (before.status == schedule_status::final_roster) {
            return refuse("scheduleFinal");
        }
        schedule after = before;
        after.cancel_reason = wish.reason;
        after.cancel_text = std::string{trimmed(wish.text)};
        if (before.status == schedule_status::cancelled) {
            if (after == before) {
                return made::unchanged();
            }
            return made::accept(std::move(after), {{"cancelReason", before.cancel_reason, wish.reason}});
        }
        after.former_status = before.status;
        after.status = schedule_status::cancelled;
        made accepted = change_status(std::move(after));
        accepted.changes.push_back({"cancelReason", "", wish.reason});
        return accepted;
    }

    made operator()(const reinstate&) const {
        if (before.status != schedule_status::cancelled) {
            return refuse("notCancelled");
        }
        schedule after = before;
        after.status = before.former_status;
        after.former_status = schedule_status::draft;
        after.cancel_reason.clear();
        after.cancel_text.clear();
        return change_status(std::move(after));
    }

    /// True if the actor may take back what the entry did, place by place.
    bool may_take_back(const decided_entry& entry) const {
        if (effective >= access::coordinator) {
            return true;
        }
        const auto is_place = [](const value_change& each) {
            return each.what.starts_with("slots/") && each.before != "-" && each.after != "-";
        };
        if (!std::ranges::all_of(entry.changes, is_place)) {
            return false;
        }
        if (may == permission::granted) {
            return true;
        }
        const auto own_or_nobody = [&](std::string_view text) {
            const auto assigned = assignment_of(text);
            return !assigned || is_own(assigned->helper);
        };
        return entry.actor == header.actor && std::ranges::all_of(entry.changes, [&](const value_change& each) {
                   const auto back = assignment_of(each.before);
                   const bool puts_back_own = own_or_nobody(each.before) || back->state == assignment_state::declined;
                   return own_or_nobody(each.after) && puts_back_own;
               });
    }

    made operator()(const undo_schedule&) const {
        if (!context.undone) {
            return made::refuse(failure::absent, "noSuchCommand");
        }
        const decided_entry& entry = *context.undone;
        const auto known = [&](const value_change& each) { return value_text(before, each.what).has_value(); };
        if (!entry.ok || entry.changes.empty() || !std::ranges::all_of(entry.changes, known)) {
            return may == permission::granted ? refuse("notUndoable") : made::refuse(failure::forbidden, "forbidden");
        }
        if (!may_take_back(entry)) {
            return made::refuse(failure::forbidden, "forbidden");
        }
        if (auto refused = closed()) {
            return *std::move(refused);
        }
        schedule after = before;
        for (const value_change& each : entry.changes) {
            if (value_text(before, each.what) != each.after) {
                return refuse("changedSince", {{"what", each.what}});
            }
            if (!set_value(after, each.what, each.before)) {
                return refuse("notUndoable");
            }
            const auto back = assignment_of(each.before);
            if (each.what.starts_with("slots/") && back && !may_come_back(back->helper)) {
                return refuse("helperArchived", {{"helper", back->helper}});
            }
        }
        if (const slot* clash = any_clash(after)) {
            return refuse("alreadyOnDate", {{"slot", slot_id(*clash)}, {"helper", clash->assignment->helper}});
        }
        return accept_differences(before, std::move(after));
    }

    /// Somebody who is on the date anyway may be moved back; an archived or erased helper does not come in again.
    bool may_come_back(const std::string& id) const {
        const helper* who = find_helper(id);
        const bool on_date = std::ranges::any_of(before.slots, [&](const slot& each) { return holder_of(each) == id; });
        return on_date || (who && !who->archived);
    }
};

} // namespace

std::string_view kind_of(const schedule_command& command) {
    struct kinds {
        std::string_view operator()(const assign&) const { return "assign"; }
        std::string_view operator()(const unassign&) const { return "unassign"; }
        std::string_view operator()(const swap&) const { return "swap"; }
        std::string_view operator()(const set_need&) const { return "setNeed"; }
        std::string_view operator()(const apply_needs&) const { return "applyNeeds"; }
        std::string_view operator()(const publish&) const { return "publish"; }
        std::string_view operator()(const cancel&) const { return "cancel"; }
        std::string_view operator()(const reinstate&) const { return "reinstate"; }
        std::string_view operator()(const undo_schedule&) const { return "undo"; }
    };
    return std::visit(kinds{}, command);
}

decision<schedule> decide(const std::optional<schedule>& before, const command_header& header,
                          const schedule_command& command, const schedule_context& context) {
    if (!context.event) {
        return made::refuse(failure::absent, "noSuchEvent");
    }
    const access effective = effective_access(header.token_access, membership_access(*context.event, header.actor));
    if (effective == access::none) {
        return made::refuse(failure::absent, "noSuchEvent");
    }
    const permission may = permission_for(command_noun::schedule, kind_of(command), effective);
    const schedule state = before ? *before : draft_of(*context.event, context.date);
    if (!before &&
        (!event_day(*context.event, context.date) || days_between(context.today, context.date) > most_days_ahead)) {
        return made::refuse(failure::absent, "noEventThatDay");
    }
    // A helper does not learn what a draft holds.
    if (effective < access::run_director && state.status == schedule_status::draft) {
        return made::refuse(failure::absent, "noSchedule");
    }
    if (may == permission::refused) {
        return made::refuse(failure::forbidden, "forbidden");
    }
    return std::visit(rule{state, header, context, may, effective, linked_helper(*context.event, header.actor)},
                      command);
}

} // namespace organizer::domain
