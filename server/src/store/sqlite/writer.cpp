#include "store/sqlite/writer.hpp"

#include "store/sqlite/faults.hpp"
#include "store/stored_value.hpp"

#include <algorithm>

namespace organizer::store::sqlite {

namespace {

constexpr std::string_view insert_sql =
    "INSERT INTO documents (id, event, v, rev, format, updated_at, deleted, evicted, sequence, body, decided) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (id) DO NOTHING";

constexpr std::string_view replace_sql =
    "UPDATE documents SET v = ?3, rev = ?4, format = ?5, updated_at = ?6, deleted = ?7, evicted = ?8, sequence = ?9, "
    "body = ?10, decided = ?11 WHERE id = ?1 AND event = ?2 AND v = ?3 - 1";

} // namespace

writer::writer(std::unique_ptr<connection> opened, limits bounds)
    : connection_(std::move(opened)), bounds_(bounds), insert_(*connection_, insert_sql),
      replace_(*connection_, replace_sql) {
    statement last(*connection_, "SELECT coalesce(max(sequence), 0) FROM documents");
    if (last.step()) {
        sequence_ = last.number(0);
    }
    thread_ = std::thread([this] { work(); });
}

writer::~writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    work_there_.notify_all();
    thread_.join();
}

domain::result<write_answer> writer::write(write_kind kind, row written) {
    std::vector<row> rows;
    rows.push_back(std::move(written));
    const auto answers = write_all(kind, std::move(rows));
    if (!answers) {
        return answers.error();
    }
    return answers->front();
}

domain::result<std::vector<write_answer>> writer::write_all(write_kind kind, std::vector<row> rows) {
    const auto asked = std::make_shared<job>();
    asked->kind = kind;
    asked->rows = std::move(rows);
    const auto deadline = std::chrono::steady_clock::now() + bounds_.deadline;

    std::unique_lock lock(mutex_);
    if (dead_) {
        return *dead_;
    }
    if (stopping_ || waiting_.size() >= bounds_.most_waiting) {
        return unavailable("storeUnavailable", stopping_ ? "the store stops" : "too many writes wait");
    }
    waiting_.push_back(asked);
    work_there_.notify_one();
    if (asked->answered.wait_until(lock, deadline, [&] { return asked->at == progress::done; })) {
        return std::move(*asked->answer);
    }
    if (asked->at == progress::waiting) {
        waiting_.erase(std::find(waiting_.begin(), waiting_.end(), asked));
        return unavailable("storeUnavailable", "a write waited too long and was not done");
    }
    return unavailable("storeUnavailable", "a write took too long, its outcome is unknown");
}

void writer::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        work_there_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
        jobs batch;
        if (stopping_ || dead_) {
            batch.swap(waiting_);
            lock.unlock();
            answer_all(batch, dead_ ? *dead_ : unavailable("storeUnavailable", "the store stops"));
            lock.lock();
            if (stopping_) {
                return;
            }
            continue;
        }
        while (!waiting_.empty() && batch.size() < bounds_.most_in_batch) {
            waiting_.front()->at = progress::running;
            batch.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
        }
        lock.unlock();
        commit(batch);
        lock.lock();
    }
}

void writer::commit(const jobs& batch) {
    const std::int64_t sequence_before = sequence_;
    try {
        std::vector<std::vector<write_answer>> answers;
        answers.reserve(batch.size());
        connection_->run("BEGIN IMMEDIATE");
        for (const auto& wanted : batch) {
            auto& each = answers.emplace_back();
            for (const row& written : wanted->rows) {
                each.push_back(apply(wanted->kind, written));
            }
        }
        connection_->run("COMMIT");
        const std::lock_guard lock(mutex_);
        for (std::size_t at = 0; at < batch.size(); ++at) {
            batch[at]->answer = std::move(answers[at]);
            batch[at]->at = progress::done;
            batch[at]->answered.notify_all();
        }
    } catch (const sqlite_error& error) {
        connection_->roll_back();
        sequence_ = sequence_before;
        const auto problem = problem_of(error);
        if (is_fatal(error)) {
            const std::lock_guard lock(mutex_);
            dead_ = problem;
        }
        answer_all(batch, problem);
    }
}

write_answer writer::apply(write_kind kind, const row& written) {
    if (kind == write_kind::probe) {
        return write_answer::yes;
    }
    statement& used = kind == write_kind::insert ? insert_ : replace_;
    const run_of running(used);
    used.bind(1, written.id);
    used.bind(2, written.event);
    used.bind(3, written.v);
    used.bind(4, written.rev);
    used.bind(5, written.format);
    used.bind(6, written.updated_at);
    used.bind(7, written.deleted);
    used.bind(8, written.evicted);
    used.bind(9, sequence_ + 1);
    used.bind(10, written.body);
    used.bind(11, written.decided);
    used.step();
    if (connection_->changes() == 0) {
        return write_answer::no;
    }
    ++sequence_;
    return write_answer::yes;
}

void writer::answer_all(const jobs& batch, const domain::problem& problem) {
    const std::lock_guard lock(mutex_);
    for (const auto& wanted : batch) {
        wanted->answer = problem;
        wanted->at = progress::done;
        wanted->answered.notify_all();
    }
}

} // namespace organizer::store::sqlite
