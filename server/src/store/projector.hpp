#pragma once

#include "domain/activity.hpp"
#include "domain/decision.hpp"
#include "domain/parkrun_number.hpp"
#include "store/decided_list.hpp"
#include "store/document_store.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

namespace organizer::store {

/// Carries decided entries into the activity log, in the background and idempotently, and finishes what was left
/// undone: entries that a stop kept from being logged, and reservations of parkrun numbers whose command was not
/// decided. One thread gathers what comes within a moment and inserts it together.
///
/// What was left undone is found among the documents that changed since a place in the order of changes before which
/// everything is logged. A process that alone writes the store keeps that place in the document `projector:-:place`;
/// otherwise all documents are looked through.
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

    /// `alone`: no other process writes the store.
    projector(document_store& over, bool alone);
    ~projector(); ///< stops
    projector(const projector&) = delete;
    projector& operator=(const projector&) = delete;

    /// Sets the helpers, once, before anything else is called.
    void use(helpers with);
    /// Starts the background work; first everything left over is looked for.
    void start();
    /// Ends it within a few store calls; what waits is found again at the next start.
    void stop();

    /// Stands from before a document is written until its entries are added, or until it is known that none were
    /// written (or `doubt` was called): meanwhile nobody takes the log for complete.
    class announced {
    public:
        explicit announced(projector& to);
        ~announced();
        announced(const announced&) = delete;
        announced& operator=(const announced&) = delete;

        /// Entries that were just written into a document; each gets its ticket. Never blocks; beyond the bound they
        /// are looked for later.
        void add(const std::string& entity, std::span<kept_entry> entries);

    private:
        projector& to_;
    };
    /// Entries whose ticket is at most this stand in the log.
    std::uint64_t logged_through() const { return logged_through_; }

    /// A reservation that could not be finished now.
    void add_number(const std::string& event, domain::parkrun_number number);
    /// The outcome of a write is unknown: once the store writes again, what is kept in memory is forgotten.
    void doubt();

    /// Waits until nothing is left to do, at most `longest`. False: something was.
    bool settle(std::chrono::milliseconds longest);

    /// Logs entries of one document now; what is there already is left alone.
    domain::result<void> log(const std::string& entity, std::span<const kept_entry> entries);

private:
    struct entry_task {
        std::string entity;
        kept_entry entry;
    };
    struct number_task {
        std::string event;
        domain::parkrun_number number = 0;
    };
    using task = std::variant<entry_task, number_task>;

    void work();
    std::vector<task> take_some();
    domain::result<void> run(const std::vector<task>& some);
    domain::result<void> log_each(const std::vector<task>& some);
    domain::result<void> settle_doubt();
    domain::result<void> look_for_left_over();
    domain::result<void> look_at(const document& changed);
    domain::result<void> look_at_entries(const std::string& id);
    domain::result<void> look_at_number(const document& reservation);
    domain::result<std::string> read_place();
    domain::result<void> note_place();
    bool is_idle() const;        ///< under the mutex: everything written so far is logged
    bool may_move_place() const; ///< under the mutex: what is written so far needs no look at the next start
    bool stopping();

    document_store& over_;
    const bool alone_;
    helpers with_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<task> tasks_;
    std::size_t announced_ = 0; ///< documents being written
    std::size_t waiting_ = 0;   ///< callers of `settle`
    bool running_ = false;
    bool look_ = false; ///< everything left over is to be looked for
    bool doubt_ = false;
    bool stop_ = false;
    bool started_ = false;
    bool unlogged_ = false;         ///< an entry could not be logged for good: tickets tell nothing any more
    bool for_next_start_ = false;   ///< something could not be carried out for good: the place stays where it is
    std::uint64_t last_ticket_ = 0; ///< given
    std::atomic<std::uint64_t> logged_through_{0};
    std::uint64_t noted_through_ = 0; ///< when the place was noted last
    std::uint64_t looked_at_ = 0;     ///< documents looked at since then
    std::thread thread_;
};

/// The id of an entry's line in the order of time: `log:<event>:<time>:<entity>:<op>`, later times first.
std::string log_document_id(std::string_view event, domain::instant at, std::string_view entity, std::string_view op);

/// A page of an event's activity log.
domain::result<domain::activity_page> read_activity(document_store& from, const domain::activity_query& asked);

} // namespace organizer::store
