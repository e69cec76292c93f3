#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_invitations(call& call);
task<http::response> create_invitation(call& call);
task<http::response> revoke_invitation(call& call);

} // namespace organizer::api
