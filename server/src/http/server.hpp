#pragma once

#include "config/network.hpp"
#include "domain/failure.hpp"
#include "http/front.hpp"
#include "ops/clock.hpp"
#include "ops/log.hpp"
#include "ops/metrics.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace organizer::http {

/// How long each wait on a client may take. A deadline that passes closes the connection.
struct deadlines {
    std::chrono::milliseconds idle{75'000};    ///< between two requests
    std::chrono::milliseconds head{10'000};    ///< from the first byte of a request to the end of its headers
    std::chrono::milliseconds body{30'000};    ///< for a body, or for each 16 KiB per second of a long one
    std::chrono::milliseconds handler{60'000}; ///< for the answer to be made
    std::chrono::milliseconds write{30'000};   ///< for the answer to be taken, likewise
    std::chrono::milliseconds linger{2'000};   ///< for a client to read a last answer before the connection goes
    std::chrono::milliseconds tick{500};       ///< how often the deadlines are looked at
};

struct server_options {
    std::vector<std::string>
        addresses;          ///< to listen on; empty: 127.0.0.1 and ::1, or the one of them that the machine has
    std::uint16_t port = 0; ///< 0: any free one, the same for all addresses
    unsigned threads = 1;
    std::size_t connections = 4096;             ///< more are answered 503 and closed
    std::size_t header_limit = 16 * 1024;       ///< bytes of a request's head; more is 431
    std::size_t small_body = 8 * 1024;          ///< bytes of a body that is read from everybody and not counted
    std::size_t body_memory = 32 * 1024 * 1024; ///< bytes of larger bodies held at one time; more is 503
    deadlines waits;
    std::vector<config::network> trusted_hop; ///< the proxy that may say for whom it speaks
    bool access_log = true;
};

/// Listens and runs the sessions: one I/O thread per `threads`, each with its own context, so that a session needs no
/// lock. Not thread-safe but for `executor`.
class server {
public:
    server(server_options options, ops::log& journal, ops::metrics& measures, const ops::clock& time);
    ~server(); ///< as `join`
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Opens the listening sockets. A problem's detail is one line for a person: the port is in use, the address is not
    /// ours.
    domain::result<void> listen();
    /// The port in use, after `listen`.
    std::uint16_t port() const;
    /// Begins to serve; `application` must outlive this.
    void start(const front& application);
    /// Where to run background coroutines. They must end when asked to: the server waits for none of them.
    boost::asio::any_io_executor executor();

    /// First step of stopping: no new connections, idle ones are closed, requests under way are answered with
    /// `Connection: close`.
    void begin_stop();
    /// Waits for the connections to end, at most so long; true if none is left.
    bool wait_drained(std::chrono::milliseconds longest);
    /// Second step: closes what is left.
    void cancel();
    /// Ends the threads; nothing runs afterwards, and what still waits is dropped with the server.
    void join();
    /// Connections open now.
    std::size_t connections() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace organizer::http
