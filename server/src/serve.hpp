#pragma once

#include "config/settings.hpp"

namespace organizer {

/// Runs the server until SIGTERM or SIGINT and returns the exit status. Must be called before any thread is started.
int serve(const config::loaded& from);

} // namespace organizer
