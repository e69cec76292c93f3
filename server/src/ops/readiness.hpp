#pragma once

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace organizer::ops {

/// Whether traffic may come: the process has started and is not stopping, and everything that it needs answers.
/// Liveness is another matter: a process that lives but is not ready must not be killed for it.
class readiness {
public:
    /// A check that something needed answers; it has a deadline of its own. To be added before traffic comes.
    void add_check(std::string name, std::function<boost::asio::awaitable<bool>()> check);
    /// Opens or closes the gate; closed at first. Thread-safe.
    void set_open(bool open) { open_.store(open, std::memory_order_relaxed); }

    /// Empty if ready, else the name of the first thing that is missing (`stopping` for the closed gate).
    boost::asio::awaitable<std::string> missing() const;

private:
    std::atomic<bool> open_ = false;
    std::vector<std::pair<std::string, std::function<boost::asio::awaitable<bool>()>>> checks_;
};

} // namespace organizer::ops
