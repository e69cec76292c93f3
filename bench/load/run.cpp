#include "run.hpp"

#include <algorithm>
#include <utility>

namespace organizer::bench {
namespace {

using std::chrono::steady_clock;

/// Requests that fell due and wait for a free connection; more means that the server is far behind.
constexpr std::size_t most_waiting = 200'000;

std::uint64_t microseconds(steady_clock::duration passed) {
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(passed).count());
}

std::uint64_t at_share(std::vector<std::uint32_t>& sorted, double share) {
    if (sorted.empty()) {
        return 0;
    }
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(rank, sorted.size() - 1)];
}

} // namespace

run::run(const plan& with, requests& asked, const pace& at)
    : with_(with), asked_(asked), at_(at), usable_(at.connections) {
    const boost::asio::ip::tcp::endpoint server(boost::asio::ip::address_v4::loopback(), with.port);
    for (std::size_t i = 0; i < at.connections; ++i) {
        connections_.push_back(std::make_unique<connection>(
            loop_, [this](connection& on, answer given) { answered(on, std::move(given)); }));
        connections_.back()->connect(server);
        idle_.push_back(connections_.back().get());
    }
}

outcome run::go() {
    begin_ = steady_clock::now();
    const auto length = std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>(at_.seconds));
    end_ = begin_ + length;
    last_ = begin_;
    limit_.expires_at(end_ + std::chrono::seconds(grace_seconds));
    limit_.async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) {
            made_.failed += under_way_ + waiting_.size();
            if (made_.first_failure.empty()) {
                made_.first_failure = "not answered within the time";
            }
            loop_.stop();
        }
    });
    if (at_.rate > 0) {
        due_at_ = begin_;
        fall_due();
    } else {
        for (auto* on : std::exchange(idle_, {})) {
            send_next(*on);
        }
        clear_or_finish();
    }
    loop_.run();
    made_.lasted = microseconds(last_ - begin_);
    std::sort(latencies_.begin(), latencies_.end());
    made_.p50 = at_share(latencies_, 0.5);
    made_.p99 = at_share(latencies_, 0.99);
    made_.longest = latencies_.empty() ? 0 : latencies_.back();
    return std::move(made_);
}

void run::fall_due() {
    const auto gap = std::chrono::duration_cast<steady_clock::duration>(std::chrono::duration<double>(1 / at_.rate));
    const auto now = steady_clock::now();
    while (due_at_ <= now && due_at_ < end_) {
        job next;
        if (waiting_.size() >= most_waiting || !asked_.next(next)) {
            made_.first_failure = "the server is so far behind that the queue is full";
            ++made_.failed;
            end_ = now;
            break;
        }
        waiting_.push_back({std::move(next), due_at_});
        due_at_ += gap;
    }
    send_waiting();
    if (due_at_ >= end_ || now >= end_) {
        over_ = true;
        clear_or_finish();
        return;
    }
    next_due_.expires_at(due_at_);
    next_due_.async_wait([this](const boost::system::error_code& stopped) {
        if (!stopped) {
            fall_due();
        }
    });
}

void run::send_waiting() {
    while (!idle_.empty() && !waiting_.empty()) {
        auto* on = idle_.back();
        idle_.pop_back();
        auto next = std::move(waiting_.front());
        waiting_.pop_front();
        ++under_way_;
        on->send(std::move(next.what), next.at);
    }
}

bool run::judge(const job& what, const answer& given) {
    bool good = given.status == 200 && !given.body.empty();
    if (good && what.kind != job::what::read) {
        // The helper stands in the answered schedule exactly if the place was filled: nobody else assigns it that day.
        const bool stands = given.body.find(with_.places[what.place].helper) != std::string::npos;
        good = stands == (what.kind == job::what::fill);
    }
    if (!good && made_.first_failure.empty()) {
        made_.first_failure = std::to_string(given.status) + " " + given.body.substr(0, 300);
    }
    return good;
}

void run::answered(connection& on, answer given) {
    const auto now = steady_clock::now();
    const auto& what = on.under_way();
    --under_way_;
    const bool good = judge(what, given);
    asked_.answered(what, given.status == 200);
    if (!good) {
        ++made_.failed;
    } else if (!what.counted) {
        ++made_.cleared;
    } else {
        ++made_.requests;
        made_.writes += what.kind == job::what::read ? 0 : 1;
        latencies_.push_back(
            static_cast<std::uint32_t>(std::min<std::uint64_t>(microseconds(now - on.counted_from()), UINT32_MAX)));
        last_ = now;
    }
    if (given.status == 0) {
        // A broken connection is not used again; without any the run is over.
        if (--usable_ == 0) {
            loop_.stop();
        }
    } else if (at_.rate > 0) {
        idle_.push_back(&on);
        send_waiting();
    } else {
        over_ = over_ || now >= end_;
        send_next(on);
    }
    clear_or_finish();
}

void run::send_next(connection& on) {
    job next;
    if (over_ || (at_.requests > 0 && sent_ == at_.requests) || !asked_.next(next)) {
        over_ = true;
        idle_.push_back(&on);
        return;
    }
    ++sent_;
    ++under_way_;
    on.send(std::move(next), steady_clock::now());
}

void run::clear_or_finish() {
    if (!over_ || !waiting_.empty()) {
        return;
    }
    job next;
    while (!idle_.empty() && asked_.next_clearing(next)) {
        auto* on = idle_.back();
        idle_.pop_back();
        ++under_way_;
        on->send(std::move(next), steady_clock::now());
    }
    if (under_way_ == 0) {
        loop_.stop();
    }
}

} // namespace organizer::bench
