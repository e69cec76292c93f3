#pragma once

#include "domain/failure.hpp"
#include "serve_installation.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace organizer {

/// Puts the demo event and its coordinator's account into the installation, command by command through the decide loop.
/// Where it stands already nothing changes. Returns the coordinator's account.
boost::asio::awaitable<domain::result<std::string>> make_demo(installation& here);

} // namespace organizer
