#include "config/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace organizer::config {
namespace {

constexpr unsigned v4_bits = 96; ///< bits before an IPv4 address in its mapped form
constexpr std::array<std::uint8_t, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_v4(const address& value) { return std::equal(mapped_prefix.begin(), mapped_prefix.end(), value.begin()); }

/// True if the first `bits` bits are the same.
bool same_start(const address& left, const address& right, unsigned bits) {
    for (unsigned i = 0; i < bits; ++i) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (i % 8));
        if ((left.at(i / 8) & mask) != (right.at(i / 8) & mask)) {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<address> address_from_text(std::string_view text) {
    const std::string terminated(text);
    if (terminated.size() != std::strlen(terminated.c_str())) {
        return std::nullopt;
    }
    address read{};
    if (inet_pton(AF_INET6, terminated.c_str(), read.data()) == 1) {
        return read;
    }
    std::copy(mapped_prefix.begin(), mapped_prefix.end(), read.begin());
    if (inet_pton(AF_INET, terminated.c_str(), read.data() + mapped_prefix.size()) == 1) {
        return read;
    }
    return std::nullopt;
}

std::string to_text(const address& value) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (is_v4(value)) {
        inet_ntop(AF_INET, value.data() + mapped_prefix.size(), text.data(), text.size());
    } else {
        inet_ntop(AF_INET6, value.data(), text.data(), text.size());
    }
    return text.data();
}

bool is_loopback(const address& value) {
    static constexpr address v6{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    return value == v6 || (is_v4(value) && value[12] == 127);
}

std::optional<network> network::from_text(std::string_view text) {
    const auto slash = text.find('/');
    const auto start = address_from_text(text.substr(0, slash));
    if (!start) {
        return std::nullopt;
    }
    network made;
    made.start_ = *start;
    if (slash == std::string_view::npos) {
        return made;
    }
    const bool short_form = text.substr(0, slash).find(':') == std::string_view::npos;
    const auto digits = text.substr(slash + 1);
    unsigned bits = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (fault != std::errc() || end != digits.data() + digits.size() || bits > (short_form ? 32U : 128U)) {
        return std::nullopt;
    }
    made.bits_ = short_form ? v4_bits + bits : bits;
    for (unsigned i = made.bits_; i < 128; ++i) {
        if ((made.start_.at(i / 8) & (0x80U >> (i % 8))) != 0) {
            return std::nullopt;
        }
    }
    return made;
}

bool network::holds(const address& value) const { return same_start(start_, value, bits_); }

} // namespace organizer::config
