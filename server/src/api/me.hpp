#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> get_me(call& call);
task<http::response> accept_invitation(call& call);

} // namespace organizer::api
