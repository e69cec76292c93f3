#pragma once

#include "http/raw_client.hpp"
#include "http/server.hpp"
#include "ops/pool.hpp"

#include <boost/json/parse.hpp>

#include <atomic>
#include <latch>
#include <memory>
#include <sstream>
#include <stdexcept>

// For tests of sessions: a whole server on a free port of loopback.

namespace organizer::http {

using namespace std::chrono_literals;

inline boost::asio::awaitable<response> echo(request_context& context) {
    co_return response::text(200, "text/plain", std::string(context.message.body()));
}

inline route make_route(method verb, std::string pattern, handler handle) {
    route made;
    made.verb = verb;
    made.operation = pattern;
    made.pattern = std::move(pattern);
    made.handle = std::move(handle);
    return made;
}

/// A server on a free port with a few routes.
class running_server {
public:
    explicit running_server(server_options options = {}) {
        options.waits.tick = 10ms;
        server_ = std::make_unique<server>(std::move(options), journal_, measures_, time_);
        const auto opened = server_->listen();
        if (!opened) {
            throw std::runtime_error(opened.error().detail);
        }
        front_options facing;
        facing.port = server_->port();
        facing.public_url = "http://localhost:" + std::to_string(facing.port);
        front_ = std::make_unique<front>(router(routes()), static_files({}), facing, journal_, measures_);
        server_->start(*front_);
    }
    ~running_server() {
        release();
        server_->join();
        workers_.reset(); // before the server's contexts, where what it finishes would resume
        server_.reset();
    }

    unsigned short port() const { return server_->port(); }
    std::string host() const { return "Host: localhost:" + std::to_string(port()) + "\r\n"; }
    std::string get(std::string_view target, std::string_view more = "") const {
        return "GET " + std::string(target) + " HTTP/1.1\r\n" + host() + std::string(more) + "\r\n";
    }
    std::string post(std::string_view target, std::string_view body, std::string_view more = "") const {
        return "POST " + std::string(target) + " HTTP/1.1\r\n" + host() +
               "Content-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) + "\r\n" +
               std::string(body);
    }
    server& operator*() { return *server_; }
    /// Everything logged; ends the server.
    std::string log() {
        server_->join();
        journal_kept_.reset();
        return out_.str();
    }
    /// Lets the handler of `/wait` go on.
    void release() {
        if (!std::exchange(released_, true)) {
            release_.count_down();
        }
    }

    std::latch waiting_{1}; ///< counted down by the handler of `/wait` when it runs
    std::atomic<int> handled_{0};

private:
    std::vector<route> routes() {
        std::vector<route> made;
        made.push_back(
            make_route(method::get, "/ok", [this](request_context& context) -> boost::asio::awaitable<response> {
                ++handled_;
                co_return response::text(200, "text/plain", "ok " + std::string(context.message.query()));
            }));
        made.push_back(make_route(method::post, "/echo", echo));
        auto small = make_route(method::post, "/small", echo);
        small.body_limit = 10;
        made.push_back(std::move(small));
        auto large = make_route(method::post, "/large", echo);
        large.body_limit = 16 << 20;
        made.push_back(std::move(large));
        auto gated = make_route(method::post, "/gated", echo);
        gated.body_limit = 16 << 20;
        gated.gate = [](const request& message) -> boost::asio::awaitable<domain::result<void>> {
            if (message.header("X-Broken")) {
                throw std::runtime_error("inner text");
            }
            if (!message.header("Authorization")) {
                co_return domain::problem{domain::failure::unauthenticated, "unauthenticated", {}, {}, {}};
            }
            co_return domain::result<void>();
        };
        made.push_back(std::move(gated));
        made.push_back(make_route(method::get, "/throw", [](request_context&) -> boost::asio::awaitable<response> {
            throw std::runtime_error("inner text");
            co_return response();
        }));
        made.push_back(
            make_route(method::get, "/full", [](request_context& context) -> boost::asio::awaitable<response> {
                co_return problem_response({domain::failure::unavailable, "storeFull", {}, {}, "the disk is full"},
                                           context);
            }));
        made.push_back(make_route(method::get, "/huge", [](request_context&) -> boost::asio::awaitable<response> {
            co_return response::text(200, "text/plain", std::string(64 << 20, 'x'));
        }));
        made.push_back(
            make_route(method::get, "/peer", [](request_context& context) -> boost::asio::awaitable<response> {
                co_return response::text(200, "text/plain", std::string(context.message.peer()));
            }));
        made.push_back(make_route(method::get, "/injected", [](request_context&) -> boost::asio::awaitable<response> {
            auto answer = response::text(200, "text/plain", "x");
            answer.headers.emplace_back("Location", "/a\r\nSet-Cookie: b");
            co_return answer;
        }));
        made.push_back(make_route(method::get, "/wait", [this](request_context&) -> boost::asio::awaitable<response> {
            const bool ran = co_await workers_->run([this] {
                waiting_.count_down();
                release_.wait();
            });
            co_return response::text(ran ? 200 : 503, "text/plain", "waited");
        }));
        return made;
    }

    std::ostringstream out_;
    ops::system_clock time_;
    std::unique_ptr<ops::log> journal_kept_ = std::make_unique<ops::log>(ops::log_level::info, time_, out_);
    ops::log& journal_ = *journal_kept_;
    ops::metrics measures_;
    std::unique_ptr<front> front_;
    std::unique_ptr<server> server_;
    std::unique_ptr<ops::pool> workers_ = std::make_unique<ops::pool>("test", 4, 64);
    std::latch release_{1}; ///< what the handler of `/wait` waits for
    bool released_ = false;
};

/// The code of a problem document.
inline std::string code_of(const raw_client::answer& answer) {
    return std::string(boost::json::parse(answer.body).as_object().at("code").as_string());
}

} // namespace organizer::http
