#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace organizer::ops {

/// A bounded pool for blocking work (SQLite, password hashing), never for I/O.
class pool {
public:
    /// At most `threads` workers, each started when work waits and no worker is free; at most `queued` waiting jobs.
    pool(std::string name, std::size_t threads, std::size_t queued);
    ~pool(); ///< finishes what runs, drops what waits
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;

    /// Runs `work` on a worker and resumes the caller on its own executor. False: the queue was full, or there is no
    /// worker and the system gives none; nothing ran.
    /// An exception of `work` is thrown to the caller.
    boost::asio::awaitable<bool> run(std::function<void()> work);

    /// Runs `work` some time; false as for `run`.
    bool post(std::function<void()> work);

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace organizer::ops
