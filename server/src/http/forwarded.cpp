#include "http/forwarded.hpp"

#include "http/header_text.hpp"

#include <algorithm>

namespace organizer::http {

std::string client_address(const std::vector<config::network>& trusted_hop, std::string_view peer,
                           std::string_view forwarded_for) {
    const auto hop = config::address_from_text(peer);
    if (!hop || std::ranges::none_of(trusted_hop, [&](const auto& network) { return network.holds(*hop); })) {
        return std::string(peer);
    }
    const auto comma = forwarded_for.rfind(',');
    const auto last = trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
    const auto client = config::address_from_text(last);
    return client ? config::to_text(*client) : std::string(peer);
}

} // namespace organizer::http
