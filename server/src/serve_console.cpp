#include "serve_console.hpp"

#include "ops/control.hpp"
#include "serve_accounts.hpp"
#include "serve_backup.hpp"
#include "serve_blocking.hpp"
#include "serve_demo.hpp"
#include "serve_installation.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

namespace organizer {
namespace {

using namespace std::chrono_literals;

constexpr auto answer_within = 60s;
constexpr auto backup_within = 1h;
constexpr auto health_within = 5s;

int print(const ops::control_answer& answer) {
    if (answer.status == 0) {
        std::cout << answer.text << std::flush;
    } else {
        std::cerr << "organizer: " << answer.text << '\n';
    }
    return answer.status;
}

int fail(const domain::problem& problem) { return print({1, problem.detail.empty() ? problem.code : problem.detail}); }

/// A thread that runs coroutines, for as long as a command takes.
class coroutine_thread {
public:
    coroutine_thread() : work_(boost::asio::make_work_guard(context_)), thread_([this] { context_.run(); }) {}
    ~coroutine_thread() {
        work_.reset();
        context_.stop();
        thread_.join();
    }
    coroutine_thread(const coroutine_thread&) = delete;
    coroutine_thread& operator=(const coroutine_thread&) = delete;

    boost::asio::any_io_executor executor() { return context_.get_executor(); }

private:
    boost::asio::io_context context_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::thread thread_;
};

/// Runs `work` on the data folder of the settings, in this process.
template <class Work>
int in_process(const config::settings& values, Work&& work) {
    const ops::system_clock time;
    ops::log journal(ops::log_level::warning, time, std::cerr);
    coroutine_thread coroutines;
    auto here = installation::open(values, config::public_origin(values, values.port), time, journal);
    if (!here) {
        return fail(here.error());
    }
    return work(**here, coroutines.executor());
}

/// Writes parts of a hundred on one line of a terminal, and nothing where nobody looks on.
ops::archive_progress progress_of(std::string_view name) {
    if (::isatty(STDERR_FILENO) == 0) {
        return {};
    }
    return [name](int percent) { std::cerr << '\r' << name << ": " << percent << " %" << (percent < 100 ? "" : "\n"); };
}

bool nobody_serves(const domain::result<ops::control_answer>& answer) {
    return !answer && answer.error().code == "noServer";
}

} // namespace

int account(const config::loaded& from) {
    const auto answer = ops::control_call(from.values.data, from.words, answer_within);
    if (!nobody_serves(answer)) {
        return answer ? print(*answer) : fail(answer.error());
    }
    return in_process(from.values, [&](installation& here, const boost::asio::any_io_executor& on) {
        return print(account_command(here, on, {from.words.begin() + 1, from.words.end()}));
    });
}

int backup(const config::loaded& from) {
    if (from.words.size() != 2) {
        return print({2, "backup needs the name of a new file"});
    }
    const auto file = std::filesystem::absolute(from.words[1]).string();
    // The key comes from the caller: the server need not have it. The socket is this user's alone.
    const auto answer = ops::control_call(from.values.data, {"backup", file, from.values.archive_key}, backup_within);
    if (answer && answer->status != 0) {
        return print(*answer);
    }
    if (!answer) {
        if (!nobody_serves(answer)) {
            return fail(answer.error());
        }
        const int status = in_process(from.values, [&](installation& here, const boost::asio::any_io_executor&) {
            const auto done = back_up(here, from.values.data, file, from.values.archive_key, progress_of("backup"));
            return done ? EXIT_SUCCESS : fail(done.error());
        });
        if (status != EXIT_SUCCESS) {
            return status;
        }
    }
    std::cout << "The installation was copied to " << file << ".\n";
    return EXIT_SUCCESS;
}

int restore(const config::loaded& from) {
    if (from.words.size() != 2) {
        return print({2, "restore needs the name of an archive"});
    }
    const auto made_at = restore(from.values, from.words[1], ops::system_clock().now(), progress_of("restore"));
    if (!made_at) {
        return fail(made_at.error());
    }
    std::cout << "The installation of " << domain::to_text(*made_at) << " stands in " << from.values.data.string()
              << ". Everybody signs in again; links that were sent before are void.\n";
    return EXIT_SUCCESS;
}

int demo_data(const config::loaded& from) {
    return in_process(from.values, [](installation& here, const boost::asio::any_io_executor& on) {
        const auto account = run_blocking(on, make_demo(here));
        if (!account) {
            return fail(account.error());
        }
        std::cout << "The demo event stands in the data folder.\n";
        return EXIT_SUCCESS;
    });
}

int healthcheck(const config::loaded& from) {
    const auto answer = ops::control_call(from.values.data, {"health"}, health_within);
    return answer ? print(*answer) : fail(answer.error());
}

} // namespace organizer
