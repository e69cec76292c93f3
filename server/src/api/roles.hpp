#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_roles(call& call);

} // namespace organizer::api
