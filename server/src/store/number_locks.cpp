#include "store/number_locks.hpp"

#include "store/codec/number_reservation.hpp"
#include "store/decide_loop.hpp"
#include "store/document_ids.hpp"
#include "store/projector.hpp"

#include <array>

namespace organizer::store {

namespace {

constexpr int most_attempts = 200;

} // namespace

number_locks::number_locks(document_store& over, decide_loop& loop, projector& left_over)
    : over_(over), loop_(loop), left_over_(left_over) {}

domain::result<number_locks::read_lock> number_locks::read(const std::string& event, domain::parkrun_number number) {
    auto found = over_.find(number_document_id(event, number));
    if (!found) {
        return found.error();
    }
    read_lock lock;
    if (*found) {
        auto value = codec::decode_number_reservation((**found).body);
        if (!value) {
            return value.error();
        }
        lock.value = std::move(*value);
    }
    lock.stored = std::move(*found);
    return lock;
}

domain::result<std::optional<domain::helper>> number_locks::read_helper(const std::string& event,
                                                                        const std::string& helper) {
    const auto found = over_.find(helper_document_id(event, helper));
    if (!found) {
        return found.error();
    }
    return state_of<domain::helper>(*found);
}

domain::result<number_locks::wrote> number_locks::write(const std::string& event, domain::parkrun_number number,
                                                        const read_lock& before,
                                                        const domain::number_reservation& next) {
    document changed;
    if (before.stored) {
        changed = *before.stored;
    } else {
        changed.id = number_document_id(event, number);
        changed.event = event;
    }
    changed.body = codec::encode(next, std::move(changed.body));
    ++changed.v;
    ++changed.rev;
    if (!before.stored) {
        const auto inserted = over_.insert(changed);
        if (!inserted) {
            return inserted.error();
        }
        return *inserted == insert_outcome::inserted ? wrote::yes : wrote::lost;
    }
    const auto replaced = over_.replace(changed);
    if (!replaced) {
        return replaced.error();
    }
    return *replaced == replace_outcome::replaced ? wrote::yes : wrote::lost;
}

domain::result<std::string> number_locks::reserve(const std::string& event, domain::parkrun_number number,
                                                  const std::string& helper, const domain::waiting_command& command) {
    for (int tries = 0; tries < most_attempts; ++tries) {
        // The reservation first and its helper second: a number that is free by then cannot be taken again unseen.
        const auto before = read(event, number);
        if (!before) {
            return before.error();
        }
        std::optional<domain::helper> holder;
        if (before->value) {
            auto now = read_helper(event, before->value->helper);
            if (!now) {
                return now.error();
            }
            holder = std::move(*now);
        }
        const auto step = domain::reserve(before->value, holder, helper, number, command);
        switch (step.todo) {
        case domain::reservation_step::what::decide:
            return std::string();
        case domain::reservation_step::what::taken:
            return step.holder;
        case domain::reservation_step::what::finish: {
            const auto finished = finish_command(event, number, *before->value);
            if (!finished) {
                return finished.error();
            }
            break;
        }
        case domain::reservation_step::what::write: {
            const auto written = write(event, number, *before, step.next);
            if (!written) {
                return written.error();
            }
            if (*written == wrote::yes) {
                return std::string();
            }
            break;
        }
        }
    }
    return store_busy("the parkrun number is fought over");
}

void number_locks::run(const std::string& event, const std::string& helper, command_job<domain::helper>& job) {
    const auto number = *job.needs_number;
    if (job.refused_unrecorded) {
        // Only if an earlier try of the same command already reserved the number must the refusal be recorded:
        // otherwise somebody who finishes that try later could carry out what was refused here.
        const auto before = read(event, number);
        if (!before) {
            job.finish(before.error());
            return;
        }
        const bool reserved_by_it = before->value && before->value->command &&
                                    before->value->command->header.op == job.header.op &&
                                    before->value->helper == helper;
        if (!reserved_by_it) {
            job.finish(*job.refused_unrecorded);
            return;
        }
    }
    // Until the number is settled or handed to the projector, so that no start takes it for settled.
    const projector::announced unfinished(left_over_);
    auto holder = reserve(event, number, helper, {job.header, job.command});
    if (!holder) {
        // The outcome of the last write may be unknown, so the number may be reserved.
        left_over_.add_number(event, number);
        job.finish(holder.error());
        return;
    }
    job.reserved_number = number;
    if (!holder->empty()) {
        job.number_taken_by = *holder;
    }
    // Settled before it is answered, so that whoever was answered finds the number as it stays.
    auto answered = std::exchange(job.answered, nullptr);
    const std::array<command_job<domain::helper>*, 1> alone = {&job};
    loop_.decide<domain::helper>(helper_document_id(event, helper), alone);
    if (holder->empty()) {
        const bool decided = job.answer && *job.answer;
        if (!decided || !settle(event, number, job.header.op)) {
            left_over_.add_number(event, number);
        }
    }
    if (answered) {
        answered();
    }
}

domain::result<void> number_locks::finish(const std::string& event, domain::parkrun_number number) {
    const auto before = read(event, number);
    if (!before) {
        return before.error();
    }
    if (!before->value || before->value->state != domain::reservation_state::reserved) {
        return {};
    }
    return finish_command(event, number, *before->value);
}

domain::result<void> number_locks::finish_command(const std::string& event, domain::parkrun_number number,
                                                  const domain::number_reservation& reserved) {
    if (!reserved.command) {
        return domain::problem{.kind = domain::failure::unexpected,
                               .code = "storedDamaged",
                               .faults = {},
                               .facts = {},
                               .detail = "a reserved parkrun number carries no command"};
    }
    command_job<domain::helper> job;
    job.header = reserved.command->header;
    job.command = reserved.command->command;
    job.deadline = std::chrono::steady_clock::time_point::max();
    job.reserved_number = number;
    const std::array<command_job<domain::helper>*, 1> alone = {&job};
    loop_.decide<domain::helper>(helper_document_id(event, reserved.helper), alone);
    if (!job.answer) {
        return store_busy("a reserved parkrun number's command was not decided");
    }
    if (!*job.answer && job.answer->error().kind != domain::failure::other_command) {
        return job.answer->error();
    }
    return settle(event, number, job.header.op);
}

domain::result<void> number_locks::settle(const std::string& event, domain::parkrun_number number,
                                          const std::string& op) {
    for (int tries = 0; tries < most_attempts; ++tries) {
        const auto before = read(event, number);
        if (!before) {
            return before.error();
        }
        if (!before->value || !before->value->command || before->value->command->header.op != op) {
            return {}; // somebody else settled it
        }
        const auto now = read_helper(event, before->value->helper);
        if (!now) {
            return now.error();
        }
        const auto written = write(event, number, *before, domain::settle(*before->value, *now, number));
        if (!written) {
            return written.error();
        }
        if (*written == wrote::yes) {
            return {};
        }
    }
    return store_busy("the parkrun number is fought over");
}

void number_locks::release(const std::string& event, domain::parkrun_number number) {
    const auto before = read(event, number);
    if (!before || !before->value) {
        return;
    }
    const auto now = read_helper(event, before->value->helper);
    if (!now) {
        return;
    }
    if (const auto next = domain::release(*before->value, *now, number)) {
        // A lost race or a failure leaves it to whoever wants the number.
        static_cast<void>(write(event, number, *before, *next));
    }
}

} // namespace organizer::store
