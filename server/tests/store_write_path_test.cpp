// What keeps the write path short, and that nothing rests on it: working copies, the log told instead of asked, entries
// that leave a document as the log takes them.

#include "store_noting.hpp"

#include "domain/activity.hpp"

namespace organizer::store::testing {
namespace {

class store_write_path : public noted_fixture {};
INSTANTIATE_TEST_SUITE_P(engines, store_write_path, ::testing::ValuesIn(engines()), name_of);

TEST_P(store_write_path, many_inserts_at_once_are_each_inserted_or_a_duplicate) {
    ASSERT_TRUE(good(store().insert(fresh_document("helper:monrepos:h2", "first"))));
    std::vector<document> fresh;
    for (int at = 0; at < 5; ++at) {
        fresh.push_back(fresh_document("helper:monrepos:h" + std::to_string(at), "second"));
    }
    fresh.push_back(fresh_document("helper:monrepos:h4", "third"));
    const auto outcomes = store().insert_all(fresh);
    ASSERT_TRUE(good(outcomes));
    using enum insert_outcome;
    EXPECT_EQ(*outcomes, (std::vector{inserted, inserted, duplicate, inserted, inserted, duplicate}));
    EXPECT_EQ(stored_document(store(), "helper:monrepos:h2")->body, fresh_document("", "first").body);
    EXPECT_EQ(stored_document(store(), "helper:monrepos:h4")->body, fresh_document("", "second").body);

    ASSERT_TRUE(good(store().insert_all({})));
    fresh.resize(1);
    fresh.front().id = "no id";
    EXPECT_EQ(store().insert_all(fresh).error().code, "notStorable");
}

TEST_P(store_write_path, behind_the_newest_change_there_is_none) {
    const auto at_first = store().newest_change();
    ASSERT_TRUE(good(at_first));
    EXPECT_TRUE(store().changed_since(*at_first, 10)->documents.empty());
    ASSERT_TRUE(good(store().insert(fresh_document("helper:monrepos:h1"))));
    ASSERT_EQ(store().changed_since(*at_first, 10)->documents.size(), 1U);
    const auto then = store().newest_change();
    ASSERT_TRUE(good(then));
    EXPECT_TRUE(store().changed_since(*then, 10)->documents.empty());
}

TEST_P(store_write_path, what_left_decided_is_noted_in_the_document) {
    document fresh = fresh_document("helper:monrepos:h1");
    ASSERT_TRUE(good(store().insert(fresh)));
    EXPECT_FALSE(stored_document(store(), fresh.id)->evicted);
    fresh.evicted = true;
    ++fresh.v;
    ASSERT_TRUE(good(store().replace(fresh)));
    EXPECT_TRUE(stored_document(store(), fresh.id)->evicted);
    EXPECT_TRUE(store().list(slug, "helper", "", 10)->front().evicted);
}

TEST_P(store_write_path, a_document_written_a_moment_ago_is_not_read_again) {
    seed_event();
    seed_helpers(2);
    noting_store noted(store());
    commands alone(noted, clock_, options(true, false));
    for (std::size_t at = 0; at < 10; ++at) {
        const auto done = fill_or_clear(alone, op(at), at % 2 == 0);
        ASSERT_TRUE(good(done));
        ASSERT_TRUE(done->entry.ok) << done->entry.code;
    }
    // The view's reading of the directory and the schedules is of the time before.
    EXPECT_EQ(noted.reads_of(date_id_), 1U);
    EXPECT_EQ(noted.reads_of(activity_document_id(slug, date_id_, op(9))), 0U) << "nothing has left the document";
    EXPECT_EQ(stored_document(store(), date_id_)->v, 10);
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), 10U);
}

TEST_P(store_write_path, a_copy_that_another_process_outdated_costs_a_retry_and_nothing_else) {
    seed_event();
    seed_helpers(3);
    commands other(store(), clock_, without_projector());
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    // The other one adds a place that the copy here does not know.
    domain::set_need more;
    more.role = "tail-walker";
    more.need = 1;
    ASSERT_TRUE(good(give(other, header("op-2", "setNeed"), saturday, more)));
    // Refused by the copy without a record: it must not be answered from it.
    const auto placed = give(loop(), header("op-3", "assign"), saturday, put("tail-walker-1", "h1"));
    ASSERT_TRUE(good(placed));
    EXPECT_TRUE(placed->entry.ok) << placed->entry.code;
    // Accepted by the copy: the compare-and-set refuses it, and the rule sees who is there now.
    ASSERT_TRUE(good(give(other, header("op-4", "assign"), saturday, put("marshal-2", "h2"))));
    const auto taken = give(loop(), header("op-5", "assign"), saturday, put("marshal-2", "h1"));
    ASSERT_TRUE(good(taken));
    EXPECT_EQ(taken->entry.code, "slotTaken");
    // Decided by the other one: found although the copy does not know it.
    const auto again = give(loop(), header("op-4", "assign"), saturday, put("marshal-2", "h2"));
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(stored_document(store(), date_id_)->v, 5);
}

TEST_P(store_write_path, what_the_program_does_not_know_stays_through_many_writes) {
    seed_event();
    seed_helpers(1);
    ASSERT_TRUE(good(give(loop(), header("first", "assign"), saturday, put("marshal-1", "h0"))));
    auto newer = *stored_document(store(), date_id_);
    newer.body["weather"] = "rain";
    newer.body["slots"].as_array().at(1).as_object()["note"] = "bring a torch";
    ++newer.v;
    ASSERT_TRUE(good(store().replace(newer)));
    for (std::size_t at = 0; at < 4; ++at) {
        const auto done = fill_or_clear(loop(), op(at), at % 2 == 1);
        ASSERT_TRUE(good(done));
        ASSERT_TRUE(done->entry.ok) << done->entry.code;
    }
    const auto stored = stored_document(store(), date_id_);
    EXPECT_EQ(stored->body.at("weather"), "rain");
    EXPECT_EQ(stored->body.at("slots").as_array().at(1).as_object().at("note"), "bring a torch");
}

TEST_P(store_write_path, what_the_projector_has_not_carried_into_the_log_yet_stays_in_its_document) {
    seed_event();
    seed_helpers(1);
    noting_store noted(store());
    noted.before_insert_all = [](std::span<const document> /*fresh*/) -> domain::result<void> { return away(); };
    commands next(noted, clock_, options(true, true));
    constexpr std::size_t count = decide_loop::most_entries + 20;
    ASSERT_NO_FATAL_FAILURE(change(next, count));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), count);
    expect_known(next, count);
}

TEST_P(store_write_path, a_document_stays_bounded_though_nobody_carries_its_entries_into_the_log) {
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 2 * decide_loop::most_entries + 50;
    ASSERT_NO_FATAL_FAILURE(change(loop(), count));
    const auto stored = stored_document(store(), date_id_);
    EXPECT_LE(stored->decided.size(), 2 * decide_loop::most_entries + 1);
    EXPECT_TRUE(stored->evicted);
    expect_known(loop(), count);
    const auto again = give(loop(), header(op(0), "assign"), saturday, put("marshal-1", "h0"));
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->repeated);
}

TEST_P(store_write_path, under_load_entries_leave_a_document_as_the_log_takes_them) {
    restart(options(true, true));
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 3 * decide_loop::most_entries;
    ASSERT_NO_FATAL_FAILURE(change(loop(), count));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    ASSERT_TRUE(good(give(loop(), header("last", "assign"), saturday, put("marshal-1", "h0"))));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), decide_loop::most_entries);
    expect_logged(count);
}

TEST_P(store_write_path, after_a_start_all_that_is_old_leaves_with_the_next_write) {
    restart(options(true, true));
    seed_event();
    seed_helpers(1);
    ASSERT_NO_FATAL_FAILURE(change(loop(), 100));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), 100U);
    clock_.advance(decide_loop::entry_age);
    restart(options(true, true));
    ASSERT_TRUE(good(give(loop(), header("last", "assign"), saturday, put("marshal-1", "h0"))));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), 1U);
}

} // namespace
} // namespace organizer::store::testing
