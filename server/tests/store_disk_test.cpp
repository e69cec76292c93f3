// A disk that cannot be read or takes only half of what is written: nothing is lost or made up, and work goes on when
// it is well again.

#include "store/sqlite/sqlite_store.hpp"
#include "store_engines.hpp"
#include "store_faulty_vfs.hpp"

namespace organizer::store::testing {
namespace {

class store_disk : public ::testing::Test {
protected:
    temporary_directory directory_;
    faulty_vfs disk_;

    domain::result<std::unique_ptr<sqlite_store>> open() {
        sqlite_options options;
        options.directory = directory_.path() + "/data";
        options.vfs = disk_.name();
        return open_sqlite(options);
    }
    static std::string id(int at) { return "helper:monrepos:h" + std::to_string(at); }
    static void fill(document_store& store, int from, int to) {
        for (int at = from; at < to; ++at) {
            ASSERT_TRUE(good(store.insert(fresh_document(id(at), std::string(3000, 'x')))));
        }
    }
};

TEST_F(store_disk, that_cannot_be_read_is_away_and_not_empty_or_damaged) {
    {
        const auto store = open();
        ASSERT_TRUE(good(store));
        fill(**store, 0, 300);
    }
    const auto store = open();
    ASSERT_TRUE(good(store));
    disk_.fail_reads(true);
    // No page of theirs was read yet.
    const auto found = (*store)->find(id(7));
    ASSERT_FALSE(found) << "an answer out of nothing";
    EXPECT_EQ(found.error().kind, domain::failure::unavailable);
    EXPECT_EQ(found.error().code, "storeUnavailable");
    EXPECT_FALSE((*store)->list("monrepos", "helper", "", 1000));
    EXPECT_FALSE((*store)->changed_since("", 1000));
    EXPECT_FALSE((*store)->insert(fresh_document(id(1000)))) << "where it belongs cannot be read";
    EXPECT_FALSE((*store)->ping());
    disk_.fail_reads(false);
    const auto again = (*store)->find(id(7));
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->has_value());
    EXPECT_FALSE((*store)->find(id(1000))->has_value()) << "what was refused is not there";
    EXPECT_TRUE(good((*store)->insert(fresh_document(id(1000)))));
    EXPECT_TRUE(good((*store)->ping()));
}

TEST_F(store_disk, that_cannot_be_read_is_not_opened) {
    {
        const auto store = open();
        ASSERT_TRUE(good(store));
        fill(**store, 0, 5);
    }
    disk_.fail_reads(true);
    const auto refused = open();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "storeUnavailable") << "not damaged: nobody should restore a backup over it";
    EXPECT_EQ(refused.error().detail.find('\n'), std::string::npos) << "one clear line";
    disk_.fail_reads(false);
    const auto store = open();
    ASSERT_TRUE(good(store));
    EXPECT_TRUE((*store)->find(id(4))->has_value());
}

TEST_F(store_disk, that_takes_half_a_write_has_taken_nothing) {
    auto store = open();
    ASSERT_TRUE(good(store));
    fill(**store, 0, 20);
    for (int round = 0; round < 5; ++round) {
        disk_.shorten_writes(true);
        const auto refused = (*store)->insert(fresh_document(id(100 + round), std::string(9000, 'y')));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, domain::failure::unavailable);
        EXPECT_FALSE((*store)->find(id(100 + round))->has_value());
        disk_.shorten_writes(false);
        EXPECT_TRUE(good((*store)->insert(fresh_document(id(200 + round), std::string(9000, 'z')))));
    }
    store = domain::problem();
    store = open();
    ASSERT_TRUE(good(store));
    for (int round = 0; round < 5; ++round) {
        EXPECT_FALSE((*store)->find(id(100 + round))->has_value());
        EXPECT_TRUE((*store)->find(id(200 + round))->has_value());
    }
    EXPECT_TRUE((*store)->find(id(19))->has_value());
}

} // namespace
} // namespace organizer::store::testing
