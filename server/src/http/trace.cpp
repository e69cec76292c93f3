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

void append_hex(std::string& text, std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (int shift = 60; shift >= 0; shift -= 4) {
        text += digits[(value >> static_cast<unsigned>(shift)) & 0x0fU];
    }
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

std::string new_request_id() {
    std::string id;
    id.reserve(16);
    append_hex(id, random_not_zero());
    return id;
}

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
    std::string id;
    id.reserve(32);
    append_hex(id, random_bits());
    append_hex(id, random_not_zero());
    return id;
}

} // namespace organizer::http
