#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_invitations(call& call);
task<http::response> create_invitation(call& call);
task<http::response> revoke_invitation(call& call);

/// The hash under which an event keeps an invitation's secret.
std::string invitation_secret_hash(std::string_view secret);

} // namespace organizer::api
