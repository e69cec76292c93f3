#include "store/projector.hpp"

#include "store/codec/decided_entry.hpp"
#include "store/decide_loop.hpp"
#include "store/document_ids.hpp"
#include "store/nouns.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace organizer::store {

namespace {

constexpr std::size_t most_tasks = 20'000;
constexpr std::size_t most_at_once = 256;
/// So long entries are gathered, unless somebody waits for them.
constexpr std::chrono::milliseconds gathering{50};
constexpr std::chrono::seconds pause_after_trouble{1};
/// The place up to which all is logged is noted after so many entries or documents, and at a stop.
constexpr std::uint64_t entries_to_a_place = 5'000;

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

namespace {

/// The documents of one entry. The line in the order of time comes first: an entry that stands in the log is also
/// listed.
void append_documents(std::vector<document>& to, const std::string& entity, const domain::decided_entry& entry) {
    const std::string event = activity_event_of(entity);
    if (entry.ok) {
        document& line = to.emplace_back();
        line.id = log_document_id(event, entry.at, entity, entry.op);
        line.event = event;
        line.v = 1;
        line.rev = 1;
        line.updated_at = entry.at;
        line.body["actor"] = entry.actor;
    }
    document& logged = to.emplace_back();
    logged.id = activity_document_id(event, entity, entry.op);
    logged.event = event;
    logged.v = 1;
    logged.rev = 1;
    logged.updated_at = entry.at;
    logged.body = codec::encode(domain::activity_entry{event, entity, entry}, {});
}

domain::result<void> insert_all(document_store& over, std::span<const document> fresh) {
    const auto inserted = over.insert_all(fresh);
    return inserted ? domain::result<void>() : domain::result<void>(inserted.error());
}

} // namespace

projector::projector(document_store& over, bool alone) : over_(over), alone_(alone) {}

projector::~projector() { stop(); }

void projector::use(helpers with) { with_ = std::move(with); }

void projector::start() {
    const std::lock_guard lock(mutex_);
    started_ = true;
    look_ = true;
    thread_ = std::thread([this] { work(); });
}

void projector::stop() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

projector::announced::announced(projector& to) : to_(to) {
    const std::lock_guard lock(to_.mutex_);
    ++to_.announced_;
}

projector::announced::~announced() {
    {
        const std::lock_guard lock(to_.mutex_);
        --to_.announced_;
    }
    to_.changed_.notify_all();
}

void projector::announced::add(const std::string& entity, std::span<kept_entry> entries) {
    const std::lock_guard lock(to_.mutex_);
    if (!to_.started_) {
        return;
    }
    if (to_.stop_ || to_.tasks_.size() + entries.size() > most_tasks) {
        to_.look_ = true;
        return;
    }
    for (auto& entry : entries) {
        entry.ticket = ++to_.last_ticket_;
        to_.tasks_.emplace_back(entry_task{entity, entry});
    }
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
    ++waiting_;
    changed_.notify_all();
    const bool idle = changed_.wait_for(lock, longest, [this] { return is_idle(); });
    --waiting_;
    return idle;
}

bool projector::is_idle() const { return tasks_.empty() && announced_ == 0 && !running_ && !look_ && !doubt_; }

bool projector::may_move_place() const { return is_idle() && !unlogged_ && !for_next_start_; }

bool projector::stopping() {
    const std::lock_guard lock(mutex_);
    return stop_;
}

void projector::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stop_ || doubt_ || look_ || !tasks_.empty(); });
        if (!doubt_ && !look_ && !stop_) {
            changed_.wait_for(lock, gathering, [this] {
                return stop_ || doubt_ || look_ || waiting_ > 0 || tasks_.size() >= most_at_once;
            });
        }
        if (stop_) {
            break;
        }
        const bool doubted = std::exchange(doubt_, false);
        const bool looks = !doubted && std::exchange(look_, false);
        auto some = doubted || looks ? std::vector<task>() : take_some();
        running_ = true;
        lock.unlock();
        const auto done = doubted ? settle_doubt() : looks ? look_for_left_over() : run(some);
        if (!done && with_.report) {
            with_.report("activityNotWritten", done.error().code + ": " + done.error().detail);
        }
        lock.lock();
        running_ = false;
        look_ = look_ || (looks && stop_); // it may have ended early: then not everything is logged
        const bool again = !done && worth_trying_again(done.error());
        for_next_start_ = for_next_start_ || (!done && !again);
        if (again) {
            doubt_ = doubt_ || doubted;
            look_ = look_ || looks;
            tasks_.insert(tasks_.begin(), std::move_iterator(some.begin()), std::move_iterator(some.end()));
        }
        changed_.notify_all();
        if (again) {
            changed_.wait_for(lock, pause_after_trouble, [this] { return stop_; });
        } else if (may_move_place() && logged_through_ + looked_at_ >= noted_through_ + entries_to_a_place) {
            lock.unlock();
            static_cast<void>(note_place()); // noted another time
            lock.lock();
        }
    }
    const bool moves = may_move_place() && logged_through_ > noted_through_;
    lock.unlock();
    if (moves) {
        static_cast<void>(note_place()); // then the next start looks at more
    }
}

/// The first tasks: entries as long as they come, or one number.
std::vector<projector::task> projector::take_some() {
    std::vector<task> some;
    while (!tasks_.empty() && some.size() < most_at_once) {
        const bool is_entry = std::holds_alternative<entry_task>(tasks_.front());
        if (!is_entry && !some.empty()) {
            break;
        }
        some.push_back(std::move(tasks_.front()));
        tasks_.pop_front();
        if (!is_entry) {
            break;
        }
    }
    return some;
}

domain::result<void> projector::run(const std::vector<task>& some) {
    if (some.empty()) {
        return {};
    }
    if (const auto* number = std::get_if<number_task>(&some.front())) {
        return with_.finish_number ? with_.finish_number(number->event, number->number) : domain::result<void>();
    }
    std::vector<document> fresh;
    fresh.reserve(2 * some.size());
    for (const auto& each : some) {
        const auto& entry = std::get<entry_task>(each);
        append_documents(fresh, entry.entity, *entry.entry.value);
    }
    auto done = insert_all(over_, fresh);
    if (!done && !worth_trying_again(done.error())) {
        done = log_each(some);
    }
    if (done && !unlogged_) {
        logged_through_ = std::get<entry_task>(some.back()).entry.ticket;
    }
    return done;
}

/// One of them cannot be logged: the others are, until a stop.
domain::result<void> projector::log_each(const std::vector<task>& some) {
    domain::result<void> fault;
    for (const auto& each : some) {
        if (stopping()) {
            unlogged_ = true;
            break;
        }
        const auto& entry = std::get<entry_task>(each);
        auto done = log(entry.entity, std::span(&entry.entry, 1));
        if (!done && worth_trying_again(done.error())) {
            return done;
        }
        if (!done) {
            fault = done;
            unlogged_ = true;
        }
    }
    return fault;
}

domain::result<void> projector::settle_doubt() {
    // The engine answers in the order of its writes: after this one, those in doubt are done or lost.
    auto done = over_.ping();
    if (done) {
        if (with_.forget) {
            with_.forget();
        }
        const std::lock_guard lock(mutex_);
        look_ = true;
    }
    return done;
}

domain::result<void> projector::log(const std::string& entity, std::span<const kept_entry> entries) {
    std::vector<document> fresh;
    fresh.reserve(2 * entries.size());
    for (const auto& each : entries) {
        append_documents(fresh, entity, *each.value);
    }
    return insert_all(over_, fresh);
}

} // namespace organizer::store
