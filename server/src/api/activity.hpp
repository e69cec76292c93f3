#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_activity(call& call);

} // namespace organizer::api
