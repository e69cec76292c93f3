#pragma once

// For tests: what can never be violated on a date and what each decision must keep, told independently of the rules.

#include "domain/schedule.hpp"
#include "domain/schedule_changes.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace organizer::domain::testing {

/// What is broken in a schedule, or nothing: ids of slots are unique, and nobody is on the date twice unless a pair
/// allows it (counted without the rule's own helper functions).
inline std::string broken_schedule(const schedule& of) {
    std::set<std::string> ids;
    for (const slot& each : of.slots) {
        if (!ids.insert(slot_id(each)).second) {
            return "two slots of one id: " + slot_id(each);
        }
        if (each.index < 1) {
            return "a slot's index below 1: " + slot_id(each);
        }
    }
    for (const slot& one : of.slots) {
        for (const slot& two : of.slots) {
            if (&one == &two || !one.assignment || !two.assignment ||
                one.assignment->helper != two.assignment->helper ||
                one.assignment->state == assignment_state::declined ||
                two.assignment->state == assignment_state::declined) {
                continue;
            }
            const bool outside = one.role == "results-processor" || two.role == "results-processor";
            const bool paired = std::ranges::any_of(of.allowed_pairs, [&](const allowed_pair& each) {
                return std::set{each.first, each.second} == std::set{one.role, two.role} && one.role != two.role;
            });
            if (!outside && !paired) {
                return one.assignment->helper + " in " + slot_id(one) + " and " + slot_id(two);
            }
        }
    }
    const schedule_counts counts = count(of);
    if (counts.open_needed < 0 || counts.filled > static_cast<int>(of.slots.size())) {
        return "counts that cannot be";
    }
    return "";
}

/// What is broken in a decision, or nothing: a refusal changes nothing, and the changes told are exactly the difference
/// between `was` (the draft, where there was no schedule) and what is now.
inline std::string broken_decision(const schedule& was, const decision<schedule>& made) {
    if (!made.after) {
        return made.changes.empty() ? "" : "changes without a change";
    }
    schedule back = *made.after;
    for (const value_change& each : made.changes) {
        const auto now = value_text(*made.after, each.what);
        if (now && (now != each.after || !set_value(back, each.what, each.before))) {
            return "a change that was not made: " + each.what;
        }
    }
    return differences(was, back).empty() ? "" : "a change that is not told: " + differences(was, back).front().what;
}

} // namespace organizer::domain::testing
