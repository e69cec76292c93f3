#pragma once

#include "domain/decision.hpp"
#include "domain/parkrun_number.hpp"
#include "store/entities.hpp"
#include "store/nouns.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace organizer::store {

/// A command on its way through the decide loop.
template <class Noun>
struct command_job {
    domain::command_header header;
    typename noun<Noun>::command command;
    std::chrono::steady_clock::time_point deadline;

    /// Set when the loop is done with it.
    std::optional<domain::result<command_outcome<Noun>>> answer;
    /// Called once, after `answer` is set, by any thread; may be empty.
    std::function<void()> answered;

    /// A parkrun number that the command needs and that is not reserved for it yet: then the loop leaves it unanswered.
    std::optional<domain::parkrun_number> needs_number;
    /// What the rule refused without recording, while `needs_number` is set (empty: it would accept).
    std::optional<domain::problem> refused_unrecorded;
    /// The number that is reserved for it, or held by `number_taken_by`. Then every outcome is recorded.
    std::optional<domain::parkrun_number> reserved_number;
    std::optional<std::string> number_taken_by;

    void finish(domain::result<command_outcome<Noun>> outcome) {
        answer = std::move(outcome);
        if (answered) {
            // The callback may let go of the job; it is called last.
            const auto call = std::move(answered);
            call();
        }
    }
};

} // namespace organizer::store
