#pragma once

#include "config/settings.hpp"

namespace organizer {

// The commands beside `serve`. Where a server holds the data folder they ask it through its control socket, otherwise
// they take the folder's lock and run in this process: nothing ever opens a store that somebody else holds. Each
// returns the exit status.

int account(const config::loaded& from);
int backup(const config::loaded& from);
int restore(const config::loaded& from);
int demo_data(const config::loaded& from);
int healthcheck(const config::loaded& from);

} // namespace organizer
