// What the embedded engine promises beyond the port: durability, one process for each directory, faults of the disk,
// damaged files.

#include "store/sqlite/sqlite_store.hpp"
#include "store_faulty_vfs.hpp"
#include "store_fixture.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <mutex>

namespace organizer::store::testing {
namespace {

class store_sqlite : public ::testing::Test {
protected:
    temporary_directory directory_;
    std::string data_ = directory_.path() + "/data";
    std::string file_ = data_ + "/organizer.db";

    std::unique_ptr<sqlite_store> open(const std::string& vfs = "") {
        sqlite_options options;
        options.directory = data_;
        options.vfs = vfs;
        auto opened = open_sqlite(options);
        EXPECT_TRUE(good(opened));
        return opened ? std::move(*opened) : nullptr;
    }
    domain::problem refused() {
        sqlite_options options;
        options.directory = data_;
        const auto opened = open_sqlite(options);
        EXPECT_FALSE(opened);
        return opened ? domain::problem() : opened.error();
    }
    /// Runs SQL on the file behind the store's back.
    void tamper(const std::string& sql) {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(file_.c_str(), &raw), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(raw);
        sqlite3_close(raw);
    }
    static std::string id(int at) { return "helper:monrepos:h" + std::to_string(at); }
};

TEST_F(store_sqlite, one_process_holds_a_directory) {
    const auto first = open();
    const auto problem = refused();
    EXPECT_EQ(problem.code, "dataDirectoryInUse");
    EXPECT_NE(problem.detail.find(data_), std::string::npos);
    EXPECT_EQ(problem.detail.find('\n'), std::string::npos) << "one clear line";
}

TEST_F(store_sqlite, a_directory_that_cannot_be_used_is_one_clear_line) {
    std::ofstream(data_) << "a file";
    const auto problem = refused();
    EXPECT_EQ(problem.code, "dataDirectoryUnusable");
    EXPECT_NE(problem.detail.find(data_), std::string::npos);
}

TEST_F(store_sqlite, the_data_are_for_their_user_alone) {
    const auto store = open();
    ASSERT_TRUE(good(store->insert(fresh_document(id(1)))));
    struct stat found {};
    for (const std::string& path : {data_, file_, file_ + "-wal", data_ + "/lock"}) {
        ASSERT_EQ(::stat(path.c_str(), &found), 0) << path;
        EXPECT_EQ(found.st_mode & 077U, 0U) << path;
    }
}

TEST_F(store_sqlite, an_unclean_stop_is_seen_and_the_file_is_checked) {
    open();
    EXPECT_FALSE(open()->stopped_uncleanly());
    std::ofstream(data_ + "/running").flush();
    EXPECT_TRUE(open()->stopped_uncleanly());
    EXPECT_FALSE(open()->stopped_uncleanly()) << "a clean stop takes the mark away";
}

TEST_F(store_sqlite, a_damaged_file_is_refused_after_an_unclean_stop) {
    {
        const auto store = open();
        for (int at = 0; at < 200; ++at) {
            ASSERT_TRUE(good(store->insert(fresh_document(id(at), std::string(300, 'x')))));
        }
    }
    {
        // A page in the middle is overwritten.
        std::fstream raw(file_, std::ios::in | std::ios::out | std::ios::binary);
        raw.seekp(4096L * 6);
        raw << std::string(4096, '\x7f');
    }
    std::ofstream(data_ + "/running").flush();
    const auto problem = refused();
    EXPECT_EQ(problem.code, "storedDamaged");
    EXPECT_NE(problem.detail.find("restore a backup"), std::string::npos);
}

TEST_F(store_sqlite, a_file_that_is_no_database_is_refused) {
    open();
    std::ofstream(file_, std::ios::trunc) << std::string(8192, 'x');
    EXPECT_EQ(refused().code, "storedDamaged");
}

TEST_F(store_sqlite, a_newer_schema_is_refused) {
    open();
    tamper("INSERT INTO migrations VALUES (1000, 'later')");
    const auto problem = refused();
    EXPECT_EQ(problem.code, "storeUnavailable");
    EXPECT_NE(problem.detail.find("newer version"), std::string::npos);
}

TEST_F(store_sqlite, hostile_rows_are_an_error_and_leave_the_others_readable) {
    {
        const auto store = open();
        for (int at = 0; at < 8; ++at) {
            ASSERT_TRUE(good(store->insert(fresh_document(id(at)))));
        }
    }
    tamper("UPDATE documents SET body = 'no json' WHERE id = 'helper:monrepos:h0';"
           "UPDATE documents SET body = '[]' WHERE id = 'helper:monrepos:h1';"
           "UPDATE documents SET body = '{\"a\":1,\"a\":2}' WHERE id = 'helper:monrepos:h2';"
           "UPDATE documents SET body = '{\"a\":1e400}' WHERE id = 'helper:monrepos:h3';"
           "UPDATE documents SET body = CAST(x'7b2261223a22ff227d' AS TEXT) WHERE id = 'helper:monrepos:h4';"
           "UPDATE documents SET decided = '{}' WHERE id = 'helper:monrepos:h5';"
           "UPDATE documents SET body = '' WHERE id = 'helper:monrepos:h6';");
    const auto store = open();
    for (int at = 0; at < 7; ++at) {
        const auto found = store->find(id(at));
        ASSERT_FALSE(found) << at;
        EXPECT_EQ(found.error().kind, domain::failure::unexpected);
        EXPECT_EQ(found.error().code, "storedDamaged");
        EXPECT_NE(found.error().detail.find(id(at)), std::string::npos) << "the log names the document";
    }
    EXPECT_TRUE(good(store->find(id(7))));
    EXPECT_FALSE(store->list("monrepos", "helper", "", 10));
    const auto changes = store->changed_since("", 7);
    ASSERT_TRUE(good(changes));
    ASSERT_EQ(changes->documents.size(), 1U) << "`decided` is not read";
    EXPECT_EQ(changes->documents.front().id, id(5));
    ASSERT_TRUE(changes->damaged);
    EXPECT_EQ(changes->damaged->code, "storedDamaged");
    EXPECT_FALSE(changes->complete);
    const auto rest = store->changed_since(changes->next, 7);
    ASSERT_TRUE(good(rest));
    ASSERT_EQ(rest->documents.size(), 1U);
    EXPECT_EQ(rest->documents.front().id, id(7));
    EXPECT_FALSE(rest->damaged);
    EXPECT_TRUE(rest->complete);
}

TEST_F(store_sqlite, a_row_that_is_no_document_hides_nothing_that_changed_after_it) {
    const manual_clock clock;
    entities_options alone = without_projector();
    alone.alone = true;
    domain::assign wish;
    wish.slot = "marshal-1";
    wish.helper = "h0";
    {
        const auto store = open();
        ASSERT_TRUE(good(store->insert(fresh_document(helper_document_id("elsewhere", "broken")))));
        ASSERT_TRUE(good(store->insert(event_document({}, {{"marshal", 1, 0}}))));
        ASSERT_TRUE(good(store->insert(helper_document("h0", named("Helper")))));
        commands unlogged(*store, clock, alone);
        ASSERT_TRUE(good(give(unlogged, header("op-1", "assign"), saturday, wish)));
    }
    tamper("UPDATE documents SET body = '{' WHERE id = 'helper:elsewhere:broken'");
    const auto store = open();
    alone.project = true;
    {
        commands next(*store, clock, alone);
        ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
        ASSERT_TRUE(good(give(next, header("op-2", "unassign"), saturday, domain::unassign{"marshal-1", "h0"})));
        ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
    }
    const auto logged = activity_document_id(slug, schedule_document_id(slug, saturday), "op-1");
    EXPECT_TRUE(stored_document(*store, logged));
    EXPECT_FALSE(stored_document(*store, "projector:-:place")) << "the broken row is met again at the next start";
}

TEST_F(store_sqlite, a_full_disk_is_said_and_writing_goes_on_when_there_is_space) {
    faulty_vfs disk;
    auto store = open(disk.name());
    ASSERT_TRUE(good(store->insert(fresh_document(id(0)))));
    disk.fill_disk(true);
    int written = 1;
    domain::problem full;
    for (; written < 1000; ++written) {
        const auto outcome = store->insert(fresh_document(id(written), std::string(5000, 'x')));
        if (!outcome) {
            full = outcome.error();
            break;
        }
    }
    EXPECT_EQ(full.kind, domain::failure::unavailable);
    EXPECT_EQ(full.code, "storeFull");
    EXPECT_FALSE(store->insert(fresh_document("helper:monrepos:more", std::string(5000, 'x'))));
    EXPECT_TRUE(store->find(id(0))->has_value()) << "reading goes on";
    disk.fill_disk(false);
    EXPECT_TRUE(good(store->insert(fresh_document("helper:monrepos:after"))));
    EXPECT_FALSE(store->find("helper:monrepos:more")->has_value()) << "what failed was not written";
    EXPECT_TRUE(good(store->ping()));
    store.reset();
    store = open();
    for (int at = 0; at < written; ++at) {
        EXPECT_TRUE(store->find(id(at))->has_value()) << at;
    }
    EXPECT_TRUE(store->find("helper:monrepos:after")->has_value());
}

TEST_F(store_sqlite, after_a_failed_sync_nothing_more_is_written) {
    faulty_vfs disk;
    const auto store = open(disk.name());
    ASSERT_TRUE(good(store->insert(fresh_document(id(0)))));
    disk.fail_syncs(true);
    EXPECT_EQ(store->insert(fresh_document(id(1))).error().code, "storeUnavailable");
    disk.fail_syncs(false);
    // What the system still holds in memory cannot be trusted; only a restart reads what is on the medium.
    EXPECT_EQ(store->insert(fresh_document(id(2))).error().code, "storeUnavailable");
    EXPECT_FALSE(store->ping()) << "not ready any more";
    EXPECT_TRUE(store->find(id(0))->has_value());
}

TEST_F(store_sqlite, writes_that_wait_together_share_one_sync) {
    faulty_vfs disk;
    const auto store = open(disk.name());
    const auto before = disk.syncs();
    constexpr std::size_t writers = 32;
    constexpr std::size_t each_writes = 8;
    in_parallel(writers, [&](std::size_t at) {
        for (std::size_t round = 0; round < each_writes; ++round) {
            ASSERT_TRUE(good(store->insert(fresh_document(id(static_cast<int>(at * each_writes + round))))));
        }
    });
    EXPECT_LT(disk.syncs() - before, writers * each_writes) << "fewer syncs than writes";
    EXPECT_GE(disk.syncs() - before, each_writes) << "and never an answer without a sync";
}

/// Writes from several threads until the power goes; what was answered.
struct acknowledged {
    std::mutex mutex;
    std::map<std::string, std::int64_t> versions;
};

void write_until_the_power_goes(document_store& store, faulty_vfs& disk, int round, int writes, acknowledged& done) {
    std::atomic<int> left{writes};
    in_parallel(6, [&](std::size_t at) {
        for (int turn = 0;; ++turn) {
            document next = fresh_document("helper:monrepos:r" + std::to_string(round) + "-" + std::to_string(at) +
                                               "-" + std::to_string(turn / 3),
                                           std::string(200, 'x'));
            next.v = turn % 3 + 1;
            next.body["v"] = next.v;
            const bool stored =
                next.v == 1 ? static_cast<bool>(store.insert(next)) : static_cast<bool>(store.replace(next));
            if (!stored) {
                return;
            }
            {
                const std::lock_guard lock(done.mutex);
                done.versions[next.id] = next.v;
            }
            if (--left == 0) {
                disk.cut_power();
            }
        }
    });
}

TEST_F(store_sqlite, a_power_cut_loses_nothing_that_was_answered) {
    acknowledged done;
    for (int round = 0; round < 8; ++round) {
        faulty_vfs disk;
        auto store = open(disk.name());
        ASSERT_TRUE(store);
        EXPECT_EQ(store->stopped_uncleanly(), round > 0);
        for (const auto& [id, v] : done.versions) {
            const auto found = store->find(id);
            ASSERT_TRUE(good(found));
            ASSERT_TRUE(found->has_value()) << id << " was answered and is lost, round " << round;
            EXPECT_GE((*found)->v, v) << id;
            EXPECT_EQ((*found)->body.at("v").as_int64(), (*found)->v);
        }
        write_until_the_power_goes(*store, disk, round, 40 + 17 * round, done);
        store.reset();
        disk.come_back(static_cast<std::uint32_t>(round));
        std::filesystem::remove(file_ + "-shm");   // lay in memory
        std::ofstream(data_ + "/running").flush(); // a machine without power takes no mark away
    }
    EXPECT_GT(done.versions.size(), 100U);
}

TEST_F(store_sqlite, the_power_cut_would_show_a_sync_that_is_left_out) {
    faulty_vfs disk;
    auto store = open(disk.name());
    ASSERT_TRUE(good(store->insert(fresh_document(id(0)))));
    disk.lie_about_syncs(true);
    acknowledged done;
    write_until_the_power_goes(*store, disk, 0, 50, done);
    store.reset();
    disk.come_back(0);
    std::filesystem::remove(file_ + "-shm");
    store = open();
    std::size_t lost = 0;
    for (const auto& [id, v] : done.versions) {
        lost += store->find(id)->has_value() ? 0U : 1U;
    }
    EXPECT_GT(lost, 0U) << "the test before this one could not fail";
    EXPECT_TRUE(store->find(id(0))->has_value());
}

TEST_F(store_sqlite, a_backup_is_of_one_moment_while_writing_goes_on) {
    const auto store = open();
    for (int at = 0; at < 300; ++at) {
        ASSERT_TRUE(good(store->insert(fresh_document(id(at), std::string(2000, 'x')))));
    }
    const std::string copy = directory_.path() + "/copy/organizer.db";
    std::filesystem::create_directory(directory_.path() + "/copy");
    int last_progress = 0;
    in_parallel(2, [&](std::size_t at) {
        if (at == 0) {
            ASSERT_TRUE(good(store->back_up(copy, [&](int progress) { last_progress = progress; })));
            return;
        }
        for (int more = 300; more < 400; ++more) {
            ASSERT_TRUE(good(store->insert(fresh_document(id(more)))));
        }
    });
    EXPECT_EQ(last_progress, 100);
    EXPECT_FALSE(std::filesystem::exists(copy + "-wal")) << "one file";
    EXPECT_FALSE(std::filesystem::exists(copy + ".part"));
    EXPECT_EQ(store->back_up(copy, {}).error().code, "backupFailed") << "never over another";
    sqlite_options options;
    options.directory = directory_.path() + "/copy";
    const auto restored = open_sqlite(options);
    ASSERT_TRUE(good(restored));
    std::size_t count = 0;
    std::string after;
    while (true) {
        const auto page = (*restored)->list("monrepos", "helper", after, 1000);
        ASSERT_TRUE(good(page));
        count += page->size();
        if (page->size() < 1000) {
            break;
        }
        after = page->back().id;
    }
    EXPECT_GE(count, 300U);
    // Inserted one after the other, so a copy of one moment has no gap.
    std::string since;
    const auto changes = (*restored)->changed_since(since, 1000);
    ASSERT_TRUE(good(changes));
    for (std::size_t at = 0; at < changes->documents.size(); ++at) {
        EXPECT_EQ(changes->documents[at].id, id(static_cast<int>(at)));
    }
}

} // namespace
} // namespace organizer::store::testing
