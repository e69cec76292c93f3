#include "serve.hpp"

#include "http/front.hpp"
#include "http/operations_routes.hpp"
#include "http/server.hpp"
#include "ops/control.hpp"
#include "ops/processors.hpp"
#include "serve_accounts.hpp"
#include "serve_backup.hpp"
#include "serve_blocking.hpp"
#include "serve_demo.hpp"
#include "serve_installation.hpp"

#include <csignal>
#include <cstdlib>
#include <iostream>

#include <malloc.h>

namespace organizer {
namespace {

using namespace std::chrono_literals;

constexpr auto finish_within = 10s; ///< for requests under way when asked to stop
constexpr auto cancel_within = 5s;  ///< for handlers whose client is already gone
constexpr auto maintenance_every = 1h;

int fail(std::string_view line) {
    std::cerr << "organizer: " << line << '\n';
    return EXIT_FAILURE;
}

sigset_t stop_signals() {
    sigset_t wanted{};
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    return wanted;
}

/// True if somebody asked to stop within that time.
bool stop_asked_within(std::chrono::milliseconds longest) {
    const auto wanted = stop_signals();
    const timespec limit{longest.count() / 1000, (longest.count() % 1000) * 1'000'000};
    return sigtimedwait(&wanted, nullptr, &limit) > 0;
}

unsigned threads_of(const config::settings& values) { return values.threads > 0 ? values.threads : ops::processors(); }

/// Keeps glibc from holding on to memory that nobody uses. Before any thread starts.
void keep_memory_small() {
    // Eight arenas per processor is the default, and each keeps free memory of its own. No more threads than processors
    // allocate at one time.
    mallopt(M_ARENA_MAX, static_cast<int>(ops::processors()));
    // A fixed threshold: it would rise to the 19 MiB of a password hash, whose memory then stayed with its arena.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
}

http::server_options server_options_of(const config::settings& values) {
    http::server_options made;
    if (values.bind != "loopback") {
        made.addresses.push_back(values.bind);
    }
    made.port = values.port;
    made.threads = threads_of(values);
    made.connections = values.connections;
    made.trusted_hop = values.trusted_hop;
    made.access_log = values.access_log;
    return made;
}

http::server_options operations_options_of(const config::settings& values) {
    http::server_options made;
    made.addresses.push_back(values.operations_address);
    made.port = values.operations_port;
    made.connections = 64;
    made.access_log = false;
    return made;
}

/// Everything that runs, in the order in which it may end: what is declared later ends first.
class running {
public:
    explicit running(const config::loaded& from)
        : values_(from.values), time_(clock_of(values_)),
          journal_(ops::log_level_from_text(values_.log_level).value_or(ops::log_level::info), *time_, std::cerr),
          server_(server_options_of(values_), journal_, measures_, *time_) {
        for (const auto& name : from.unknown_variables) {
            journal_.write(ops::log_level::warning, "unknownSetting", {{"name", name}});
        }
        if (values_.test_now) {
            journal_.write(ops::log_level::warning, "testClock",
                           {{"detail", "the clock does not show the time: test_now is set"},
                            {"now", domain::to_text(time_->now())}});
        }
        measures_.gauge("organizer_log_messages_dropped_total",
                        "Messages to the log lost because its queue was full; a batch of access lines is one.",
                        [this] { return static_cast<double>(journal_.dropped()); });
    }

    /// Opens sockets and store and begins to serve.
    domain::result<void> start() {
        if (auto listening = server_.listen(); !listening) {
            return listening.error();
        }
        origin_ = config::public_origin(values_, server_.port());
        if (values_.demo) {
            const auto renewed = renew_demo(values_.data, time_->now());
            if (!renewed) {
                return renewed.error();
            }
            demo_renewed_ = *renewed;
        }
        auto opened = installation::open(values_, origin_, *time_, journal_);
        if (!opened) {
            return opened.error();
        }
        here_ = *std::move(opened);
        if (!values_.demo) {
            if (auto kept = keep_demo(values_.data); !kept) {
                return kept.error();
            }
        }
        here_->add_checks(ready_);
        auto routes = here_->routes(values_);
        for (auto& each : http::health_routes(ready_)) {
            routes.push_back(std::move(each));
        }
        front_.emplace(http::router(std::move(routes)), http::static_files(http::embedded_assets()),
                       http::front_options{origin_, server_.port()}, journal_, measures_);
        if (!values_.operations_address.empty()) {
            if (auto listening = start_operations(); !listening) {
                return listening.error();
            }
        }
        server_.start(*front_);
        control_ = std::make_unique<ops::control_server>(
            values_.data, [this](const std::vector<std::string>& words) { return answer(words); });
        ready_.set_open(true);
        journal_.write(ops::log_level::info, "started", {{"url", origin_}, {"port", server_.port()}});
        return {};
    }

    /// Tells a person at the console where to go. Links stand on standard output only, never in the log.
    domain::result<void> greet() {
        std::cout << "Parkrun Helper Organizer: " << origin_ << '\n';
        if (values_.demo) {
            const auto account = run_blocking(server_.executor(), make_demo(*here_));
            if (!account) {
                return account.error();
            }
            const auto link = run_blocking(server_.executor(), here_->issuer().sign_in_link(*account));
            if (!link) {
                return link.error();
            }
            if (demo_renewed_) {
                std::cout << "The demo was of an earlier week: it was made anew, and nothing of it was kept.\n";
            }
            std::cout << "Sign in as the demo's coordinator (this link works once, within 15 minutes):\n  " << *link
                      << '\n';
        } else {
            const auto link = run_blocking(server_.executor(), here_->issuer().set_up_link());
            if (!link) {
                return link.error();
            }
            if (*link) {
                std::cout << "Make the first account (this link works once):\n  " << **link << '\n';
            }
        }
        std::cout << std::flush;
        return {};
    }

    void wait_for_stop() {
        while (!stop_asked_within(maintenance_every)) {
            const auto done = run_blocking(server_.executor(), here_->issuer().maintain());
            if (!done) {
                journal_.write(ops::log_level::error, "maintenanceFailed",
                               {{"code", done.error().code}, {"detail", done.error().detail}});
            }
        }
    }

    /// Two steps: ask and wait, then force. A second signal forces at once. False if a handler did not even then end.
    bool stop() {
        journal_.write(ops::log_level::info, "stopping");
        ready_.set_open(false);
        control_.reset();
        server_.begin_stop();
        bool drained = server_.wait_drained(0ms);
        for (auto waited = 0ms; !drained && waited < finish_within; waited += 100ms) {
            if (stop_asked_within(0ms)) {
                break;
            }
            drained = server_.wait_drained(100ms);
        }
        if (!drained) {
            server_.cancel();
            drained = server_.wait_drained(cancel_within);
        }
        server_.join();
        if (operations_) {
            operations_->join();
        }
        journal_.write(drained ? ops::log_level::info : ops::log_level::error, "stopped",
                       {{"connectionsLeft", static_cast<std::int64_t>(server_.connections())}});
        return drained;
    }

private:
    static std::unique_ptr<ops::clock> clock_of(const config::settings& values) {
        if (values.test_now) {
            return std::make_unique<ops::shifted_clock>(*values.test_now);
        }
        return std::make_unique<ops::system_clock>();
    }

    domain::result<void> start_operations() {
        operations_ =
            std::make_unique<http::server>(operations_options_of(values_), journal_, operations_measures_, *time_);
        if (auto listening = operations_->listen(); !listening) {
            return listening.error();
        }
        auto routes = http::health_routes(ready_);
        routes.push_back(http::metrics_route(measures_));
        operations_front_.emplace(http::router(std::move(routes)), http::static_files({}), http::front_options{},
                                  journal_, operations_measures_);
        operations_->start(*operations_front_);
        return {};
    }

    /// A command that came through the control socket.
    ops::control_answer answer(const std::vector<std::string>& words) {
        const std::string verb = words.empty() ? "" : words.front();
        if (verb == "account") {
            return account_command(*here_, server_.executor(), {words.begin() + 1, words.end()});
        }
        if (verb == "metrics") {
            return {0, measures_.text()};
        }
        if (verb == "health") {
            const auto missing = run_blocking(server_.executor(), ready_.missing());
            return missing.empty() ? ops::control_answer{0, "ready\n"}
                                   : ops::control_answer{1, "not ready: " + missing};
        }
        if (verb == "backup" && words.size() == 3) {
            const auto done = back_up(*here_, values_.data, words[1], words[2], {});
            return done ? ops::control_answer{0, ""} : ops::control_answer{1, done.error().detail};
        }
        return {2, "the server knows no command '" + verb + "'"};
    }

    const config::settings& values_;
    std::unique_ptr<ops::clock> time_;
    ops::log journal_;
    ops::metrics measures_;
    ops::metrics operations_measures_;
    ops::readiness ready_;
    std::string origin_;
    bool demo_renewed_ = false;
    http::server server_;
    std::unique_ptr<http::server> operations_;
    std::optional<http::front> front_;
    std::optional<http::front> operations_front_;
    std::unique_ptr<installation> here_;
    std::unique_ptr<ops::control_server> control_;
};

} // namespace

int serve(const config::loaded& from) {
    // Threads inherit the mask, so that the signals reach the one that waits for them.
    const auto signals = stop_signals();
    if (pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0) {
        return fail("cannot block signals");
    }
    keep_memory_small();
    running all(from);
    if (const auto started = all.start(); !started) {
        return fail(started.error().detail.empty() ? started.error().code : started.error().detail);
    }
    if (const auto greeted = all.greet(); !greeted) {
        all.stop();
        return fail(greeted.error().detail.empty() ? greeted.error().code : greeted.error().detail);
    }
    all.wait_for_stop();
    all.stop();
    return EXIT_SUCCESS;
}

} // namespace organizer
