#pragma once

#include "ops/control.hpp"
#include "serve_installation.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <string>
#include <vector>

namespace organizer {

/// `account link|reset|disable|enable|list [USER]`, run on an open installation: in the server for a caller on the
/// control socket, or in the console's own process. `words` begins with the verb. Blocks; not for I/O threads.
ops::control_answer account_command(installation& here, const boost::asio::any_io_executor& on,
                                    const std::vector<std::string>& words);

} // namespace organizer
