#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_members(call& call);
task<http::response> set_membership(call& call);
task<http::response> end_membership(call& call);

} // namespace organizer::api
