#include "store/commands.hpp"

#include "store/document_ids.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>

namespace organizer::store {

commands::commands(document_store& over, const ops::clock& time, const entities_options& options)
    : over_(over), deadline_(options.deadline), views_(over, time, options.most_view_bytes, options.deadline),
      projector_(over, options.alone), loop_(over, time, views_, projector_, options.alone),
      numbers_(over, loop_, projector_), event_queues_(options.most_waiting_commands),
      helper_queues_(options.most_waiting_commands), schedule_queues_(options.most_waiting_commands),
      account_queues_(options.most_waiting_commands) {
    loop_.number_freed = [this](const std::string& event, domain::parkrun_number number) {
        numbers_.release(event, number);
    };
    projector::helpers with;
    with.finish_number = [this](const std::string& event, domain::parkrun_number number) {
        return numbers_.finish(event, number);
    };
    with.forget = [this] {
        loop_.forget();
        views_.forget();
    };
    with.report = options.report;
    projector_.use(std::move(with));
    if (options.project) {
        projector_.start();
    }
}

commands::~commands() {
    projector_.stop();
    const auto answer_all = [](auto& queues) {
        for (const auto& job : queues.take_all()) {
            job->finish(store_busy("the store stops"));
        }
    };
    answer_all(event_queues_);
    answer_all(helper_queues_);
    answer_all(schedule_queues_);
    answer_all(account_queues_);
}

template <>
command_queues<domain::event>& commands::queues() {
    return event_queues_;
}
template <>
command_queues<domain::helper>& commands::queues() {
    return helper_queues_;
}
template <>
command_queues<domain::schedule>& commands::queues() {
    return schedule_queues_;
}
template <>
command_queues<domain::account>& commands::queues() {
    return account_queues_;
}

template <class Noun>
bool commands::submit(const std::string& id, std::shared_ptr<command_job<Noun>> job) {
    const auto kept = job;
    switch (queues<Noun>().push(id, std::move(job))) {
    case command_queues<Noun>::pushed::first:
        return true;
    case command_queues<Noun>::pushed::behind:
        return false;
    case command_queues<Noun>::pushed::full:
        break;
    }
    kept->finish(store_busy("too many commands wait for " + id));
    return false;
}

template <class Noun>
void commands::work(const std::string& id) {
    while (true) {
        const auto taken = queues<Noun>().take(id, decide_loop::most_in_batch);
        if (taken.empty()) {
            return;
        }
        std::vector<command_job<Noun>*> batch;
        const auto now = std::chrono::steady_clock::now();
        for (const auto& job : taken) {
            if (job->deadline <= now) {
                job->finish(store_busy("a command waited too long"));
            } else {
                batch.push_back(job.get());
            }
        }
        try {
            decide<Noun>(id, batch);
        } catch (const std::exception& thrown) {
            // A fault of the program, or no memory: nobody waits for ever because of it.
            domain::problem fault;
            fault.code = "unexpected";
            fault.detail = thrown.what();
            for (auto* job : batch) {
                if (!job->answer) {
                    job->finish(fault);
                }
            }
        }
    }
}

template <class Noun>
void commands::decide(const std::string& id, std::span<command_job<Noun>* const> batch) {
    if (batch.empty()) {
        return;
    }
    loop_.decide<Noun>(id, batch);
    if constexpr (std::is_same_v<Noun, domain::helper>) {
        const auto name = parts_of(id);
        for (auto* job : batch) {
            if (!job->answer) {
                numbers_.run(std::string(name.event), std::string(name.key), *job);
            }
        }
    }
}

template <class Noun>
void commands::refuse(const std::string& id) {
    while (true) {
        const auto taken = queues<Noun>().take(id, decide_loop::most_in_batch);
        if (taken.empty()) {
            return;
        }
        for (const auto& job : taken) {
            job->finish(store_busy("too much blocking work waits"));
        }
    }
}

template <class Noun>
domain::result<command_outcome<Noun>> commands::execute(domain::command_header header, const std::string& id,
                                                        typename noun<Noun>::command command) {
    struct waiting {
        std::mutex mutex;
        std::condition_variable changed;
        bool done = false;
    };
    const auto wait = std::make_shared<waiting>();
    auto job = std::make_shared<command_job<Noun>>();
    job->header = domain::command_header(std::move(header));
    job->command = std::move(command);
    job->deadline = std::chrono::steady_clock::now() + deadline_;
    job->answered = [wait] {
        const std::lock_guard lock(wait->mutex);
        wait->done = true;
        wait->changed.notify_all();
    };
    if (submit<Noun>(id, job)) {
        work<Noun>(id);
    }
    std::unique_lock lock(wait->mutex);
    // Whoever works answers every command within the deadlines of the store.
    wait->changed.wait(lock, [&] { return wait->done; });
    return std::move(*job->answer);
}

template <class Noun>
using shared_job = std::shared_ptr<command_job<Noun>>;
template <class Noun>
using outcome = domain::result<command_outcome<Noun>>;

#define ORGANIZER_INSTANTIATE(Noun)                                                                                    \
    template bool commands::submit(const std::string&, shared_job<Noun>);                                              \
    template void commands::work<Noun>(const std::string&);                                                            \
    template void commands::refuse<Noun>(const std::string&);                                                          \
    template outcome<Noun> commands::execute<Noun>(domain::command_header, const std::string&,                         \
                                                   typename noun<Noun>::command);
ORGANIZER_INSTANTIATE(domain::event)
ORGANIZER_INSTANTIATE(domain::helper)
ORGANIZER_INSTANTIATE(domain::schedule)
ORGANIZER_INSTANTIATE(domain::account)
#undef ORGANIZER_INSTANTIATE

} // namespace organizer::store
