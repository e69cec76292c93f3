// What keeps the write path short, and that nothing rests on it: working copies, the log told instead of asked, the
// place up to which all is logged, the budget of what is in memory.

#include "store_fixture.hpp"

#include "domain/activity.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <set>
#include <thread>

namespace organizer::store::testing {
namespace {

using domain::failure;

std::string op(std::size_t at) { return "op-" + std::to_string(at); }

domain::assign put(const std::string& slot, const std::string& helper, const std::string& expect = "") {
    domain::assign wish;
    wish.slot = slot;
    wish.helper = helper;
    wish.expect = expect;
    return wish;
}

/// Passes everything on unless told otherwise, and notes which documents are read, and from where changes are asked
/// for.
class noting_store final : public document_store {
public:
    explicit noting_store(document_store& over) : over_(over) {}

    domain::result<std::optional<document>> find(std::string_view id) override {
        note(id);
        return over_.find(id);
    }
    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit) override {
        note(kind);
        if (const auto passes = before_list ? before_list() : domain::result<void>(); !passes) {
            return passes.error();
        }
        return over_.list(event, kind, after, limit);
    }
    domain::result<insert_outcome> insert(const document& fresh) override { return over_.insert(fresh); }
    domain::result<std::vector<insert_outcome>> insert_all(std::span<const document> fresh) override {
        if (const auto passes = before_insert_all ? before_insert_all(fresh) : domain::result<void>(); !passes) {
            return passes.error();
        }
        return over_.insert_all(fresh);
    }
    domain::result<replace_outcome> replace(const document& next) override { return over_.replace(next); }
    domain::result<change_page> changed_since(std::string_view since, std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        asked_since_.emplace_back(since);
        if (damaged_changes) {
            return domain::problem{.code = "storedDamaged", .faults = {}, .facts = {}, .detail = "a page"};
        }
        return over_.changed_since(since, limit);
    }
    domain::result<std::string> newest_change() override {
        ++newest_asked;
        return over_.newest_change();
    }
    domain::result<void> ping() override { return over_.ping(); }

    std::size_t reads_of(std::string_view id) {
        const std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(std::count(read_.begin(), read_.end(), id));
    }
    std::vector<std::string> asked_since() {
        const std::lock_guard lock(mutex_);
        return asked_since_;
    }

    /// A problem is what is answered instead.
    std::function<domain::result<void>()> before_list;
    std::function<domain::result<void>(std::span<const document>)> before_insert_all;
    std::atomic<bool> damaged_changes = false;
    std::atomic<int> newest_asked = 0;

private:
    void note(std::string_view id) {
        const std::lock_guard lock(mutex_);
        read_.emplace_back(id);
    }

    document_store& over_;
    std::mutex mutex_;
    std::vector<std::string> read_;
    std::vector<std::string> asked_since_;
};

entities_options options(bool alone, bool project) {
    entities_options made = without_projector();
    made.alone = alone;
    made.project = project;
    return made;
}

class store_write_path : public commands_fixture {
protected:
    /// Fills marshal-1 with h0 where `fill`, else clears it.
    auto fill_or_clear(commands& to, const std::string& op, bool fill) {
        return fill ? give(to, header(op, "assign"), saturday, put("marshal-1", "h0"))
                    : give(to, header(op, "unassign"), saturday, domain::unassign{"marshal-1", "h0"});
    }

    const std::string date_id_ = schedule_document_id(slug, saturday);
};

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
    noted.before_insert_all = [](std::span<const document> /*fresh*/) -> domain::result<void> {
        return domain::problem{
            .kind = failure::unavailable, .code = "storeUnavailable", .faults = {}, .facts = {}, .detail = {}};
    };
    commands next(noted, clock_, options(true, true));
    constexpr std::size_t count = decide_loop::most_entries + 20;
    for (std::size_t at = 0; at < count; ++at) {
        ASSERT_TRUE(good(fill_or_clear(next, op(at), at % 2 == 0)));
    }
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), count);
    for (std::size_t at = 0; at < count; ++at) {
        const auto decided = next.loop().decided(date_id_, op(at));
        ASSERT_TRUE(good(decided));
        EXPECT_TRUE(decided->has_value()) << at << " is neither in the document nor in the log";
    }
}

TEST_P(store_write_path, a_document_stays_bounded_though_nobody_carries_its_entries_into_the_log) {
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 2 * decide_loop::most_entries + 50;
    for (std::size_t at = 0; at < count; ++at) {
        const auto done = fill_or_clear(loop(), op(at), at % 2 == 0);
        ASSERT_TRUE(good(done));
        ASSERT_TRUE(done->entry.ok) << done->entry.code;
    }
    const auto stored = stored_document(store(), date_id_);
    EXPECT_LE(stored->decided.size(), 2 * decide_loop::most_entries + 1);
    EXPECT_TRUE(stored->evicted);
    for (std::size_t at = 0; at < count; ++at) {
        const auto decided = loop().loop().decided(date_id_, op(at));
        ASSERT_TRUE(good(decided));
        EXPECT_TRUE(decided->has_value()) << at << " is neither in the document nor in the log";
    }
    const auto again = give(loop(), header(op(0), "assign"), saturday, put("marshal-1", "h0"));
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->repeated);
}

TEST_P(store_write_path, under_load_entries_leave_a_document_as_the_log_takes_them) {
    restart(options(true, true));
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 3 * decide_loop::most_entries;
    for (std::size_t at = 0; at < count; ++at) {
        const auto done = fill_or_clear(loop(), op(at), at % 2 == 0);
        ASSERT_TRUE(good(done));
        ASSERT_TRUE(done->entry.ok) << done->entry.code;
    }
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    ASSERT_TRUE(good(give(loop(), header("last", "assign"), saturday, put("marshal-1", "h0"))));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), decide_loop::most_entries);
    for (std::size_t at = 0; at < count; ++at) {
        const auto stands = stored_document(store(), activity_document_id(slug, date_id_, op(at)));
        EXPECT_TRUE(stands) << at;
    }
}

TEST_P(store_write_path, after_a_start_all_that_is_old_leaves_with_the_next_write) {
    restart(options(true, true));
    seed_event();
    seed_helpers(1);
    for (std::size_t at = 0; at < 100; ++at) {
        ASSERT_TRUE(good(fill_or_clear(loop(), op(at), at % 2 == 0)));
    }
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), 100U);
    clock_.advance(decide_loop::entry_age);
    restart(options(true, true));
    ASSERT_TRUE(good(give(loop(), header("last", "assign"), saturday, put("marshal-1", "h0"))));
    EXPECT_EQ(stored_document(store(), date_id_)->decided.size(), 1U);
}

TEST_P(store_write_path, a_start_looks_only_at_what_changed_since_all_was_logged) {
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

TEST_P(store_write_path, a_damaged_document_hides_nothing_that_changed_after_it) {
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

TEST_P(store_write_path, changes_that_cannot_be_read_are_left_to_the_next_start) {
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

TEST_P(store_write_path, a_place_that_may_not_move_is_not_asked_for) {
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

TEST_P(store_write_path, a_stop_does_not_wait_until_all_entries_of_a_document_are_logged) {
    seed_event();
    seed_helpers(1);
    constexpr std::size_t count = 100;
    for (std::size_t at = 0; at < count; ++at) {
        ASSERT_TRUE(good(fill_or_clear(loop(), op(at), at % 2 == 0)));
    }
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
    for (std::size_t at = 0; at < count; ++at) {
        EXPECT_TRUE(stored_document(store(), activity_document_id(slug, date_id_, op(at)))) << at;
    }
}

TEST_P(store_write_path, a_stop_does_not_wait_until_all_entries_of_a_refused_batch_are_logged) {
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
        for (std::size_t at = 0; at < count; ++at) {
            ASSERT_TRUE(good(fill_or_clear(next, op(at), at % 2 == 0)));
        }
        one_by_one.wait(0);
        at_stop = one_by_one;
    }
    EXPECT_LT(one_by_one, at_stop + count / 4) << "it goes on, though it was to stop";
    EXPECT_FALSE(stored_document(store(), "projector:-:place"));
    restart(options(true, true));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    for (std::size_t at = 0; at < count; ++at) {
        EXPECT_TRUE(stored_document(store(), activity_document_id(slug, date_id_, op(at)))) << at;
    }
}

TEST_P(store_write_path, without_being_alone_a_start_looks_at_everything) {
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

document event_named(const std::string& name, const std::string& member) {
    document made = event_document({{member, domain::access::coordinator, {}}});
    made.id = event_document_id(name);
    made.body["slug"] = name;
    return made;
}

TEST_P(store_write_path, views_beyond_the_budget_make_room_and_are_read_anew) {
    constexpr int events = 20;
    for (int at = 0; at < events; ++at) {
        seed(event_named("event-" + std::to_string(at), "account-x"));
    }
    auto given = options(true, false);
    given.most_view_bytes = 20'000;
    commands small(store(), clock_, given);
    std::set<std::uint64_t> generations;
    std::size_t in_memory = 0;
    for (int round = 0; round < 2; ++round) {
        for (int at = 0; at < events; ++at) {
            const auto name = "event-" + std::to_string(at);
            const auto view = small.views().load(name);
            ASSERT_TRUE(good(view));
            ASSERT_TRUE(*view);
            EXPECT_EQ((*view)->event->value.slug, name);
            EXPECT_TRUE(generations.insert((*view)->generation).second || round == 1);
            EXPECT_LE(small.views().bytes(), given.most_view_bytes);
        }
    }
    for (int at = 0; at < events; ++at) {
        in_memory += small.views().view_if_loaded("event-" + std::to_string(at)) ? 1U : 0U;
    }
    EXPECT_GT(in_memory, 1U);
    EXPECT_LT(in_memory, static_cast<std::size_t>(events));
    EXPECT_FALSE(*small.views().load("no-such-event"));
}

TEST_P(store_write_path, all_events_are_read_once_however_many_ask_for_theirs_at_first) {
    seed_event();
    noting_store noted(store());
    noted.before_list = []() -> domain::result<void> {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return {};
    };
    commands fresh(noted, clock_, options(true, false));
    std::vector<std::thread> asking;
    for (int each = 0; each < 8; ++each) {
        asking.emplace_back([&fresh] { EXPECT_TRUE(good(fresh.views().events_of("nobody"))); });
    }
    for (auto& each : asking) {
        each.join();
    }
    EXPECT_EQ(noted.reads_of("event"), 1U);
}

TEST_P(store_write_path, whoever_waits_for_all_events_to_be_read_shares_the_failure) {
    seed_event();
    noting_store noted(store());
    bool away = true;
    noted.before_list = [&away]() -> domain::result<void> {
        if (!away) {
            return {};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return domain::problem{
            .kind = failure::unavailable, .code = "storeUnavailable", .faults = {}, .facts = {}, .detail = {}};
    };
    commands fresh(noted, clock_, options(true, false));
    in_parallel(8, [&](std::size_t) {
        const auto events = fresh.views().events_of(coordinator);
        ASSERT_FALSE(events);
        EXPECT_EQ(events.error().code, "storeUnavailable");
    });
    EXPECT_LE(noted.reads_of("event"), 2U) << "one, and one more if somebody comes when it has ended";
    away = false;
    const auto events = fresh.views().events_of(coordinator);
    ASSERT_TRUE(good(events));
    EXPECT_EQ(events->size(), 1U);
}

TEST_P(store_write_path, nobody_waits_for_all_events_to_be_read_longer_than_the_deadline) {
    seed_event();
    noting_store noted(store());
    std::atomic<bool> reading = false;
    std::atomic<bool> open = false;
    noted.before_list = [&]() -> domain::result<void> {
        reading = true;
        reading.notify_all();
        open.wait(false);
        return {};
    };
    auto given = options(true, false);
    given.deadline = std::chrono::milliseconds(20);
    commands fresh(noted, clock_, given);
    std::thread first([&] { EXPECT_TRUE(good(fresh.views().events_of(coordinator))); });
    reading.wait(false);
    const auto late = fresh.views().events_of(coordinator);
    open = true;
    open.notify_all();
    first.join();
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "storeBusy");
}

TEST_P(store_write_path, all_events_are_not_read_over_and_over_while_everything_is_forgotten) {
    seed_event();
    noting_store noted(store());
    commands fresh(noted, clock_, options(true, false));
    int forgets = 2;
    noted.before_list = [&]() -> domain::result<void> {
        if (forgets > 0) {
            --forgets;
            fresh.views().forget();
        }
        return {};
    };
    const auto busy = fresh.views().events_of(coordinator);
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, "storeBusy");
    forgets = 1;
    EXPECT_TRUE(good(fresh.views().events_of(coordinator)));
}

TEST_P(store_write_path, the_events_of_an_account_follow_its_memberships) {
    seed_event();
    for (int at = 0; at < 3; ++at) {
        seed(event_named("event-" + std::to_string(at), at == 1 ? "account-y" : "account-x"));
    }
    const auto names = [&](const std::string& account) {
        std::vector<std::string> found;
        const auto events = loop().views().events_of(account);
        EXPECT_TRUE(good(events));
        for (const auto& each : *events) {
            found.push_back(each->value.slug);
        }
        return found;
    };
    using list = std::vector<std::string>;
    EXPECT_EQ(names("account-x"), (list{"event-0", "event-2"}));
    EXPECT_EQ(names("account-y"), (list{"event-1"}));
    EXPECT_EQ(names("nobody"), list{});
    const auto id = event_document_id("event-0");
    ASSERT_TRUE(good(loop().execute<domain::event>(header("end", "endMembership", "account-x"), id,
                                                   domain::end_membership{"account-x"})));
    EXPECT_EQ(names("account-x"), (list{"event-2"}));
    EXPECT_EQ(names(coordinator), (list{"event-0", "event-1", "event-2", slug}));
    loop().views().forget();
    EXPECT_EQ(names("account-x"), (list{"event-2"}));
}

} // namespace
} // namespace organizer::store::testing
