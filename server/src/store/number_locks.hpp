#pragma once

#include "domain/failure.hpp"
#include "domain/helper.hpp"
#include "domain/number_reservation.hpp"
#include "store/command_job.hpp"
#include "store/document_store.hpp"

#include <string>

namespace organizer::store {

class decide_loop;
class projector;

/// Keeps one helper per parkrun number and event (DESIGN, "What can never be violated"). A reservation,
/// `pid:<event>:<number>`, is a lock that carries its command until that is decided: reserve, decide on the helper
/// document, then `held` or `released`. Whoever meets a `reserved` one first finishes its command. A cut between any
/// two steps is finished by the next who comes, or by the projector.
class number_locks {
public:
    /// All outlive the object.
    number_locks(document_store& over, decide_loop& loop, projector& left_over);

    /// Decides and answers a command that the loop left unanswered because it needs a number.
    void run(const std::string& event, const std::string& helper, command_job<domain::helper>& job);

    /// Decides what a `reserved` number carries and settles it; another state is left alone.
    domain::result<void> finish(const std::string& event, domain::parkrun_number number);

    /// Releases a number that its helper carries no longer. A failure is harmless: such a number is free to whoever
    /// wants it.
    void release(const std::string& event, domain::parkrun_number number);

private:
    /// A reservation beside its document.
    struct read_lock {
        std::optional<document> stored;
        std::optional<domain::number_reservation> value;
    };
    enum class wrote { yes, lost };

    domain::result<read_lock> read(const std::string& event, domain::parkrun_number number);
    domain::result<std::optional<domain::helper>> read_helper(const std::string& event, const std::string& helper);
    domain::result<wrote> write(const std::string& event, domain::parkrun_number number, const read_lock& before,
                                const domain::number_reservation& next);
    /// The helper who holds the number, empty if it is now reserved for the command.
    domain::result<std::string> reserve(const std::string& event, domain::parkrun_number number,
                                        const std::string& helper, const domain::waiting_command& command);
    domain::result<void> finish_command(const std::string& event, domain::parkrun_number number,
                                        const domain::number_reservation& reserved);
    /// `held` or `released`, if the number is still reserved for that op, which was decided.
    domain::result<void> settle(const std::string& event, domain::parkrun_number number, const std::string& op);

    document_store& over_;
    decide_loop& loop_;
    projector& left_over_;
};

} // namespace organizer::store
