// The activity log behind the documents: what a start looks at, what it leaves to the next one, and how soon a stop
// ends.

#include "store_noting.hpp"

namespace organizer::store::testing {
namespace {

class store_projector : public noted_fixture {};
INSTANTIATE_TEST_SUITE_P(engines, store_projector, ::testing::ValuesIn(engines()), name_of);

TEST_P(store_projector, a_start_looks_only_at_what_changed_since_all_was_logged) {
    seed_event();
    seed_helpers(30);
    restart(options(true, true));
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    // A process that is stopped before the log has what it wrote.
    restart(options(true, false));
    ASSERT_TRUE(good(give(loop(), header("op-2", "assign"), saturday, put("marshal-2", "h1"))));
    commands_.reset();
    EXPECT_FALSE(stored_document(store(), activity_document_id(slug, date_id_, "op-2")));

    noting_store noted(store());
    commands next(noted, clock_, options(true, true));
    ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
    EXPECT_TRUE(stored_document(store(), activity_document_id(slug, date_id_, "op-2")));
    ASSERT_FALSE(noted.asked_since().empty());
    EXPECT_FALSE(noted.asked_since().front().empty()) << "it began at the place that was noted";
    EXPECT_EQ(noted.reads_of(helper_document_id(slug, "h7")), 0U);
    EXPECT_EQ(noted.reads_of(date_id_), 1U);
}

TEST_P(store_projector, a_damaged_document_hides_nothing_that_changed_after_it) {
    seed_event();
    seed_helpers(3);
    // Of another event, so that nothing but the log comes across it.
    document broken = fresh_document(helper_document_id("elsewhere", "broken"));
    broken.decided.emplace_back("no entry");
    seed(broken);
    restart(options(true, false));
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    commands_.reset();
    {
        commands next(store(), clock_, options(true, true));
        ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
        EXPECT_TRUE(stored_document(store(), activity_document_id(slug, date_id_, "op-1")));
        ASSERT_TRUE(good(give(next, header("op-2", "assign"), saturday, put("marshal-2", "h1"))));
        ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
        clock_.advance(decide_loop::entry_age);
        ASSERT_TRUE(good(give(next, header("op-3", "assign"), saturday, put("marshal-3", "h2"))));
        EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), 1U) << "what is old and logged leaves as ever";
    }
    EXPECT_FALSE(stored_document(store(), "projector:-:place")) << "what is behind the place is never looked at again";
}

TEST_P(store_projector, changes_that_cannot_be_read_are_left_to_the_next_start) {
    seed_event();
    seed_helpers(2);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    {
        noting_store noted(store());
        noted.damaged_changes = true;
        commands next(noted, clock_, options(true, true));
        ASSERT_TRUE(good(give(next, header("op-2", "assign"), saturday, put("marshal-2", "h1"))));
        ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
    }
    EXPECT_FALSE(stored_document(store(), activity_document_id(slug, date_id_, "op-1")));
    EXPECT_FALSE(stored_document(store(), "projector:-:place"));
    restart(options(true, true));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    EXPECT_TRUE(stored_document(store(), activity_document_id(slug, date_id_, "op-1")));
}

TEST_P(store_projector, a_place_that_may_not_move_is_not_asked_for) {
    seed_event();
    seed_helpers(1);
    document broken = fresh_document(helper_document_id("elsewhere", "broken"));
    broken.decided.emplace_back("no entry");
    seed(broken);
    std::vector<document> many; // enough to note the place after each batch of entries
    for (int at = 0; at < 5'000; ++at) {
        many.push_back(fresh_document("note:elsewhere:n" + std::to_string(at)));
    }
    ASSERT_TRUE(good(store().insert_all(many)));
    noting_store noted(store());
    {
        commands next(noted, clock_, options(true, true));
        for (std::size_t at = 0; at < 4; ++at) {
            ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
            ASSERT_TRUE(good(fill_or_clear(next, op(at), at % 2 == 0)));
        }
    }
    EXPECT_EQ(noted.newest_asked, 0);
}

TEST_P(store_projector, a_stop_does_not_wait_until_all_entries_of_a_document_are_logged) {
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 100;
    ASSERT_NO_FATAL_FAILURE(change(loop(), count));
    std::atomic<std::size_t> inserts = 0;
    {
        noting_store noted(store());
        noted.before_insert_all = [&](std::span<const document>) -> domain::result<void> {
            ++inserts;
            inserts.notify_all();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            return {};
        };
        commands next(noted, clock_, options(true, true));
        inserts.wait(0);
    }
    EXPECT_LT(inserts, count / 2);
    EXPECT_FALSE(stored_document(store(), "projector:-:place"));
    restart(options(true, true));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    expect_logged(count);
}

TEST_P(store_projector, a_stop_does_not_wait_until_all_entries_of_a_refused_batch_are_logged) {
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 100;
    std::atomic<std::size_t> one_by_one = 0;
    std::size_t at_stop = 0;
    {
        noting_store noted(store());
        noted.before_insert_all = [&](std::span<const document> fresh) -> domain::result<void> {
            if (fresh.size() > 2) {
                return domain::problem{.code = "notStorable", .faults = {}, .facts = {}, .detail = "a batch"};
            }
            ++one_by_one;
            one_by_one.notify_all();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            return {};
        };
        commands next(noted, clock_, options(true, true));
        ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
        ASSERT_NO_FATAL_FAILURE(change(next, count));
        one_by_one.wait(0);
        at_stop = one_by_one;
    }
    EXPECT_LT(one_by_one, at_stop + count / 4) << "it goes on, though it was to stop";
    EXPECT_FALSE(stored_document(store(), "projector:-:place"));
    restart(options(true, true));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    expect_logged(count);
}

TEST_P(store_projector, without_being_alone_a_start_looks_at_everything) {
    seed_event();
    seed_helpers(3);
    restart(options(true, true));
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    commands_.reset();
    noting_store noted(store());
    commands next(noted, clock_, options(false, true));
    ASSERT_TRUE(next.background().settle(std::chrono::minutes(1)));
    EXPECT_TRUE(noted.asked_since().front().empty());
    EXPECT_EQ(noted.reads_of(helper_document_id(slug, "h2")), 1U);
}

} // namespace
} // namespace organizer::store::testing
