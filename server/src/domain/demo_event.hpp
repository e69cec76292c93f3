#pragma once

#include "domain/decision.hpp"
#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/local_date.hpp"
#include "domain/schedule.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// The event that `serve --demo` starts with. All people are invented, their numbers longer than real ones, their phone
// numbers from the range kept for fiction, their addresses at example.org.

namespace organizer::domain {

struct demo_options {
    local_date today{}; ///< the event's, see demo_time_zone
    instant now{};
    std::string account;                                       ///< becomes coordinator
    std::function<std::string(std::string_view name)> uuid;    ///< the same id for the same name
    std::function<std::string(std::string_view op)> helper_id; ///< of the helper that createHelper with that op makes
};

inline constexpr std::string_view demo_slug = "monrepos";
inline constexpr std::string_view demo_time_zone = "Europe/Berlin";

struct demo_event_step {
    event_command command;
};
struct demo_helper_step {
    std::string helper;
    helper_command command;
};
struct demo_schedule_step {
    local_date date{};
    schedule_command command;
};

/// One command of the demo, with the access of an administrator.
struct demo_step {
    command_header header;
    std::variant<demo_event_step, demo_helper_step, demo_schedule_step> what;
};

/// The commands that make the demo event, in order: every one is accepted by the rules on an empty store. 30 helpers,
/// twelve weeks behind `today`, and six ahead, five of them partly filled.
std::vector<demo_step> demo_event(const demo_options& options);

/// True once one of the dates that were coming on the day `made` is behind `today`: the demo of that day shows fewer
/// than six coming dates as it made them.
bool demo_has_aged(local_date made, local_date today);

} // namespace organizer::domain
