#pragma once

#include "store/document_store.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/rows.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace organizer::store::sqlite {

/// What the writer does for a caller.
enum class write_kind { insert, replace, probe };
/// What became of it: `no` is a duplicate or a lost race.
enum class write_answer { yes, no };

/// The one thread that writes. All writes that wait at a moment go into one transaction (group commit), and each caller
/// is answered after the commit has reached the medium. It alone checkpoints the log (within its commits).
class writer {
public:
    struct limits {
        std::size_t most_waiting = 4096;
        std::size_t most_in_batch = 512;
        std::chrono::milliseconds deadline{10'000};
    };

    /// Takes over a configured connection with the newest schema.
    writer(std::unique_ptr<connection> opened, limits bounds);
    /// Finishes the batch that runs; what waits is answered `storeUnavailable`.
    ~writer();
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    /// Queues one write and waits for its outcome. A problem after the deadline says in its detail whether the write
    /// was still waiting (then it was not and will not be done) or running (then its outcome is unknown).
    domain::result<write_answer> write(write_kind kind, row written);
    /// The same for several writes of one kind, done in their order and in one transaction.
    domain::result<std::vector<write_answer>> write_all(write_kind kind, std::vector<row> rows);

private:
    enum class progress { waiting, running, done };
    struct job {
        write_kind kind = write_kind::probe;
        std::vector<row> rows;
        progress at = progress::waiting;
        std::optional<domain::result<std::vector<write_answer>>> answer;
        std::condition_variable answered;
    };
    using jobs = std::deque<std::shared_ptr<job>>;

    void work();
    void commit(const jobs& batch);
    write_answer apply(write_kind kind, const row& written);
    void answer_all(const jobs& batch, const domain::problem& problem);

    std::unique_ptr<connection> connection_;
    limits bounds_;
    statement insert_;
    statement replace_;
    std::int64_t sequence_ = 0;

    std::mutex mutex_;
    std::condition_variable work_there_;
    jobs waiting_;
    bool stopping_ = false;
    std::optional<domain::problem> dead_; ///< after a fatal error: what every later write is answered
    std::thread thread_;
};

} // namespace organizer::store::sqlite
