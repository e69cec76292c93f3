#pragma once

#include "api/call.hpp"
#include "domain/event.hpp"

namespace organizer::api {

task<http::response> list_events(call& call);
task<http::response> create_event(call& call);
task<http::response> get_event(call& call);
task<http::response> edit_event(call& call);

/// The events that the caller sees (an administrator all), by name.
task<std::vector<store::kept<domain::event>>> events_by_name(const call& call);
/// Runs a command on the event of the path; the event after it, or the refusal as a problem.
task<std::shared_ptr<const store::event_view>> view_after(const call& call, domain::event_command command);

} // namespace organizer::api
