#pragma once

#include "api/call.hpp"
#include "domain/event.hpp"

namespace organizer::api {

task<http::response> list_events(call& call);
task<http::response> create_event(call& call);
task<http::response> get_event(call& call);
task<http::response> edit_event(call& call);

} // namespace organizer::api
