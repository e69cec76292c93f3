#pragma once

#include "domain/failure.hpp"
#include "serve_installation.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <string>

namespace organizer {

/// Puts the demo event and its coordinator's account into the installation, command by command through the decide loop.
/// Where it stands already nothing changes. Returns the coordinator's account.
boost::asio::awaitable<domain::result<std::string>> make_demo(installation& here);

/// To be called before the demo's data directory is opened. What `serve --demo` made on an earlier day, one of whose
/// coming dates is past by now, is removed whole; then the result is true. A directory that the demo did not make, or
/// that was served without `--demo` since, is left alone. A problem's detail is one line for a person.
domain::result<bool> renew_demo(const std::filesystem::path& directory, domain::instant now);

/// To be called before the directory is served without `--demo`: what lies there is kept from then on, whoever made it.
/// A problem (its detail is one line for a person) means that it may still be removed as an aged demo.
domain::result<void> keep_demo(const std::filesystem::path& directory);

} // namespace organizer
