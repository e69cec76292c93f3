#include "store/sqlite/sqlite_store.hpp"

#include "store/sqlite/backup.hpp"
#include "store/sqlite/data_lock.hpp"
#include "store/sqlite/faults.hpp"
#include "store/sqlite/readers.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/writer.hpp"
#include "store/stored_value.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>

namespace organizer::store {

namespace {

using namespace sqlite;

class embedded_store final : public sqlite_store {
public:
    embedded_store(const sqlite_options& options, data_lock lock, std::unique_ptr<connection> opened)
        : path_(options.directory + "/organizer.db"), vfs_(options.vfs), lock_(std::move(lock)),
          writer_(
              std::make_unique<writer>(std::move(opened), writer::limits{.most_waiting = options.most_waiting_writes,
                                                                         .deadline = options.deadline})),
          readers_(std::make_unique<reader_pool>(path_, vfs_, options.readers, options.deadline)) {}

    ~embedded_store() override {
        // The writer's connection is the last one, so that it alone checkpoints.
        readers_.reset();
        writer_.reset();
        lock_.mark_stopped();
    }
    embedded_store(const embedded_store&) = delete;
    embedded_store& operator=(const embedded_store&) = delete;

    domain::result<std::optional<document>> find(std::string_view id) override {
        return readers_->with([&](reader& free) { return free.find(id); });
    }

    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit) override {
        return readers_->with([&](reader& free) { return free.list(event, kind, after, limit); });
    }

    domain::result<insert_outcome> insert(const document& fresh) override {
        auto wrote = write(write_kind::insert, fresh);
        if (!wrote) {
            return wrote.error();
        }
        return *wrote == write_answer::yes ? insert_outcome::inserted : insert_outcome::duplicate;
    }

    domain::result<std::vector<insert_outcome>> insert_all(std::span<const document> fresh) override {
        std::vector<row> rows;
        rows.reserve(fresh.size());
        for (const auto& each : fresh) {
            if (auto storable = check_storable(each); !storable) {
                return storable.error();
            }
            rows.push_back(row_of(each));
        }
        if (rows.empty()) {
            return std::vector<insert_outcome>();
        }
        const auto wrote = writer_->write_all(write_kind::insert, std::move(rows));
        if (!wrote) {
            return wrote.error();
        }
        std::vector<insert_outcome> outcomes;
        outcomes.reserve(wrote->size());
        for (const auto answer : *wrote) {
            outcomes.push_back(answer == write_answer::yes ? insert_outcome::inserted : insert_outcome::duplicate);
        }
        return outcomes;
    }

    domain::result<replace_outcome> replace(const document& next) override {
        auto wrote = write(write_kind::replace, next);
        if (!wrote) {
            return wrote.error();
        }
        return *wrote == write_answer::yes ? replace_outcome::replaced : replace_outcome::lost;
    }

    domain::result<change_page> changed_since(std::string_view since, std::size_t limit) override {
        std::int64_t from = 0;
        std::from_chars(since.data(), since.data() + since.size(), from);
        return readers_->with([&](reader& free) { return free.changed_since(from, limit); });
    }

    domain::result<std::string> newest_change() override {
        return readers_->with([](reader& free) { return free.newest_change(); });
    }

    domain::result<void> ping() override {
        auto read = find("ping:-:ping");
        if (!read) {
            return read.error();
        }
        auto wrote = writer_->write(write_kind::probe, {});
        if (!wrote) {
            return wrote.error();
        }
        return {};
    }

    domain::result<void> back_up(const std::string& path, const std::function<void(int)>& progress) override {
        return back_up_file(path_, path, progress, vfs_);
    }

    bool stopped_uncleanly() const noexcept override { return lock_.stopped_uncleanly(); }

private:
    domain::result<write_answer> write(write_kind kind, const document& written) {
        if (auto storable = check_storable(written); !storable) {
            return storable.error();
        }
        return writer_->write(kind, row_of(written));
    }

    std::string path_;
    std::string vfs_;
    data_lock lock_;
    std::unique_ptr<writer> writer_;
    std::unique_ptr<reader_pool> readers_;
};

/// Makes the database's file before SQLite does, so that it and what lies beside it are for this user alone.
void make_private_file(const std::string& path) {
    const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made < 0) {
        throw sqlite_error(SQLITE_CANTOPEN, "making " + path + " failed");
    }
    ::close(made);
}

} // namespace

domain::result<void> back_up_file(const std::string& from, const std::string& to,
                                  const std::function<void(int)>& progress, const std::string& vfs) {
    const std::string unfinished = to + ".part";
    std::error_code ignored;
    try {
        if (std::filesystem::exists(to)) {
            return unavailable("backupFailed", to + " exists already");
        }
        std::filesystem::remove(unfinished);
        make_private_file(unfinished);
        copy_database(from, vfs, unfinished, progress);
        std::filesystem::rename(unfinished, to);
        return {};
    } catch (const sqlite_error& error) {
        std::filesystem::remove(unfinished, ignored);
        return unavailable("backupFailed", error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        std::filesystem::remove(unfinished, ignored);
        return unavailable("backupFailed", error.what());
    }
}

domain::result<std::unique_ptr<sqlite_store>> open_sqlite(const sqlite_options& options) {
    auto lock = data_lock::take(options.directory);
    if (!lock) {
        return lock.error();
    }
    const std::string path = options.directory + "/organizer.db";
    try {
        make_private_file(path);
        auto opened = std::make_unique<connection>(path, connection::mode::read_write, options.vfs);
        configure_writer(*opened);
        if (lock->stopped_uncleanly()) {
            if (const std::string faults = integrity_faults(*opened); !faults.empty()) {
                return damaged("the database " + path + " is damaged; restore a backup (" + faults + ")");
            }
        }
        if (auto marked = lock->mark_running(); !marked) {
            return marked.error();
        }
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        migrate(*opened, domain::to_text(now));
        return std::make_unique<embedded_store>(options, std::move(*lock), std::move(opened));
    } catch (const sqlite_error& error) {
        auto problem = problem_of(error);
        problem.detail = problem.code == "storedDamaged"
                             ? "the database " + path + " is damaged; restore a backup (" + problem.detail + ")"
                             : "the database " + path + " cannot be opened: " + problem.detail;
        return problem;
    }
}

} // namespace organizer::store
