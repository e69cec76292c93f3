// The only way state changes, over every engine: repeats, refusals, batches, parallel commands, the activity log, the
// views.

#include "store_fixture.hpp"

#include <algorithm>
#include <array>
#include <atomic>

namespace organizer::store::testing {
namespace {

using domain::assign;
using domain::failure;

class store_commands : public commands_fixture {};

INSTANTIATE_TEST_SUITE_P(engines, store_commands, ::testing::ValuesIn(engines()), name_of);

std::string op(std::size_t at) { return "op-" + std::to_string(at); }

assign put(const std::string& slot, const std::string& helper, const std::string& expect = "") {
    assign wish;
    wish.slot = slot;
    wish.helper = helper;
    wish.expect = expect;
    return wish;
}

std::string holder(const domain::schedule& of, const std::string& slot) {
    const auto* place = domain::find_slot(of, slot);
    return place != nullptr && place->assignment ? place->assignment->helper : "";
}

TEST_P(store_commands, the_first_command_of_a_date_inserts_its_draft) {
    seed_event();
    seed_helpers(1);
    const auto done = give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"));
    ASSERT_TRUE(good(done));
    EXPECT_FALSE(done->repeated);
    EXPECT_TRUE(done->entry.ok);
    EXPECT_FALSE(done->entry.changes.empty());
    ASSERT_TRUE(done->current);
    EXPECT_EQ(done->current->rev, 1);
    EXPECT_EQ(holder(done->current->value, "marshal-1"), "h0");
    EXPECT_EQ(done->current->recent.size(), 1U);
    const auto stored = stored_document(store(), schedule_document_id(slug, saturday));
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->v, 1);
    EXPECT_EQ(stored->decided.size(), 1U);
}

TEST_P(store_commands, a_repeat_gets_the_first_outcome_and_the_present_state) {
    seed_event();
    seed_helpers(2);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign", "a"), saturday, put("marshal-1", "h0"))));
    ASSERT_TRUE(good(give(loop(), header("op-2", "assign", "b"), saturday, put("marshal-2", "h1"))));
    for (int round = 0; round < 2; ++round) {
        const auto again = give(loop(), header("op-1", "assign", "a"), saturday, put("marshal-1", "h0"));
        ASSERT_TRUE(good(again));
        EXPECT_TRUE(again->repeated);
        EXPECT_TRUE(again->entry.ok);
        EXPECT_EQ(again->current->rev, 2) << "the present representation";
        EXPECT_EQ(holder(again->current->value, "marshal-2"), "h1");
        restart();
    }
    EXPECT_EQ(stored_document(store(), schedule_document_id(slug, saturday))->v, 2) << "repeats write nothing";
}

TEST_P(store_commands, the_same_op_of_another_actor_kind_or_payload_is_another_command) {
    seed_event({{"account-2", domain::access::coordinator, {}}});
    seed_helpers(1);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign", "a"), saturday, put("marshal-1", "h0"))));
    for (const auto& other :
         {header("op-1", "assign", "b"), header("op-1", "unassign", "a"), header("op-1", "assign", "a", "account-2")}) {
        const auto refused = give(loop(), other, saturday, put("marshal-1", "h0"));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, failure::other_command);
    }
    EXPECT_EQ(stored_document(store(), schedule_document_id(slug, saturday))->v, 1);
}

TEST_P(store_commands, a_refusal_of_a_rule_is_recorded_with_no_more_than_a_repeat_needs) {
    seed_event();
    seed_helpers(2);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    const auto refused = give(loop(), header("op-2", "assign"), saturday, put("marshal-1", "h1"));
    ASSERT_TRUE(good(refused));
    EXPECT_FALSE(refused->entry.ok);
    EXPECT_EQ(refused->entry.code, "slotTaken");
    EXPECT_EQ(refused->entry.facts.at("holder"), "h0") << "the answer names the holder";
    EXPECT_EQ(refused->current->rev, 1) << "a refusal is no visible change";

    // The place becomes free; the repeat is still the refusal that was answered first.
    domain::unassign free;
    free.slot = "marshal-1";
    free.expect = "h0";
    ASSERT_TRUE(good(give(loop(), header("op-3", "unassign"), saturday, free)));
    const auto again = give(loop(), header("op-2", "assign"), saturday, put("marshal-1", "h1"));
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(again->entry.code, "slotTaken");
    EXPECT_TRUE(again->entry.facts.empty());
    EXPECT_TRUE(again->entry.changes.empty());
}

TEST_P(store_commands, what_is_no_outcome_of_a_rule_is_answered_and_never_written) {
    seed_event({{"account-helper", domain::access::helper, {}}});
    seed_helpers(1);
    domain::edit_helper stale;
    stale.name = "New name";
    stale.if_match = 99;
    const std::array answers = {
        give(loop(), header("op-1", "editHelper"), "h0", stale),
        give(loop(), header("op-2", "editHelper"), "nobody", domain::edit_helper{}),
        give(loop(), header("op-3", "archiveHelper", "", "account-helper", domain::access::helper), "h0",
             domain::archive_helper{}),
        give(loop(), header("op-4", "archiveHelper", "", "stranger"), "h0", domain::archive_helper{}),
    };
    const std::array expected = {failure::stale, failure::absent, failure::forbidden, failure::absent};
    for (std::size_t at = 0; at < answers.size(); ++at) {
        ASSERT_FALSE(answers[at]) << at;
        EXPECT_EQ(answers[at].error().kind, expected[at]) << at << " " << answers[at].error().code;
    }
    EXPECT_EQ(stored_document(store(), helper_document_id(slug, "h0"))->v, 1);
    EXPECT_FALSE(stored_document(store(), helper_document_id(slug, "nobody")));
}

TEST_P(store_commands, a_refused_creation_leaves_no_state_and_a_later_command_may_give_it_one) {
    seed_event();
    seed(helper_document("h0", named("First", 4711)));
    seed([] {
        document lock = fresh_document(number_document_id(slug, 4711));
        lock.body = {{"helper", "h0"}, {"state", "held"}};
        return lock;
    }());
    domain::create_helper wish;
    wish.values = named("Second", 4711);
    const auto refused = give(loop(), header("op-1", "createHelper", "a"), "h1", wish);
    ASSERT_TRUE(good(refused));
    EXPECT_EQ(refused->entry.code, "parkrunNumberTaken");
    EXPECT_EQ(refused->entry.facts.at("helper"), "h0");
    EXPECT_FALSE(refused->current);
    const auto empty = stored_document(store(), helper_document_id(slug, "h1"));
    ASSERT_TRUE(empty);
    EXPECT_EQ(empty->rev, 0);
    EXPECT_FALSE(stored_helper(store(), "h1"));
    const auto view = loop().views().load(slug);
    ASSERT_TRUE(good(view));
    EXPECT_EQ((*view)->helpers->size(), 1U) << "it reads as absent";

    wish.values.number = 4712;
    const auto done = give(loop(), header("op-2", "createHelper", "b"), "h1", wish);
    ASSERT_TRUE(good(done));
    EXPECT_TRUE(done->entry.ok);
    EXPECT_EQ(stored_helper(store(), "h1")->number, 4712U);
    EXPECT_EQ(stored_document(store(), helper_document_id(slug, "h1"))->rev, 1);
}

TEST_P(store_commands, after_twenty_refusals_in_a_day_nothing_more_is_recorded) {
    seed_event({{"account-2", domain::access::coordinator, {}}});
    seed_helpers(2);
    ASSERT_TRUE(good(give(loop(), header("op", "assign"), saturday, put("marshal-1", "h0"))));
    for (std::size_t at = 0; at < decide_loop::most_refusals; ++at) {
        ASSERT_TRUE(good(give(loop(), header(op(at), "assign"), saturday, put("marshal-1", "h1"))));
    }
    const auto refused = give(loop(), header("op-20", "assign"), saturday, put("marshal-1", "h1"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, failure::too_many);
    EXPECT_EQ(refused.error().facts.at("retryAfter"), std::to_string(24 * 60 * 60));
    EXPECT_EQ(stored_document(store(), schedule_document_id(slug, saturday))->decided.size(), 21U);
    // Others, and commands that are carried out, are not held up by it.
    EXPECT_TRUE(good(give(loop(), header("op-21", "assign", "", "account-2"), saturday, put("marshal-1", "h1"))));
    EXPECT_TRUE(good(give(loop(), header("op-22", "assign"), saturday, put("marshal-2", "h1"))));
    clock_.advance(std::chrono::hours(23));
    const auto still = give(loop(), header("op-23", "assign"), saturday, put("marshal-1", "h1"));
    ASSERT_FALSE(still);
    EXPECT_EQ(still.error().facts.at("retryAfter"), std::to_string(60 * 60));
    // What was told holds: then it goes on.
    clock_.advance(std::chrono::hours(1));
    const auto next_day = give(loop(), header("op-24", "assign"), saturday, put("marshal-1", "h1"));
    ASSERT_TRUE(good(next_day));
    EXPECT_EQ(next_day->entry.code, "slotTaken");
}

TEST_P(store_commands, a_full_document_refuses_what_would_make_it_grow) {
    seed_event();
    document full = helper_document("h0", named("Helper"));
    full.body["unknown"] = std::string(decide_loop::full_document, 'x');
    seed(full);
    domain::edit_helper grow;
    grow.notes = std::string(500, 'n');
    const auto refused = give(loop(), header("op-1", "editHelper"), "h0", grow);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, failure::too_large);
    EXPECT_EQ(stored_document(store(), helper_document_id(slug, "h0"))->v, 1);
    domain::edit_helper shrink;
    shrink.name = "H";
    EXPECT_TRUE(good(give(loop(), header("op-2", "editHelper"), "h0", shrink)));
}

TEST_P(store_commands, members_that_this_program_does_not_know_survive_a_write) {
    seed_event();
    document newer = helper_document("h0", named("Helper"));
    newer.body["later"] = {{"x", 1}};
    seed(newer);
    domain::edit_helper wish;
    wish.phone = "0711 123";
    ASSERT_TRUE(good(give(loop(), header("op-1", "editHelper"), "h0", wish)));
    const auto stored = stored_document(store(), helper_document_id(slug, "h0"));
    EXPECT_EQ(stored->body.at("later"), (boost::json::value{{"x", 1}}));
}

TEST_P(store_commands, a_document_of_a_newer_program_is_left_alone) {
    seed_event();
    document newer = helper_document("h0", named("Helper"));
    newer.format = 1000;
    seed(newer);
    const auto refused = give(loop(), header("op-1", "archiveHelper"), "h0", domain::archive_helper{});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, failure::unavailable);
    EXPECT_EQ(refused.error().code, "newerFormat");
}

TEST_P(store_commands, hostile_stored_values_are_an_error_and_never_a_state) {
    seed_event();
    const std::array<boost::json::object, 5> bodies = {
        boost::json::object{},           {{"name", 7}}, {{"name", "x"}, {"levels", "no list"}}, {{"name", nullptr}},
        {{"name", "x"}, {"number", -1}},
    };
    for (std::size_t at = 0; at < bodies.size(); ++at) {
        const std::string id = "bad" + std::to_string(at);
        document bad = fresh_document(helper_document_id(slug, id));
        bad.body = bodies[at];
        seed(bad);
        const auto refused = give(loop(), header(op(at), "archiveHelper"), id, domain::archive_helper{});
        ASSERT_FALSE(refused) << at;
        EXPECT_EQ(refused.error().kind, failure::unexpected) << at;
        EXPECT_EQ(refused.error().code, "storedDamaged") << at;
    }
    document bad = helper_document("worse", named("Helper"));
    bad.decided = {"no entry"};
    seed(bad);
    const auto refused = give(loop(), header("op", "archiveHelper"), "worse", domain::archive_helper{});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "storedDamaged");
}

TEST_P(store_commands, of_a_hundred_parallel_claims_of_one_place_one_wins) {
    constexpr std::size_t people = 100;
    std::vector<domain::membership> members;
    for (std::size_t at = 0; at < people; ++at) {
        members.push_back({"account-" + std::to_string(at), domain::access::helper, "h" + std::to_string(at)});
    }
    seed_event(members, {{"run-director", 1, 0}});
    seed_helpers(people);
    ASSERT_TRUE(good(give(loop(), header("publish", "publish"), saturday, domain::publish{})));
    // Two processes over one store, so that the place is fought over by compare-and-set too.
    commands other(store(), clock_, without_projector());
    std::atomic<int> won{0};
    std::atomic<int> taken{0};
    in_parallel(people, [&](std::size_t at) {
        const std::string helper = "h" + std::to_string(at);
        const auto answer =
            give(at % 2 == 0 ? loop() : other,
                 header(op(at), "assign", helper, "account-" + std::to_string(at), domain::access::helper), saturday,
                 put("run-director-1", helper));
        ASSERT_TRUE(good(answer));
        if (answer->entry.ok) {
            ++won;
        } else {
            EXPECT_EQ(answer->entry.code, "slotTaken");
            EXPECT_FALSE(answer->entry.facts.at("holder").empty());
            ++taken;
        }
    });
    EXPECT_EQ(won, 1);
    EXPECT_EQ(taken, 99);
}

TEST_P(store_commands, of_a_hundred_parallel_fills_of_different_places_none_is_lost) {
    constexpr std::size_t places = 100;
    seed_event({}, {{"marshal", 50, 0}, {"timekeeper", 50, 0}});
    seed_helpers(places);
    commands other(store(), clock_, without_projector());
    in_parallel(places, [&](std::size_t at) {
        const std::string slot = (at < 50 ? "marshal-" : "timekeeper-") + std::to_string(at % 50 + 1);
        const auto answer = give(at % 2 == 0 ? loop() : other, header(op(at), "assign", slot), saturday,
                                 put(slot, "h" + std::to_string(at)));
        ASSERT_TRUE(good(answer));
        EXPECT_TRUE(answer->entry.ok) << answer->entry.code;
        EXPECT_EQ(holder(answer->current->value, slot), "h" + std::to_string(at)) << "the answer shows the change";
    });
    const auto filled = stored_schedule(store(), saturday);
    ASSERT_TRUE(filled);
    EXPECT_EQ(domain::count(*filled).filled, 100);
    const auto stored = stored_document(store(), schedule_document_id(slug, saturday));
    EXPECT_EQ(stored->rev, 100);
    EXPECT_EQ(stored->decided.size(), 100U);
}

TEST_P(store_commands, of_a_hundred_parallel_repeats_one_is_carried_out) {
    seed_event();
    seed_helpers(1);
    commands other(store(), clock_, without_projector());
    std::atomic<int> first{0};
    in_parallel(100, [&](std::size_t at) {
        const auto answer =
            give(at % 2 == 0 ? loop() : other, header("op-1", "assign"), saturday, put("marshal-1", "h0"));
        ASSERT_TRUE(good(answer));
        EXPECT_TRUE(answer->entry.ok);
        first += answer->repeated ? 0 : 1;
    });
    EXPECT_EQ(first, 1);
    EXPECT_EQ(stored_document(store(), schedule_document_id(slug, saturday))->decided.size(), 1U);
}

TEST_P(store_commands, an_event_never_loses_its_last_coordinator_to_parallel_commands) {
    std::vector<domain::membership> members;
    for (int at = 0; at < 20; ++at) {
        members.push_back({"account-" + std::to_string(at), domain::access::coordinator, {}});
    }
    seed_event(members);
    in_parallel(20, [&](std::size_t at) {
        const auto own = "account-" + std::to_string(at);
        ASSERT_TRUE(good(give(loop(), header(op(at), "endMembership", own, own), domain::end_membership{own})));
    });
    ASSERT_TRUE(good(give(loop(), header("last", "endMembership"), domain::end_membership{coordinator})));
    ASSERT_EQ(stored_event(store())->memberships.size(), 1U);
}

TEST_P(store_commands, an_entry_leaves_the_document_when_it_is_old_and_logged_and_is_still_repeated) {
    seed_event();
    seed_helpers(3);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    clock_.advance(std::chrono::hours(24 * 31));
    auto later = header("op-2", "assign");
    later.at = clock_.now();
    ASSERT_TRUE(good(give(loop(), later, saturday, put("marshal-2", "h1"))));
    EXPECT_EQ(stored_document(store(), schedule_document_id(slug, saturday))->decided.size(), 2U)
        << "old, but not logged yet";

    entities_options projecting = without_projector();
    projecting.project = true;
    restart(projecting);
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    ASSERT_TRUE(good(give(loop(), header("op-3", "assign"), saturday, put("marshal-3", "h2"))));
    EXPECT_EQ(stored_document(store(), schedule_document_id(slug, saturday))->decided.size(), 2U);
    const auto again = give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"));
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->repeated) << "found in the activity log";
    const auto decided = loop().loop().decided(schedule_document_id(slug, saturday), "op-1");
    ASSERT_TRUE(good(decided));
    ASSERT_TRUE(decided->has_value());
    EXPECT_TRUE((*decided)->ok);
    EXPECT_FALSE(loop().loop().decided(schedule_document_id(slug, saturday), "op-9")->has_value());
}

TEST_P(store_commands, a_document_keeps_a_bounded_number_of_entries) {
    entities_options projecting = without_projector();
    projecting.project = true;
    restart(projecting);
    seed_event();
    document busy = helper_document("h0", named("Helper"));
    for (std::size_t at = 0; at < decide_loop::most_entries + 10; ++at) {
        busy.decided.push_back({{"op", op(at)},
                                {"actor", coordinator},
                                {"access", "coordinator"},
                                {"at", clock_.now().time_since_epoch().count()},
                                {"kind", "editHelper"},
                                {"hash", "x"},
                                {"ok", true},
                                {"logged", at < 20}});
    }
    seed(busy);
    domain::edit_helper wish;
    wish.phone = "0711 123";
    ASSERT_TRUE(good(give(loop(), header("last", "editHelper"), "h0", wish)));
    EXPECT_EQ(stored_document(store(), helper_document_id(slug, "h0"))->decided.size(), decide_loop::most_entries);
}

TEST_P(store_commands, every_change_is_in_the_activity_log_newest_first) {
    entities_options projecting = without_projector();
    projecting.project = true;
    restart(projecting);
    seed_event({{"account-2", domain::access::coordinator, {}}}, {{"marshal", 20, 0}});
    seed_helpers(12);
    for (std::size_t at = 0; at < 12; ++at) {
        auto given = header(op(at), "assign", "", at % 2 == 0 ? coordinator : "account-2");
        given.at += std::chrono::milliseconds(at);
        ASSERT_TRUE(
            good(give(loop(), given, saturday, put("marshal-" + std::to_string(at + 1), "h" + std::to_string(at)))));
    }
    ASSERT_TRUE(good(give(loop(), header("refused", "assign"), saturday, put("marshal-1", "h5"))));
    domain::edit_event rename;
    rename.name = "Monrepos";
    auto given = header("event", "editEvent");
    given.at += std::chrono::seconds(1);
    ASSERT_TRUE(good(give(loop(), given, rename)));
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));

    domain::activity_query asked;
    asked.event = slug;
    asked.limit = 5;
    std::vector<std::string> ops;
    do {
        const auto page = read_activity(store(), asked);
        ASSERT_TRUE(good(page));
        for (const auto& line : page->entries) {
            ops.push_back(line.entry.op);
            EXPECT_EQ(line.event, slug);
        }
        asked.cursor = page->next;
    } while (!asked.cursor.empty());
    EXPECT_EQ(ops, (std::vector<std::string>{"event", "op-11", "op-10", "op-9", "op-8", "op-7", "op-6", "op-5", "op-4",
                                             "op-3", "op-2", "op-1", "op-0"}))
        << "refusals change nothing and are not listed";

    asked = {};
    asked.event = slug;
    asked.actor = "account-2";
    asked.entity = schedule_document_id(slug, saturday);
    const auto filtered = read_activity(store(), asked);
    ASSERT_TRUE(good(filtered));
    EXPECT_EQ(filtered->entries.size(), 6U);
    EXPECT_TRUE(filtered->next.empty());
    asked.cursor = "log:other:1";
    EXPECT_EQ(read_activity(store(), asked).error().kind, failure::invalid);
}

TEST_P(store_commands, what_a_stop_kept_from_being_logged_is_logged_at_the_next_start_and_only_once) {
    seed_event();
    seed_helpers(2);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    ASSERT_TRUE(good(give(loop(), header("op-2", "archiveHelper"), "h1", domain::archive_helper{})));
    entities_options projecting = without_projector();
    projecting.project = true;
    for (int round = 0; round < 2; ++round) {
        restart(projecting);
        ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
        domain::activity_query asked;
        asked.event = slug;
        EXPECT_EQ(read_activity(store(), asked)->entries.size(), 2U);
    }
}

TEST_P(store_commands, views_show_what_was_answered_and_never_change) {
    seed_event();
    seed_helpers(2);
    EXPECT_FALSE(loop().views().view_if_loaded(slug));
    const auto before = *loop().views().load(slug);
    ASSERT_TRUE(before);
    EXPECT_EQ(before->helpers->size(), 2U);
    EXPECT_TRUE(before->schedules->empty());
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    const auto after = loop().views().view_if_loaded(slug);
    ASSERT_TRUE(after);
    EXPECT_GT(after->generation, before->generation);
    EXPECT_EQ(holder(after->schedules->at(saturday)->value, "marshal-1"), "h0");
    EXPECT_TRUE(before->schedules->empty()) << "a view never changes";
    EXPECT_EQ(after->helpers, before->helpers) << "what did not change is shared";
    domain::edit_event rename;
    rename.name = "Monrepos";
    ASSERT_TRUE(good(give(loop(), header("op-2", "editEvent"), rename)));
    EXPECT_EQ(loop().views().view_if_loaded(slug)->event->value.name, "Monrepos");
    EXPECT_EQ(*loop().views().load("elsewhere"), nullptr);

    // Loaded anew it is the same, with what can be undone.
    restart();
    const auto again = *loop().views().load(slug);
    EXPECT_EQ(again->schedules->at(saturday)->value, after->schedules->at(saturday)->value);
    const auto same = [](const auto& left, const auto& right) { return *left == *right; };
    EXPECT_TRUE(
        std::ranges::equal(again->schedules->at(saturday)->recent, after->schedules->at(saturday)->recent, same));
    EXPECT_EQ(again->event->value.name, "Monrepos");
}

TEST_P(store_commands, views_keep_up_with_parallel_writes_and_loads) {
    constexpr std::size_t writers = 6;
    seed_event({}, {{"marshal", 30, 0}});
    seed_helpers(30);
    std::atomic<std::size_t> done{0};
    in_parallel(writers + 2, [&](std::size_t at) {
        if (at >= writers) {
            while (done < writers) {
                loop().views().forget();
                ASSERT_TRUE(good(loop().views().load(slug)));
            }
            return;
        }
        for (std::size_t round = 0; round < 5; ++round) {
            const std::size_t place = at * 5 + round;
            const std::string slot = "marshal-" + std::to_string(place + 1);
            const auto answer =
                give(loop(), header(op(place), "assign"), saturday, put(slot, "h" + std::to_string(place)));
            EXPECT_TRUE(good(answer));
            const auto view = loop().views().load(slug);
            EXPECT_TRUE(good(view));
            EXPECT_EQ(holder((*view)->schedules->at(saturday)->value, slot), "h" + std::to_string(place))
                << "a view is behind what was answered";
        }
        ++done;
    });
}

TEST_P(store_commands, undo_finds_the_entry_it_names) {
    seed_event();
    seed_helpers(1);
    ASSERT_TRUE(good(give(loop(), header("op-1", "assign"), saturday, put("marshal-1", "h0"))));
    const auto undone = give(loop(), header("op-2", "undo"), saturday, domain::undo_schedule{"op-1"});
    ASSERT_TRUE(good(undone));
    EXPECT_TRUE(undone->entry.ok) << undone->entry.code;
    EXPECT_EQ(holder(undone->current->value, "marshal-1"), "");
    const auto unknown = give(loop(), header("op-3", "undo"), saturday, domain::undo_schedule{"op-9"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, "noSuchCommand");
}

TEST_P(store_commands, a_queue_that_is_full_and_a_command_that_waited_too_long_are_busy) {
    seed_event();
    auto options = without_projector();
    options.most_waiting_commands = 2;
    commands few(store(), clock_, options);
    const auto id = helper_document_id(slug, "h0");
    std::vector<std::shared_ptr<command_job<domain::helper>>> jobs;
    int answers = 0;
    for (int at = 0; at < 3; ++at) {
        auto job = std::make_shared<command_job<domain::helper>>();
        job->header = header(op(static_cast<std::size_t>(at)), "archiveHelper");
        job->command = domain::archive_helper{};
        job->deadline =
            at == 0 ? std::chrono::steady_clock::time_point::min() : std::chrono::steady_clock::time_point::max();
        job->answered = [&answers] { ++answers; };
        jobs.push_back(job);
        EXPECT_EQ(few.submit<domain::helper>(id, job), at == 0);
    }
    EXPECT_EQ(answers, 1);
    ASSERT_TRUE(jobs[2]->answer);
    EXPECT_EQ(jobs[2]->answer->error().code, "storeBusy");
    few.work<domain::helper>(id);
    EXPECT_EQ(answers, 3);
    EXPECT_EQ(jobs[0]->answer->error().code, "storeBusy");
    EXPECT_EQ(jobs[1]->answer->error().kind, failure::absent);
}

} // namespace
} // namespace organizer::store::testing
