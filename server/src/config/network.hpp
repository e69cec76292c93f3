#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::config {

/// An IP address as sixteen bytes; IPv4 in its mapped form, so that an address has one value however it came in.
using address = std::array<std::uint8_t, 16>;

/// Reads a numeric address; `::ffff:10.0.0.1` is the same as `10.0.0.1`. Nothing for anything else.
std::optional<address> address_from_text(std::string_view text);
/// Writes it, IPv4 in its own form.
std::string to_text(const address& value);
/// True for 127.0.0.0/8 and ::1.
bool is_loopback(const address& value);

/// An address, or all addresses with one beginning.
class network {
public:
    /// `10.0.0.1`, `10.0.0.0/8`, `fd00::/8`. Nothing for anything else, and for bits set behind the prefix.
    static std::optional<network> from_text(std::string_view text);

    bool holds(const address& value) const;

private:
    address start_{};
    unsigned bits_ = 128;
};

} // namespace organizer::config
