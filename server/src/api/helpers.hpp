#pragma once

#include "api/call.hpp"
#include "domain/helper.hpp"

namespace organizer::api {

task<http::response> list_helpers(call& call);
task<http::response> create_helper(call& call);
task<http::response> get_helper(call& call);
task<http::response> edit_helper(call& call);
task<http::response> change_parkrun_number(call& call);
task<http::response> archive_helper(call& call);
task<http::response> restore_helper(call& call);
task<http::response> undo_helper(call& call);

} // namespace organizer::api
