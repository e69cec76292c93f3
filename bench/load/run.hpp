#pragma once

#include "connection.hpp"
#include "plan.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace organizer::bench {

/// How a run goes. Without a rate each connection sends its next request when the last one is answered; with one,
/// requests fall due at equal gaps whatever the server does, and their latency counts from the moment at which they
/// fell due.
struct pace {
    std::size_t connections = 64;
    double seconds = 5;
    std::uint64_t requests = 0; ///< without a rate: no more than these; 0: as many as the time allows
    double rate = 0;            ///< a second; 0: none
};

/// What a run measured. Times in microseconds.
struct outcome {
    std::uint64_t requests = 0; ///< answered as they should be
    std::uint64_t writes = 0;   ///< of them
    std::uint64_t cleared = 0;  ///< places emptied after the time was up, to leave them as they were found
    std::uint64_t failed = 0;   ///< otherwise answered, or not at all
    std::uint64_t lasted = 0;
    std::uint64_t p50 = 0;
    std::uint64_t p99 = 0;
    std::uint64_t longest = 0;
    std::string first_failure;
};

/// One run over a server on loopback: one thread.
class run {
public:
    run(const plan& with, requests& asked, const pace& at);

    /// Goes on until the time is up or nothing is left to ask for, then clears the places that are filled. Bounded: at
    /// most the seconds and `grace_seconds` more.
    outcome go();

    static constexpr int grace_seconds = 10;

private:
    struct due {
        job what;
        moment at;
    };

    void fall_due();
    void send_waiting();
    void answered(connection& on, answer given);
    bool judge(const job& what, const answer& given);
    void send_next(connection& on);
    void clear_or_finish();

    const plan& with_;
    requests& asked_;
    pace at_;
    boost::asio::io_context loop_{1};
    boost::asio::steady_timer next_due_{loop_};
    boost::asio::steady_timer limit_{loop_};
    std::vector<std::unique_ptr<connection>> connections_;
    std::vector<connection*> idle_;
    std::deque<due> waiting_;
    std::size_t usable_;
    std::size_t under_way_ = 0;
    moment begin_;
    moment end_;
    moment last_;
    moment due_at_;
    std::uint64_t sent_ = 0; ///< without a rate
    bool over_ = false;      ///< nothing more is asked for
    outcome made_;
    std::vector<std::uint32_t> latencies_;
};

} // namespace organizer::bench
