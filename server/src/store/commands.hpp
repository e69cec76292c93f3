#pragma once

#include "store/command_job.hpp"
#include "store/command_queues.hpp"
#include "store/decide_loop.hpp"
#include "store/make_entities.hpp"
#include "store/number_locks.hpp"
#include "store/projector.hpp"
#include "store/view_cache.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>

namespace organizer::store {

/// Commands and what they need, without a thread or coroutine of its own but the projector's: the synchronous core of
/// `entities`, and what the tests of the stores drive.
class commands {
public:
    commands(document_store& over, const ops::clock& time, const entities_options& options);
    ~commands(); ///< answers `storeBusy` to what waits; nothing may be at work any more
    commands(const commands&) = delete;
    commands& operator=(const commands&) = delete;

    /// Queues a command for its document. `job->answered` is called once, by any thread. True: the caller must have
    /// `work` called, on any thread that may block.
    template <class Noun>
    bool submit(const std::string& id, std::shared_ptr<command_job<Noun>> job);

    /// Decides what waits for the document, until nothing does. Never throws.
    template <class Noun>
    void work(const std::string& id);

    /// Answers `storeBusy` to all that waits for the document: nobody could be found to work.
    template <class Noun>
    void refuse(const std::string& id);

    /// Decides one command on the calling thread, or waits for the thread that does.
    template <class Noun>
    domain::result<command_outcome<Noun>> execute(domain::command_header header, const std::string& id,
                                                  typename noun<Noun>::command command);

    view_cache& views() { return views_; }
    decide_loop& loop() { return loop_; }
    projector& background() { return projector_; }
    number_locks& numbers() { return numbers_; }
    document_store& documents() { return over_; }
    std::chrono::milliseconds deadline() const { return deadline_; }

private:
    template <class Noun>
    command_queues<Noun>& queues();
    template <class Noun>
    void decide(const std::string& id, std::span<command_job<Noun>* const> batch);

    document_store& over_;
    std::chrono::milliseconds deadline_;
    view_cache views_;
    projector projector_;
    decide_loop loop_;
    number_locks numbers_;
    command_queues<domain::event> event_queues_;
    command_queues<domain::helper> helper_queues_;
    command_queues<domain::schedule> schedule_queues_;
    command_queues<domain::account> account_queues_;
};

} // namespace organizer::store
