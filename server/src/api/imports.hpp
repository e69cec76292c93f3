#pragma once

#include "api/call.hpp"

namespace organizer::api {

task<http::response> preview_import(call& call);
task<http::response> import_helpers(call& call);

} // namespace organizer::api
