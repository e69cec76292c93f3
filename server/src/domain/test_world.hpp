#pragma once

// What the tests of the rules share: one event with members and helpers, and short ways to give commands.

#include "domain/calendar.hpp"
#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/schedule.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace organizer::domain::testing {

using namespace std::chrono_literals;

inline constexpr local_date saturday{std::chrono::year{2026}, std::chrono::December, std::chrono::day{5}};
inline constexpr local_date today{std::chrono::year{2026}, std::chrono::November, std::chrono::day{30}};
inline const instant now = instant{std::chrono::sys_days{today}} + 20h;

inline event_settings settings() {
    event_settings made;
    made.name = "Testwiese parkrun";
    made.time_zone = "Europe/Berlin";
    made.country = "DE";
    made.languages = {"de", "en"};
    made.needs = {{"run-director", 1, 0},
                  {"marshal", 2, 1},
                  {"timekeeper", 1, 1},
                  {"finish-tokens", 1, 0},
                  {"results-processor", 1, 0}};
    made.special_days = usual_special_days("DE");
    made.allowed_pairs = usual_pairs();
    return made;
}

/// Members: carla coordinates, ron is Run Director, hanna helps and is linked to the helper "hanna-h".
inline event an_event() {
    event made;
    static_cast<event_settings&>(made) = settings();
    made.slug = "testwiese";
    made.memberships = {{"carla", access::coordinator, std::nullopt},
                        {"hanna", access::helper, "hanna-h"},
                        {"ron", access::run_director, std::nullopt}};
    return made;
}

inline helper a_helper(std::string name) {
    helper made;
    made.name = std::move(name);
    return made;
}

/// A header as the server records it; ops count up.
inline command_header by(std::string actor, access token = access::coordinator) {
    static int count = 0;
    command_header header;
    header.op = "op-" + std::to_string(++count);
    header.actor = std::move(actor);
    header.token_access = token;
    header.at = now;
    return header;
}

/// One date with its directory, on which commands are decided one after the other, as the store would.
struct roster {
    domain::event event = an_event();
    std::map<std::string, helper, std::less<>> helpers{{"anna-h", a_helper("Anna")},
                                                       {"bert-h", a_helper("Bert")},
                                                       {"cleo-h", a_helper("Cleo")},
                                                       {"hanna-h", a_helper("Hanna")}};
    std::optional<schedule> state;
    std::map<std::string, decided_entry> entries;
    local_date date = saturday;
    local_date today = testing::today;

    decision<schedule> give(const command_header& header, const schedule_command& command) {
        schedule_context context;
        context.date = date;
        context.event = &event;
        context.helper = [this](std::string_view id) {
            const auto found = helpers.find(id);
            return found == helpers.end() ? nullptr : &found->second;
        };
        context.today = today;
        if (const auto* undo = std::get_if<undo_schedule>(&command); undo && entries.contains(undo->op)) {
            context.undone = entries.at(undo->op);
        }
        auto made = decide(state, header, command, context);
        if (made.after) {
            state = made.after;
        }
        decided_entry entry;
        entry.op = header.op;
        entry.actor = header.actor;
        entry.kind = std::string{kind_of(command)};
        entry.ok = made.ok;
        entry.changes = made.changes;
        entries[header.op] = entry;
        last_op = header.op;
        return made;
    }
    decision<schedule> give(const std::string& actor, const schedule_command& command) {
        return give(by(actor), command);
    }

    decision<schedule> put(const std::string& actor, std::string slot, std::string helper, std::string expect = "",
                           assignment_state with = assignment_state::confirmed) {
        return give(actor, assign{std::move(slot), std::move(helper), with, std::move(expect), ""});
    }

    std::string holder(std::string_view slot) const {
        const auto* place = state ? find_slot(*state, slot) : nullptr;
        return place && place->assignment ? place->assignment->helper : "";
    }

    std::string last_op;
};

/// The code of a refusal; "ok" or "unchanged" otherwise.
template <class State>
std::string outcome(const decision<State>& made) {
    if (!made.ok) {
        return made.refusal.code;
    }
    return made.after ? "ok" : "unchanged";
}

/// The first fault of a refusal as "<pointer> <reason>", or its code.
template <class State>
std::string fault(const decision<State>& made) {
    if (made.ok || made.refusal.faults.empty()) {
        return outcome(made);
    }
    return made.refusal.faults.front().pointer + " " + made.refusal.faults.front().reason;
}

} // namespace organizer::domain::testing
