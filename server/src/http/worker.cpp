#include "http/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/socket_base.hpp>

#include <ctime>

namespace organizer::http {
namespace {

std::string date_of(domain::instant moment) {
    const auto seconds = std::chrono::system_clock::to_time_t(moment);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const auto length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    return {text.data(), length};
}

boost::asio::awaitable<void> run_and_keep(worker& self, std::unique_ptr<connection> client) {
    co_await run_session(self, *client);
}

} // namespace

void shared_state::connection_ended() {
    {
        const std::lock_guard lock(drained_mutex);
        connections.fetch_sub(1);
    }
    drained.notify_all();
}

void worker::flush_access_lines() {
    if (access_lines.empty()) {
        return;
    }
    access_lines.pop_back(); // the log ends the batch itself
    shared.journal.write_lines(access_lines);
    access_lines.clear();
}

void worker::tick() {
    now = std::chrono::steady_clock::now();
    date = date_of(shared.time.now());
    for (connection* client : open) {
        if (client->deadline < now) {
            client->deadline = steady_time::max();
            shared.timed_out.fetch_add(1, std::memory_order_relaxed);
            boost::system::error_code ignored; // a socket that cannot be closed is closed already
            client->socket.close(ignored);
        }
    }
    flush_access_lines();
    ticks.expires_after(shared.options.waits.tick);
    ticks.async_wait([this](boost::system::error_code cancelled) {
        if (!cancelled) {
            tick();
        }
    });
}

void worker::take(boost::asio::ip::tcp::socket accepted) {
    auto client = std::make_unique<connection>(std::move(accepted));
    connection* key = client.get();
    boost::system::error_code failed;
    const auto endpoint = key->socket.remote_endpoint(failed);
    if (!failed) {
        key->peer = endpoint.address().to_string();
        key->socket.set_option(boost::asio::ip::tcp::no_delay(true), failed);
        key->socket.non_blocking(true, failed);
    }
    if (failed) { // gone before it was looked at
        shared.connection_ended();
        return;
    }
    key->deadline = now + shared.options.waits.idle;
    open.insert(key);
    boost::asio::co_spawn(
        context, run_and_keep(*this, std::move(client)), [this, key](const std::exception_ptr& failure) {
            open.erase(key);
            if (failure) {
                try {
                    std::rethrow_exception(failure);
                } catch (const std::exception& wrong) {
                    shared.journal.write(ops::log_level::error, "sessionFailed", {{"detail", wrong.what()}});
                }
            }
            shared.connection_ended();
        });
}

void worker::close_connections(bool only_idle) {
    for (connection* client : open) {
        if (client->idle || !only_idle) {
            boost::system::error_code ignored; // closed already is as good
            client->socket.close(ignored);
        }
    }
}

} // namespace organizer::http
