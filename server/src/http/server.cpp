#include "http/server.hpp"

#include "http/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace organizer::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::string_view overloaded = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
                                        "Connection: close\r\n\r\n";
/// A pause after a failed accept (no file descriptors left): trying at once would only burn the processor.
constexpr std::chrono::milliseconds accept_pause{100};
constexpr int port_attempts = 16;

domain::problem cannot_listen(const std::string& address, std::uint16_t port, const boost::system::error_code& why) {
    domain::problem made;
    made.kind = domain::failure::unavailable;
    const auto place =
        (address.find(':') == std::string::npos ? address : "[" + address + "]") + ":" + std::to_string(port);
    if (why == asio::error::address_in_use) {
        made.code = "portInUse";
        made.detail = "port in use: another program listens on " + place;
    } else if (why == asio::error::access_denied) {
        made.code = "portForbidden";
        made.detail = "not allowed to listen on " + place;
    } else {
        made.code = "cannotListen";
        made.detail = "cannot listen on " + place + ": " + why.message();
    }
    return made;
}

bool family_absent(const boost::system::error_code& why) {
    return why == asio::error::address_family_not_supported || why.value() == EADDRNOTAVAIL;
}

} // namespace

struct server::state {
    shared_state shared;
    std::vector<std::unique_ptr<worker>> workers;
    std::vector<std::unique_ptr<tcp::acceptor>> acceptors;
    std::size_t next_worker = 0; ///< touched by the first worker's thread only
    std::uint16_t port = 0;
    bool started = false;

    state(server_options options, ops::log& journal, const ops::clock& time)
        : shared(std::move(options), journal, time) {
        for (unsigned i = 0; i < std::max(1U, shared.options.threads); ++i) {
            workers.push_back(std::make_unique<worker>(shared));
        }
    }

    boost::system::error_code open(const std::string& address, std::uint16_t wanted) {
        boost::system::error_code failed;
        const auto parsed = asio::ip::make_address(address, failed);
        if (failed) {
            return failed;
        }
        const tcp::endpoint endpoint(parsed, wanted);
        auto made = std::make_unique<tcp::acceptor>(workers.front()->context);
        made->open(endpoint.protocol(), failed);
        if (!failed && parsed.is_v6()) {
            made->set_option(asio::ip::v6_only(true), failed);
        }
        if (!failed) {
            made->set_option(tcp::acceptor::reuse_address(true), failed);
        }
        if (!failed) {
            made->bind(endpoint, failed);
        }
        if (!failed) {
            made->listen(asio::socket_base::max_listen_connections, failed);
        }
        if (!failed) {
            acceptors.push_back(std::move(made));
        }
        return failed;
    }

    /// One try with one port for all addresses.
    domain::result<void> open_all() {
        const bool loopback = shared.options.addresses.empty();
        const auto addresses = loopback ? std::vector<std::string>{"127.0.0.1", "::1"} : shared.options.addresses;
        port = shared.options.port;
        domain::problem last;
        for (const auto& address : addresses) {
            const auto failed = open(address, port);
            if (failed) {
                last = cannot_listen(address, port, failed);
                if (loopback && family_absent(failed)) {
                    continue;
                }
                return last;
            }
            port = acceptors.back()->local_endpoint().port();
        }
        if (acceptors.empty()) {
            return last;
        }
        return {};
    }

    asio::awaitable<void> accept(tcp::acceptor& acceptor) {
        while (acceptor.is_open()) {
            auto& chosen = *workers[next_worker];
            next_worker = (next_worker + 1) % workers.size();
            boost::system::error_code failed;
            auto socket =
                co_await acceptor.async_accept(chosen.context, asio::redirect_error(asio::use_awaitable, failed));
            if (shared.stopping) {
                co_return;
            }
            if (failed) {
                asio::steady_timer pause(workers.front()->context, accept_pause);
                co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, failed));
                continue;
            }
            if (shared.connections.load() >= shared.options.connections) {
                boost::system::error_code ignored; // a full send buffer or a lost client: it is closed either way
                socket.non_blocking(true, ignored);
                socket.write_some(asio::buffer(overloaded), ignored);
                continue;
            }
            shared.connections.fetch_add(1);
            // Work for the other thread's context; the socket is already its own.
            asio::post(chosen.context,
                       [&chosen, moved = std::move(socket)]() mutable { chosen.take(std::move(moved)); });
        }
    }
};

server::server(server_options options, ops::log& journal, ops::metrics& measures, const ops::clock& time)
    : state_(std::make_unique<state>(std::move(options), journal, time)) {
    auto* counted = &state_->shared;
    measures.gauge("organizer_http_connections", "Open connections.",
                   [counted] { return static_cast<double>(counted->connections.load()); });
    measures.gauge("organizer_http_timed_out_total", "Connections closed because a deadline passed.",
                   [counted] { return static_cast<double>(counted->timed_out.load()); });
}

server::~server() { join(); }

void server::join() {
    for (auto& each : state_->workers) {
        each->context.stop();
    }
    for (auto& each : state_->workers) {
        if (each->thread.joinable()) {
            each->thread.join();
        }
        each->flush_access_lines();
    }
}

domain::result<void> server::listen() {
    for (int attempt = 1;; ++attempt) {
        state_->acceptors.clear();
        auto opened = state_->open_all();
        // Any free port of one family may be taken in the other: try another.
        const bool again = state_->shared.options.port == 0 && attempt < port_attempts;
        if (opened || !again) {
            return opened;
        }
    }
}

std::uint16_t server::port() const { return state_->port; }

void server::start(const front& application) {
    state_->shared.application = &application;
    state_->started = true;
    for (auto& acceptor : state_->acceptors) {
        asio::co_spawn(state_->workers.front()->context, state_->accept(*acceptor), asio::detached);
    }
    for (auto& each : state_->workers) {
        each->tick();
        each->thread = std::thread([self = each.get()] { self->context.run(); });
    }
}

asio::any_io_executor server::executor() { return state_->workers.front()->context.get_executor(); }

void server::begin_stop() {
    if (state_->shared.stopping.exchange(true)) {
        return;
    }
    asio::post(state_->workers.front()->context, [this] {
        for (auto& acceptor : state_->acceptors) {
            boost::system::error_code ignored; // closed already is as good
            acceptor->close(ignored);
        }
    });
    for (auto& each : state_->workers) {
        asio::post(each->context, [self = each.get()] { self->close_connections(true); });
    }
}

bool server::wait_drained(std::chrono::milliseconds longest) {
    std::unique_lock lock(state_->shared.drained_mutex);
    return state_->shared.drained.wait_for(lock, longest, [this] { return state_->shared.connections.load() == 0; });
}

void server::cancel() {
    for (auto& each : state_->workers) {
        asio::post(each->context, [self = each.get()] {
            self->close_connections(false);
            self->flush_access_lines();
        });
    }
}

std::size_t server::connections() const { return state_->shared.connections.load(); }

} // namespace organizer::http
