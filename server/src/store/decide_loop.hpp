#pragma once

#include "domain/decision.hpp"
#include "domain/failure.hpp"
#include "store/command_job.hpp"
#include "store/document_store.hpp"
#include "store/working_copies.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::ops {
class clock;
}

namespace organizer::store {

class projector;
class view_cache;

/// The only way state changes (DESIGN, Storage): load the document, find the command among the decided ones (in the
/// document, else in the activity log), apply the rule, write state and outcome by one compare-and-set, on a lost race
/// again. A document written a moment ago is not read again: its working copy is tried, and the compare-and-set tells
/// if somebody else wrote. Synchronous; calls for one document may run side by side in any number of threads and
/// processes. What is decided here is all that ever writes a noun.
class decide_loop {
public:
    /// `views` and `log` may be shared; all outlive the loop. `alone`: no other process writes the store, so what this
    /// one keeps in memory is what is stored.
    decide_loop(document_store& over, const ops::clock& time, view_cache& views, projector& log, bool alone);

    /// Decides at most `most_in_batch` commands on one document by one compare-and-set, in their order, and answers
    /// them; those that need a number reserved first are left unanswered. Never throws.
    template <class Noun>
    void decide(const std::string& id, std::span<command_job<Noun>* const> batch);

    /// The outcome of a command decided before on a document, or nothing.
    domain::result<std::optional<domain::decided_entry>> decided(const std::string& entity, const std::string& op);

    /// Forgets every copy, after a write whose outcome is unknown.
    void forget();

    /// Called after a helper gave up a number, before the command is answered; set before the first command.
    std::function<void(const std::string& event, domain::parkrun_number number)> number_freed;

    static constexpr std::size_t most_in_batch = 64;
    /// A document beyond this many bytes refuses commands that would grow it.
    static constexpr std::size_t full_document = 512 * 1024;
    /// Refusals of one actor recorded on one document within a day.
    static constexpr std::size_t most_refusals = 20;
    /// Entries stay at least this long, unless there are more than `most_entries`: a document is written whole, so what
    /// it carries is paid for by every command. Twice as many stand only while the activity log is behind.
    static constexpr std::chrono::days entry_age{30};
    static constexpr std::size_t most_entries = 128;
    /// What the working copies of one noun may take in memory. Schedules are what is written over and over, so that a
    /// copy saves most there: a third of a write's time.
    static constexpr std::size_t most_copies_bytes = 8U << 20U;
    static constexpr std::size_t most_schedule_copies_bytes = 96U << 20U;

private:
    template <class Noun>
    class attempt;

    /// The entry of that op in the activity log.
    domain::result<std::optional<domain::decided_entry>> logged(std::string_view entity, std::string_view op);
    /// Drops what is old, or too much, and logged; the last `fresh` entries are not written yet. `bytes` is the size of
    /// `of.decided`.
    domain::result<void> age(document& of, kept_entries& entries, std::size_t& bytes, std::size_t fresh);
    /// True if the entry stands in the log: by what the projector did, else by looking.
    domain::result<bool> is_logged(const document& of, const kept_entry& entry);
    template <class Noun>
    working_copies<Noun>& copies();

    document_store& over_;
    const ops::clock& time_;
    view_cache& views_;
    projector& log_;
    const bool alone_;
    working_copies<domain::event> events_{most_copies_bytes};
    working_copies<domain::helper> helpers_{most_copies_bytes};
    working_copies<domain::schedule> schedules_{most_schedule_copies_bytes};
    working_copies<domain::account> accounts_{most_copies_bytes};
};

/// The event whose activity log has the entries of a document: `-` for accounts.
std::string activity_event_of(std::string_view entity);

/// A clear 503 for a command that waited too long or met a full queue.
domain::problem store_busy(std::string detail);

} // namespace organizer::store
