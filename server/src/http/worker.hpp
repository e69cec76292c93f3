#pragma once

// Inside of http/: what the listener (server.cpp) and the sessions (session.cpp) share. Not for others: it brings
// Asio's sockets.

#include "http/server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace organizer::http {

using steady_time = std::chrono::steady_clock::time_point;

/// What all threads of a server share.
struct shared_state {
    shared_state(server_options wanted, ops::log& log, const ops::clock& now)
        : options(std::move(wanted)), journal(log), time(now) {}

    /// Counts one connection less and tells who waits for the last.
    void connection_ended();

    server_options options;
    ops::log& journal;
    const ops::clock& time;
    const front* application = nullptr;
    std::atomic<bool> stopping = false;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> body_memory = 0;
    std::atomic<std::uint64_t> timed_out = 0;
    std::mutex drained_mutex;
    std::condition_variable drained;
};

/// One client. Touched by its worker's thread only.
struct connection {
    explicit connection(boost::asio::ip::tcp::socket accepted) : socket(std::move(accepted)) {}

    boost::asio::ip::tcp::socket socket;
    std::string peer;
    steady_time deadline =
        steady_time::max(); ///< the one deadline, moved before each wait, looked at by the worker's tick
    bool idle = true;       ///< waits for a request, and may be closed when the server stops
};

/// One I/O thread with its own context.
struct worker {
    explicit worker(shared_state& all)
        : shared(all), context(1), work(boost::asio::make_work_guard(context)), ticks(context) {}

    shared_state& shared;
    boost::asio::io_context context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work;
    boost::asio::steady_timer ticks;
    std::unordered_set<connection*> open;
    steady_time now{};        ///< as of the last tick: deadlines need no better
    std::string date;         ///< of the `Date` header, as of the last tick
    std::string access_lines; ///< waiting to be written: a batch (64 KiB) and a line at most
    std::thread thread;

    /// Looks at deadlines, renews the date and hands over the access lines, then again after a tick.
    void tick();
    void flush_access_lines();
    /// Takes over a connection; counts it.
    void take(boost::asio::ip::tcp::socket accepted);
    /// Closes the idle ones (true) or all.
    void close_connections(bool only_idle);
};

/// Serves one connection to its end. Never throws for what a client does.
boost::asio::awaitable<void> run_session(worker& self, connection& client);

} // namespace organizer::http
