#include "http/trace.hpp"

#include <array>
#include <cstdint>
#include <random>

namespace organizer::http {
namespace {

std::uint64_t random_bits() {
    thread_local std::mt19937_64 engine = [] {
        std::random_device entropy;
        std::seed_seq seed{entropy(), entropy(), entropy(), entropy(), entropy(), entropy(), entropy(), entropy()};
        return std::mt19937_64(seed);
    }();
    return engine();
}

/// The 16 hexadecimal digits of each word, one after the other.
template <std::size_t Words>
std::string hex_of(const std::array<std::uint64_t, Words>& words) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, Words * 16> text{};
    auto at = text.begin();
    for (const auto word : words) {
        for (unsigned shift = 64; shift > 0; ++at) {
            shift -= 4;
            *at = digits[(word >> shift) & 0x0fU];
        }
    }
    return {text.data(), text.size()};
}

std::uint64_t random_not_zero() {
    std::uint64_t value = 0;
    while (value == 0) {
        value = random_bits();
    }
    return value;
}

bool lower_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

bool all_zero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

} // namespace

std::string new_request_id() { return hex_of<1>({random_not_zero()}); }

std::string trace_id_of(std::optional<std::string_view> traceparent) {
    // 00-<32 trace>-<16 span>-<2 flags>
    if (traceparent && traceparent->size() == 55 && traceparent->starts_with("00-") && (*traceparent)[35] == '-' &&
        (*traceparent)[52] == '-') {
        const auto trace = traceparent->substr(3, 32);
        const auto span = traceparent->substr(36, 16);
        if (lower_hex(trace) && !all_zero(trace) && lower_hex(span) && !all_zero(span) &&
            lower_hex(traceparent->substr(53))) {
            return std::string(trace);
        }
    }
    return hex_of<2>({random_bits(), random_not_zero()});
}

} // namespace organizer::http
