#pragma once

#include "api/call.hpp"
#include "domain/schedule.hpp"

namespace organizer::api {

task<http::response> list_schedules(call& call);
task<http::response> get_schedule(call& call);
task<http::response> set_assignment(call& call);
task<http::response> swap_slots(call& call);
task<http::response> set_need(call& call);
task<http::response> apply_needs(call& call);
task<http::response> publish_schedule(call& call);
task<http::response> cancel_schedule(call& call);
task<http::response> reinstate_schedule(call& call);
task<http::response> undo_schedule(call& call);

/// The schedule of one date as the caller sees it: the stored one, or the draft that the event's needs give. `absent`
/// with `noEventThatDay` on other days, and with `notFound` for a draft that the caller may not see.
domain::result<representation> show_schedule(const call& call, const store::event_view& view, domain::local_date date);

/// True if the schedule of that date names the helper and the date is at most two days from `today`.
bool helps_near(const store::event_view& view, std::string_view helper, domain::local_date today);

} // namespace organizer::api
