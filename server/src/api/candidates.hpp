#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_candidates(call& call);

} // namespace organizer::api
