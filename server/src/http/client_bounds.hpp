#pragma once

// Inside of http/: what keeps one client from holding more than its share of time and memory.

#include "http/worker.hpp"

namespace organizer::http {

/// A client that moves fewer bytes per second than this is holding the connection, not using it.
inline constexpr std::size_t slowest_bytes_per_second = 16 * 1024;

/// The deadline of a transfer that may be long: it moves on whenever the client has moved a fair share of bytes since
/// it last did.
class transfer {
public:
    transfer(steady_time now, std::chrono::milliseconds wait) : wait_(wait), deadline_(now + wait) {}

    steady_time deadline(steady_time now, std::size_t bytes) {
        const auto share = slowest_bytes_per_second * static_cast<std::size_t>(wait_.count()) / 1000;
        if (bytes - counted_ > share) {
            counted_ = bytes;
            deadline_ = now + wait_;
        }
        return deadline_;
    }

private:
    std::chrono::milliseconds wait_;
    steady_time deadline_;
    std::size_t counted_ = 0;
};

/// Counts a large body against the memory for them, for as long as it lives.
class body_share {
public:
    explicit body_share(shared_state& all) : all_(all) {}
    ~body_share() { all_.body_memory.fetch_sub(held_); }
    body_share(const body_share&) = delete;
    body_share& operator=(const body_share&) = delete;

    bool take(std::size_t bytes) {
        if (all_.body_memory.fetch_add(bytes) + bytes > all_.options.body_memory) {
            all_.body_memory.fetch_sub(bytes);
            return false;
        }
        held_ = bytes;
        return true;
    }

private:
    shared_state& all_;
    std::size_t held_ = 0;
};

} // namespace organizer::http
