#pragma once

#include "config/network.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace organizer::http {

/// The client's address: the last member of `X-Forwarded-For` if `peer` is one of the trusted hop's addresses and that
/// member is an address, else `peer`. Only the last member is written by the hop itself; all before it are hearsay.
std::string client_address(const std::vector<config::network>& trusted_hop, std::string_view peer,
                           std::string_view forwarded_for);

} // namespace organizer::http
