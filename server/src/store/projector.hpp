#pragma once

#include "domain/activity.hpp"
#include "domain/decision.hpp"
#include "domain/parkrun_number.hpp"
#include "store/document_store.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

namespace organizer::store {

/// Carries decided entries into the activity log, in the background and idempotently, and finishes what was left
/// undone: entries that a stop kept from being logged, and reservations of parkrun numbers whose command was not
/// decided.
///
/// An entry is the document `activity:<event>:<entity>:<op>`; an accepted one is also listed by time, newest first, by
/// `log:<event>:<time counted down>:<entity>:<op>`, whose body holds the actor alone.
class projector {
public:
    /// What is called for the work that is not the projector's own.
    struct helpers {
        /// Decides what a reservation carries and settles it.
        std::function<domain::result<void>(const std::string& event, domain::parkrun_number number)> finish_number;
        /// Forgets what is kept in memory (after a write whose outcome was unknown).
        std::function<void()> forget;
        /// Tells of trouble; may be empty.
        std::function<void(std::string_view event, std::string_view detail)> report;
    };

    explicit projector(document_store& over);
    ~projector(); ///< stops
    projector(const projector&) = delete;
    projector& operator=(const projector&) = delete;

    /// Sets the helpers, once, before anything else is called.
    void use(helpers with);
    /// Starts the background work; first everything left over is looked for.
    void start();
    /// Ends it within one store call; what waits is found again at the next start.
    void stop();

    /// Entries that were just written into a document. Never blocks; beyond the bound they are looked for later.
    void add(const std::string& entity, std::vector<domain::decided_entry> entries);
    /// A reservation that could not be finished now.
    void add_number(const std::string& event, domain::parkrun_number number);
    /// The outcome of a write is unknown: once the store writes again, what is kept in memory is forgotten.
    void doubt();

    /// Waits until nothing is left to do, at most `longest`. False: something was.
    bool settle(std::chrono::milliseconds longest);

    /// Logs one entry; what is there already is left alone.
    domain::result<void> log(const std::string& entity, const domain::decided_entry& entry);

private:
    struct entry_task {
        std::string entity;
        domain::decided_entry entry;
    };
    struct number_task {
        std::string event;
        domain::parkrun_number number = 0;
    };
    using task = std::variant<entry_task, number_task>;

    void work();
    domain::result<void> run(const task& one);
    domain::result<void> look_for_left_over();
    domain::result<void> look_at_kind(std::string_view event, std::string_view kind);
    domain::result<void> look_at_numbers(std::string_view event);
    bool stopping();

    document_store& over_;
    helpers with_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<task> tasks_;
    std::size_t running_ = 0;
    bool look_ = false; ///< everything left over is to be looked for
    bool doubt_ = false;
    bool stop_ = false;
    bool started_ = false;
    std::vector<std::thread> threads_;
};

/// The id of an entry's line in the order of time: `log:<event>:<time>:<entity>:<op>`, later times first.
std::string log_document_id(std::string_view event, domain::instant at, std::string_view entity, std::string_view op);

/// A page of an event's activity log.
domain::result<domain::activity_page> read_activity(document_store& from, const domain::activity_query& asked);

} // namespace organizer::store
