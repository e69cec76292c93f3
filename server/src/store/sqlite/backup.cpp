#include "store/sqlite/backup.hpp"

#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"

#include <sqlite3.h>

namespace organizer::store::sqlite {

namespace {

constexpr int pages_at_once = 1000;

/// Ends a copy that was broken off; its error was reported by the step.
struct backup_finisher {
    void operator()(sqlite3_backup* running) const noexcept { sqlite3_backup_finish(running); }
};

} // namespace

void copy_database(const std::string& from, const std::string& vfs, const std::string& to,
                   const std::function<void(int)>& progress) {
    connection source(from, connection::mode::read_only, vfs);
    connection target(to, connection::mode::read_write, {});
    // The open read transaction holds the copy to one moment, however much is written meanwhile.
    source.run("BEGIN");
    source.text_of("SELECT count(*) FROM sqlite_schema");
    std::unique_ptr<sqlite3_backup, backup_finisher> running(
        sqlite3_backup_init(target.handle(), "main", source.handle(), "main"));
    if (!running) {
        target.fail(sqlite3_extended_errcode(target.handle()), "starting the copy");
    }
    int code = SQLITE_OK;
    do {
        code = sqlite3_backup_step(running.get(), pages_at_once);
        const int total = sqlite3_backup_pagecount(running.get());
        if (progress && total > 0) {
            progress(100 - 100 * sqlite3_backup_remaining(running.get()) / total);
        }
    } while (code == SQLITE_OK);
    const int finished = sqlite3_backup_finish(running.release());
    if (code != SQLITE_DONE || finished != SQLITE_OK) {
        target.fail(code != SQLITE_DONE ? code : finished, "copying to " + to);
    }
    source.run("COMMIT");
    // One file, without a log beside it.
    target.text_of("PRAGMA journal_mode = DELETE");
    if (const std::string faults = integrity_faults(target); !faults.empty()) {
        throw sqlite_error(SQLITE_CORRUPT, "the copy " + to + " is damaged: " + faults);
    }
}

} // namespace organizer::store::sqlite
