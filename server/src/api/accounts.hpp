#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> list_accounts(call& call);
task<http::response> get_account(call& call);
task<http::response> edit_account(call& call);
task<http::response> create_reset_link(call& call);

} // namespace organizer::api
