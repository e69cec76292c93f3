#include "store/projector.hpp"

#include "store/codec/decided_entry.hpp"
#include "store/decide_loop.hpp"
#include "store/document_ids.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace organizer::store {

namespace {

constexpr std::size_t thread_count = 2;
constexpr std::size_t most_tasks = 20'000;
constexpr std::chrono::seconds pause_after_trouble{1};

/// Counted down from here, so that the order of ids is from the newest to the oldest: thirteen digits last until 2286.
constexpr std::int64_t end_of_time = 9'999'999'999'999;

} // namespace

std::string log_document_id(std::string_view event, domain::instant at, std::string_view entity, std::string_view op) {
    const std::int64_t left = std::clamp<std::int64_t>(end_of_time - at.time_since_epoch().count(), 0, end_of_time);
    std::string digits = std::to_string(left);
    digits.insert(0, 13 - digits.size(), '0');
    std::string id = "log:";
    for (const std::string_view part : {event, std::string_view(digits), entity}) {
        id += part;
        id += ':';
    }
    id += op;
    return id;
}

projector::projector(document_store& over) : over_(over) {}

projector::~projector() { stop(); }

void projector::use(helpers with) { with_ = std::move(with); }

void projector::start() {
    const std::lock_guard lock(mutex_);
    started_ = true;
    look_ = true;
    for (std::size_t at = 0; at < thread_count; ++at) {
        threads_.emplace_back([this] { work(); });
    }
}

void projector::stop() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
}

void projector::add(const std::string& entity, std::vector<domain::decided_entry> entries) {
    {
        const std::lock_guard lock(mutex_);
        if (!started_ || stop_) {
            return;
        }
        if (tasks_.size() + entries.size() > most_tasks) {
            look_ = true;
            return;
        }
        for (auto& entry : entries) {
            tasks_.emplace_back(entry_task{entity, std::move(entry)});
        }
    }
    changed_.notify_all();
}

void projector::add_number(const std::string& event, domain::parkrun_number number) {
    {
        const std::lock_guard lock(mutex_);
        if (!started_ || stop_) {
            return;
        }
        if (tasks_.size() >= most_tasks) {
            look_ = true;
            return;
        }
        tasks_.emplace_back(number_task{event, number});
    }
    changed_.notify_all();
}

void projector::doubt() {
    {
        const std::lock_guard lock(mutex_);
        doubt_ = true;
    }
    changed_.notify_all();
    if (with_.forget) {
        with_.forget();
    }
}

bool projector::settle(std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, longest, [this] { return tasks_.empty() && running_ == 0 && !look_ && !doubt_; });
}

bool projector::stopping() {
    const std::lock_guard lock(mutex_);
    return stop_;
}

void projector::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stop_ || doubt_ || look_ || !tasks_.empty(); });
        if (stop_) {
            return;
        }
        const bool doubted = std::exchange(doubt_, false);
        const bool looks = !doubted && std::exchange(look_, false);
        std::optional<task> taken;
        if (!doubted && !looks) {
            taken = std::move(tasks_.front());
            tasks_.pop_front();
        }
        ++running_;
        lock.unlock();
        domain::result<void> done;
        if (doubted) {
            // The engine answers in the order of its writes: after this one, those in doubt are done or lost.
            done = over_.ping();
            if (done && with_.forget) {
                with_.forget();
            }
        } else {
            done = looks ? look_for_left_over() : run(*taken);
        }
        if (!done && with_.report) {
            with_.report("activityNotWritten", done.error().code + ": " + done.error().detail);
        }
        lock.lock();
        --running_;
        const bool again = !done && done.error().kind == domain::failure::unavailable;
        if (again && doubted) {
            doubt_ = true;
        } else if (again && looks) {
            look_ = true;
        } else if (again) {
            tasks_.push_front(std::move(*taken));
        }
        changed_.notify_all();
        if (again) {
            changed_.wait_for(lock, pause_after_trouble, [this] { return stop_; });
        }
    }
}

domain::result<void> projector::run(const task& one) {
    if (const auto* entry = std::get_if<entry_task>(&one)) {
        return log(entry->entity, entry->entry);
    }
    const auto& number = std::get<number_task>(one);
    return with_.finish_number ? with_.finish_number(number.event, number.number) : domain::result<void>();
}

domain::result<void> projector::log(const std::string& entity, const domain::decided_entry& entry) {
    const std::string event = activity_event_of(entity);
    // The line in the order of time first: an entry that stands in the log is also listed.
    if (entry.ok) {
        document line;
        line.id = log_document_id(event, entry.at, entity, entry.op);
        line.event = event;
        line.v = 1;
        line.rev = 1;
        line.updated_at = entry.at;
        line.body["actor"] = entry.actor;
        if (const auto inserted = over_.insert(line); !inserted) {
            return inserted.error();
        }
    }
    document logged;
    logged.id = activity_document_id(event, entity, entry.op);
    logged.event = event;
    logged.v = 1;
    logged.rev = 1;
    logged.updated_at = entry.at;
    logged.body = codec::encode(domain::activity_entry{event, entity, entry}, {});
    if (const auto inserted = over_.insert(logged); !inserted) {
        return inserted.error();
    }
    return {};
}

} // namespace organizer::store
