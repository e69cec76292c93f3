#include "http/forwarded.hpp"

#include "http/header_text.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace organizer::http {
namespace {

namespace ip = boost::asio::ip;

/// IPv4 as it is, also when it came in through an IPv6 socket.
std::optional<ip::address> address_from_text(std::string_view text) {
    boost::system::error_code failed;
    auto read = ip::make_address(text, failed);
    if (failed) {
        return std::nullopt;
    }
    if (read.is_v6() && read.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, read.to_v6());
    }
    return read;
}

} // namespace

struct trusted_hop::networks {
    std::vector<ip::network_v4> v4;
    std::vector<ip::network_v6> v6;

    bool holds(const ip::address& address) const {
        if (address.is_v4()) {
            return std::ranges::any_of(v4, [&](const auto& network) {
                return ip::network_v4(address.to_v4(), network.prefix_length()).canonical() == network;
            });
        }
        return std::ranges::any_of(v6, [&](const auto& network) {
            return ip::network_v6(address.to_v6(), network.prefix_length()).canonical() == network;
        });
    }
};

trusted_hop::trusted_hop() : networks_(std::make_unique<networks>()) {}
trusted_hop::~trusted_hop() = default;
trusted_hop::trusted_hop(trusted_hop&&) noexcept = default;
trusted_hop& trusted_hop::operator=(trusted_hop&&) noexcept = default;

domain::result<trusted_hop> trusted_hop::from_text(std::string_view text) {
    trusted_hop made;
    while (const auto member = next_member(text)) {
        boost::system::error_code failed;
        if (const auto address = address_from_text(*member)) {
            if (address->is_v4()) {
                made.networks_->v4.emplace_back(address->to_v4(), static_cast<unsigned short>(32));
            } else {
                made.networks_->v6.emplace_back(address->to_v6(), static_cast<unsigned short>(128));
            }
        } else if (auto v4 = ip::make_network_v4(*member, failed); !failed) {
            made.networks_->v4.push_back(v4.canonical());
        } else if (auto v6 = ip::make_network_v6(*member, failed); !failed) {
            made.networks_->v6.push_back(v6.canonical());
        } else {
            domain::problem wrong;
            wrong.kind = domain::failure::invalid;
            wrong.code = "badAddress";
            wrong.detail = "'" + std::string(*member) + "' is neither an address nor a network";
            return wrong;
        }
    }
    return made;
}

std::string trusted_hop::client_of(std::string_view peer, std::string_view forwarded_for) const {
    if (empty() || forwarded_for.empty()) {
        return std::string(peer);
    }
    const auto hop = address_from_text(peer);
    if (!hop || !networks_->holds(*hop)) {
        return std::string(peer);
    }
    const auto comma = forwarded_for.rfind(',');
    const auto last = trimmed(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
    const auto client = address_from_text(last);
    return client ? client->to_string() : std::string(peer);
}

bool trusted_hop::empty() const {
    return networks_->v4.empty() && networks_->v6.empty();
}

} // namespace organizer::http
