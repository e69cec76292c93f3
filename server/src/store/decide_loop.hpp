#pragma once

#include "domain/decision.hpp"
#include "domain/failure.hpp"
#include "store/command_job.hpp"
#include "store/document_store.hpp"

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
/// again. Synchronous; calls for one document may run side by side in any number of threads and processes. What is
/// decided here is all that ever writes a noun.
class decide_loop {
public:
    /// `views` and `log` may be shared; all outlive the loop.
    decide_loop(document_store& over, const ops::clock& time, view_cache& views, projector& log);

    /// Decides at most `most_in_batch` commands on one document by one compare-and-set, in their order, and answers
    /// them; those that need a number reserved first are left unanswered. Never throws.
    template <class Noun>
    void decide(const std::string& id, std::span<command_job<Noun>* const> batch);

    /// The outcome of a command decided before on a document, or nothing.
    domain::result<std::optional<domain::decided_entry>> decided(const std::string& entity, const std::string& op);

    /// Called after a helper gave up a number, before the command is answered; set before the first command.
    std::function<void(const std::string& event, domain::parkrun_number number)> number_freed;

    static constexpr std::size_t most_in_batch = 64;
    /// A document beyond this many bytes refuses commands that would grow it.
    static constexpr std::size_t full_document = 512 * 1024;
    /// Refusals of one actor recorded on one document within a day.
    static constexpr std::size_t most_refusals = 20;
    /// Entries stay at least this long, unless there are more than `most_entries`.
    static constexpr std::chrono::days entry_age{30};
    static constexpr std::size_t most_entries = 512;

private:
    template <class Noun>
    class attempt;

    /// The entry of that op in the activity log.
    domain::result<std::optional<domain::decided_entry>> logged(std::string_view entity, std::string_view op);
    /// Marks what is logged and drops what is old and logged; the last `fresh` entries are not written yet.
    domain::result<void> age(document& of, std::vector<domain::decided_entry>& entries, std::size_t fresh);

    document_store& over_;
    const ops::clock& time_;
    view_cache& views_;
    projector& log_;
};

/// The event whose activity log has the entries of a document: `-` for accounts.
std::string activity_event_of(std::string_view entity);

/// A clear 503 for a command that waited too long or met a full queue.
domain::problem store_busy(std::string detail);

} // namespace organizer::store
