// One helper per parkrun number and event: the order of the two documents, cuts between any two steps, and parallel
// fights.

#include "store_fixture.hpp"

#include "store/codec/number_reservation.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <memory>

namespace organizer::store::testing {
namespace {

using domain::failure;

/// A store that works for a number of writes and then fails, as if the process had been cut off there: either before
/// the next write reaches the engine, or after it did but before its answer came back.
class cut_store final : public document_store {
public:
    enum class where { before_write, after_write };
    cut_store(document_store& over, int writes, where cut) : over_(over), left_(writes), cut_(cut) {}

    domain::result<std::optional<document>> find(std::string_view id) override {
        if (gone_) {
            return gone();
        }
        return over_.find(id);
    }
    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit) override {
        if (gone_) {
            return gone();
        }
        return over_.list(event, kind, after, limit);
    }
    domain::result<insert_outcome> insert(const document& fresh) override {
        return cut<insert_outcome>([&] { return over_.insert(fresh); });
    }
    domain::result<replace_outcome> replace(const document& next) override {
        return cut<replace_outcome>([&] { return over_.replace(next); });
    }
    domain::result<change_page> changed_since(std::string_view since, std::size_t limit) override {
        return over_.changed_since(since, limit);
    }
    domain::result<std::string> newest_change() override { return over_.newest_change(); }
    domain::result<void> ping() override { return over_.ping(); }

    bool was_cut() const { return gone_; }

private:
    static domain::problem gone() {
        domain::problem made;
        made.kind = failure::unavailable;
        made.code = "storeUnavailable";
        return made;
    }
    template <class Outcome, class Write>
    domain::result<Outcome> cut(Write write) {
        if (gone_) {
            return gone();
        }
        if (left_ > 0) {
            --left_;
            return write();
        }
        gone_ = true;
        if (cut_ == where::after_write) {
            static_cast<void>(write());
        }
        return gone();
    }

    document_store& over_;
    int left_;
    where cut_;
    bool gone_ = false;
};

class store_numbers : public commands_fixture {
protected:
    void SetUp() override { seed_event(); }

    domain::result<command_outcome<domain::helper>> create(commands& to, const std::string& op, const std::string& id,
                                                           domain::parkrun_number number) {
        domain::create_helper wish;
        wish.values = named("Name of " + id, number);
        return give(to, header(op, "createHelper", id + std::to_string(number)), id, wish);
    }
    domain::result<command_outcome<domain::helper>> change(commands& to, const std::string& op, const std::string& id,
                                                           std::optional<domain::parkrun_number> number,
                                                           std::optional<domain::parkrun_number> expect) {
        domain::change_parkrun_number wish;
        wish.number = number;
        wish.expect = expect;
        return give(to, header(op, "changeParkrunNumber", id), id, wish);
    }
    domain::result<command_outcome<domain::helper>> archive(commands& to, const std::string& op,
                                                            const std::string& id) {
        return give(to, header(op, "archiveHelper", id), id, domain::archive_helper{});
    }
    domain::result<command_outcome<domain::helper>> restore(commands& to, const std::string& op,
                                                            const std::string& id) {
        return give(to, header(op, "restoreHelper", id), id, domain::restore_helper{});
    }

    /// No number is carried by two helpers, and what is carried is held for its helper; no reservation is unfinished.
    void expect_consistent() {
        std::map<domain::parkrun_number, std::string> carried;
        const auto helpers = store().list(slug, "helper", "", 1000);
        ASSERT_TRUE(good(helpers));
        for (const auto& each : *helpers) {
            const auto state = state_of<domain::helper>(each);
            ASSERT_TRUE(good(state));
            if (!*state || !(*state)->number || (*state)->archived) {
                continue;
            }
            const std::string id(parts_of(each.id).key);
            const auto number = *(*state)->number;
            EXPECT_TRUE(carried.emplace(number, id).second)
                << number << " is carried by " << carried[number] << " and " << id;
            EXPECT_EQ(reservation(store(), number), "held " + id);
        }
        const auto locks = store().list(slug, "pid", "", 1000);
        ASSERT_TRUE(good(locks));
        for (const auto& each : *locks) {
            EXPECT_NE(each.body.at("state"), "reserved") << each.id;
            EXPECT_FALSE(each.body.contains("command")) << each.id << " still holds personal values";
        }
    }
};

INSTANTIATE_TEST_SUITE_P(engines, store_numbers, ::testing::ValuesIn(engines()), name_of);

TEST_P(store_numbers, a_number_is_held_for_whoever_carries_it) {
    ASSERT_TRUE(create(loop(), "op-1", "h1", 1)->entry.ok);
    EXPECT_EQ(reservation(store(), 1), "held h1");
    const auto refused = create(loop(), "op-2", "h2", 1);
    ASSERT_TRUE(good(refused));
    EXPECT_EQ(refused->entry.code, "parkrunNumberTaken");
    EXPECT_EQ(refused->entry.facts.at("helper"), "h1");
    EXPECT_EQ(reservation(store(), 1), "held h1");
    ASSERT_TRUE(create(loop(), "op-3", "h3", 3)->entry.ok);
    EXPECT_EQ(change(loop(), "op-4", "h3", 1, 3)->entry.code, "parkrunNumberTaken");
    expect_consistent();
}

TEST_P(store_numbers, a_number_that_was_given_up_is_free) {
    ASSERT_TRUE(create(loop(), "op-1", "h1", 1)->entry.ok);
    ASSERT_TRUE(change(loop(), "op-2", "h1", 2, 1)->entry.ok);
    EXPECT_EQ(reservation(store(), 1), "released h1");
    EXPECT_EQ(reservation(store(), 2), "held h1");
    ASSERT_TRUE(create(loop(), "op-3", "h2", 1)->entry.ok);
    ASSERT_TRUE(change(loop(), "op-4", "h2", {}, 1)->entry.ok);
    EXPECT_EQ(reservation(store(), 1), "released h2");
    EXPECT_EQ(change(loop(), "op-5", "h1", 1, 7)->entry.code, "changedSince");
    expect_consistent();
}

TEST_P(store_numbers, the_number_of_an_archived_helper_is_free_and_is_reserved_again_by_the_return) {
    ASSERT_TRUE(create(loop(), "op-1", "h1", 1)->entry.ok);
    ASSERT_TRUE(archive(loop(), "op-2", "h1")->entry.ok);
    ASSERT_TRUE(restore(loop(), "op-3", "h1")->entry.ok);
    EXPECT_EQ(reservation(store(), 1), "held h1");
    ASSERT_TRUE(archive(loop(), "op-4", "h1")->entry.ok);
    ASSERT_TRUE(create(loop(), "op-5", "h2", 1)->entry.ok);
    EXPECT_EQ(reservation(store(), 1), "held h2");
    const auto refused = restore(loop(), "op-6", "h1");
    ASSERT_TRUE(good(refused));
    EXPECT_EQ(refused->entry.code, "parkrunNumberTaken");
    const auto undo = give(loop(), header("op-7", "undo"), "h1", domain::undo_helper{"op-4"});
    ASSERT_TRUE(good(undo));
    EXPECT_EQ(undo->entry.code, "parkrunNumberTaken") << "the way back by undo asks for the number too";
    expect_consistent();
}

TEST_P(store_numbers, repeating_a_command_changes_no_version_of_either_document) {
    ASSERT_TRUE(create(loop(), "op-1", "h1", 1)->entry.ok);
    const auto helper = stored_document(store(), helper_document_id(slug, "h1"))->v;
    const auto lock = stored_document(store(), number_document_id(slug, 1))->v;
    const auto again = create(loop(), "op-1", "h1", 1);
    ASSERT_TRUE(good(again));
    EXPECT_TRUE(again->repeated);
    EXPECT_EQ(stored_document(store(), helper_document_id(slug, "h1"))->v, helper);
    EXPECT_EQ(stored_document(store(), number_document_id(slug, 1))->v, lock);
}

TEST_P(store_numbers, who_may_not_do_it_reserves_nothing) {
    domain::create_helper wish;
    wish.values = named("Name", 1);
    const auto refused =
        give(loop(), header("op-1", "createHelper", "", "stranger", domain::access::coordinator), "h1", wish);
    ASSERT_FALSE(refused);
    EXPECT_EQ(reservation(store(), 1), "free");
    EXPECT_FALSE(stored_document(store(), helper_document_id(slug, "h1")));
}

TEST_P(store_numbers, a_refusal_after_an_own_earlier_reservation_is_recorded_so_that_nobody_carries_it_out_later) {
    // The command got as far as its reservation; then its actor loses the right; then it is sent again.
    domain::create_helper wish;
    wish.values = named("Name", 1);
    const auto given = header("op-1", "createHelper", "", "leaver");
    document lock = fresh_document(number_document_id(slug, 1));
    domain::number_reservation reserved;
    reserved.helper = "h1";
    reserved.state = domain::reservation_state::reserved;
    reserved.command = domain::waiting_command{given, wish};
    lock.body = codec::encode(reserved, {});
    seed(lock);
    const auto refused = give(loop(), given, "h1", wish);
    ASSERT_TRUE(good(refused)) << "recorded, so it is an outcome";
    EXPECT_FALSE(refused->entry.ok);
    EXPECT_EQ(refused->entry.refused_as, failure::absent);
    EXPECT_EQ(reservation(store(), 1), "released h1");
    EXPECT_FALSE(stored_helper(store(), "h1"));
    expect_consistent();
}

TEST_P(store_numbers, a_number_that_only_a_newer_program_can_settle_does_not_hold_up_the_log) {
    document newer = helper_document("h1", named("Newer"));
    newer.format = 1000;
    seed(newer);
    domain::change_parkrun_number wish;
    wish.number = 1;
    domain::number_reservation reserved;
    reserved.helper = "h1";
    reserved.state = domain::reservation_state::reserved;
    reserved.command = domain::waiting_command{header("op-1", "changeParkrunNumber"), wish};
    document lock = fresh_document(number_document_id(slug, 1));
    lock.body = codec::encode(reserved, {});
    seed(lock);
    entities_options projecting = without_projector();
    projecting.project = true;
    projecting.alone = true;
    restart(projecting);
    domain::edit_event rename;
    rename.name = "Monrepos";
    ASSERT_TRUE(good(give(loop(), header("op-2", "editEvent"), rename)));
    EXPECT_TRUE(loop().background().settle(std::chrono::seconds(10)));
    EXPECT_TRUE(stored_document(store(), activity_document_id(slug, event_document_id(slug), "op-2")));
    loop().background().add_number(slug, 1); // as whoever meets it and cannot finish it does
    EXPECT_TRUE(loop().background().settle(std::chrono::seconds(10)));
    restart();
    EXPECT_EQ(reservation(store(), 1), "reserved h1");
    EXPECT_FALSE(stored_document(store(), "projector:-:place")) << "the newer program's start is to meet it";
}

TEST_P(store_numbers, of_fifty_parallel_creations_with_one_number_one_wins) {
    commands other(store(), clock_, without_projector());
    std::atomic<int> won{0};
    in_parallel(50, [&](std::size_t at) {
        const auto name = std::to_string(at);
        const auto answer = create(at % 2 == 0 ? loop() : other, "op-" + name, "h" + name, 1);
        ASSERT_TRUE(good(answer));
        won += answer->entry.ok ? 1 : 0;
        if (!answer->entry.ok) {
            EXPECT_EQ(answer->entry.code, "parkrunNumberTaken");
        }
    });
    EXPECT_EQ(won, 1);
    expect_consistent();
}

TEST_P(store_numbers, parallel_changes_archives_and_returns_never_give_a_number_twice) {
    constexpr std::size_t people = 6;
    for (std::size_t at = 0; at < people; ++at) {
        seed(helper_document("h" + std::to_string(at), named("Helper")));
    }
    commands other(store(), clock_, without_projector());
    in_parallel(people * 2, [&](std::size_t at) {
        commands& to = at % 2 == 0 ? loop() : other;
        const std::string id = "h" + std::to_string(at / 2);
        for (std::size_t round = 0; round < 8; ++round) {
            const std::string op = id + "-" + std::to_string(at) + "-" + std::to_string(round);
            const auto now = stored_helper(store(), id);
            switch ((at + round) % 4) {
            case 0:
                EXPECT_TRUE(good(archive(to, op, id)));
                break;
            case 1:
                EXPECT_TRUE(good(restore(to, op, id)));
                break;
            default:
                EXPECT_TRUE(good(change(to, op, id, static_cast<domain::parkrun_number>(1 + (at + round) % 3),
                                        now ? now->number : std::nullopt)));
            }
        }
    });
    expect_consistent();
}

/// Who finishes what a cut left behind: the same command again, somebody who wants the number, or the projector of the
/// next start.
enum class finisher { repeat, rival, projector };

/// A command that touches the helper `id`, the number `number` and perhaps `number + 1`.
struct cut_scenario {
    std::string name;
    std::function<void(commands&, const std::string& id, domain::parkrun_number number)> prepare;
    std::function<domain::result<command_outcome<domain::helper>>(commands&, const std::string& op,
                                                                  const std::string& id, domain::parkrun_number number)>
        act;
    /// True if the helper's state is the one that the command makes.
    std::function<bool(const std::optional<domain::helper>&, domain::parkrun_number number)> done;
};

TEST_P(store_numbers, a_cut_between_any_two_steps_is_finished_by_whoever_comes_next) {
    const std::vector<cut_scenario> scenarios = {
        {"create", [](commands&, const std::string&, domain::parkrun_number) {},
         [&](commands& to, const std::string& op, const std::string& id, domain::parkrun_number number) {
             return create(to, op, id, number);
         },
         [](const auto& state, domain::parkrun_number number) { return domain::carries(state, number); }},
        {"change",
         [&](commands& to, const std::string& id, domain::parkrun_number number) {
             ASSERT_TRUE(create(to, "prepare-" + id, id, number + 1)->entry.ok);
         },
         [&](commands& to, const std::string& op, const std::string& id, domain::parkrun_number number) {
             return change(to, op, id, number, number + 1);
         },
         [](const auto& state, domain::parkrun_number number) { return domain::carries(state, number); }},
        {"restore",
         [&](commands& to, const std::string& id, domain::parkrun_number number) {
             ASSERT_TRUE(create(to, "prepare-" + id, id, number)->entry.ok);
             ASSERT_TRUE(archive(to, "archive-" + id, id)->entry.ok);
         },
         [&](commands& to, const std::string& op, const std::string& id, domain::parkrun_number) {
             return restore(to, op, id);
         },
         [](const auto& state, domain::parkrun_number number) { return domain::carries(state, number); }},
        {"give up",
         [&](commands& to, const std::string& id, domain::parkrun_number number) {
             ASSERT_TRUE(create(to, "prepare-" + id, id, number)->entry.ok);
         },
         [&](commands& to, const std::string& op, const std::string& id, domain::parkrun_number number) {
             return change(to, op, id, {}, number);
         },
         [](const auto& state, domain::parkrun_number) { return state && !state->number; }},
    };
    entities_options projecting = without_projector();
    projecting.project = true;
    domain::parkrun_number number = 1000;
    int cuts = 0;
    for (const auto& scenario : scenarios) {
        for (const auto cut : {cut_store::where::before_write, cut_store::where::after_write}) {
            for (const auto by : {finisher::repeat, finisher::rival, finisher::projector}) {
                for (int writes = 0;; ++writes) {
                    number += 10;
                    const std::string id = "h" + std::to_string(number);
                    const std::string rival = "r" + std::to_string(number);
                    SCOPED_TRACE(scenario.name +
                                 (cut == cut_store::where::before_write ? " cut before" : " cut after") + " write " +
                                 std::to_string(writes) + ", finisher " + std::to_string(static_cast<int>(by)));
                    scenario.prepare(loop(), id, number);
                    cut_store failing(store(), writes, cut);
                    {
                        commands cut_off(failing, clock_, without_projector());
                        static_cast<void>(scenario.act(cut_off, "op-" + id, id, number));
                    }
                    if (!failing.was_cut()) {
                        ASSERT_GT(writes, 0);
                        break;
                    }
                    ++cuts;
                    // Another process goes on, without what the first one had in memory.
                    restart(by == finisher::projector ? projecting : without_projector());
                    if (by == finisher::rival) {
                        const auto answer = create(loop(), "op-" + rival, rival, number);
                        ASSERT_TRUE(good(answer));
                        const auto first = stored_helper(store(), id);
                        EXPECT_NE(answer->entry.ok, domain::carries(first, number)) << "one of the two has the number";
                    } else if (by == finisher::projector) {
                        ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
                    }
                    if (by != finisher::repeat) {
                        expect_consistent();
                    }
                    const auto repeated = scenario.act(loop(), "op-" + id, id, number);
                    ASSERT_TRUE(good(repeated));
                    EXPECT_EQ(repeated->entry.ok, scenario.done(stored_helper(store(), id), number))
                        << "the answer and the state differ";
                    EXPECT_TRUE(repeated->entry.ok || by == finisher::rival);
                    if (by == finisher::repeat) {
                        // A repeat answers what was decided; the projector settles the reservation.
                        restart(projecting);
                        ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
                    }
                    expect_consistent();
                    restart();
                }
            }
        }
    }
    EXPECT_GE(cuts, 60) << "create 3, change 4, restore 3, give up 2 writes, twice, by three";
}

TEST_P(store_numbers, a_cut_while_the_activity_log_is_written_leaves_every_entry_once) {
    ASSERT_TRUE(create(loop(), "op-1", "h1", 1)->entry.ok);
    ASSERT_TRUE(archive(loop(), "op-2", "h1")->entry.ok);
    entities_options projecting = without_projector();
    projecting.project = true;
    const auto entity = helper_document_id(slug, "h1");
    const auto decided = *loop().loop().decided(entity, "op-1");
    ASSERT_TRUE(decided);
    const std::array entries{kept_entry{std::make_shared<const domain::decided_entry>(*decided)}};
    for (const auto cut : {cut_store::where::before_write, cut_store::where::after_write}) {
        for (int writes = 0; writes < 2; ++writes) {
            cut_store failing(store(), writes, cut);
            projector half(failing, true);
            EXPECT_FALSE(half.log(entity, entries));
        }
    }
    restart(projecting);
    ASSERT_TRUE(loop().background().settle(std::chrono::minutes(1)));
    domain::activity_query asked;
    asked.event = slug;
    const auto page = read_activity(store(), asked);
    ASSERT_TRUE(good(page));
    ASSERT_EQ(page->entries.size(), 2U);
}

TEST_P(store_numbers, a_cut_in_the_only_write_of_a_command_is_repeated_exactly_once) {
    for (const auto cut : {cut_store::where::before_write, cut_store::where::after_write}) {
        const std::string id = cut == cut_store::where::before_write ? "before" : "after";
        seed(helper_document(id, named("Helper")));
        cut_store failing(store(), 0, cut);
        commands cut_off(failing, clock_, without_projector());
        const auto unknown = archive(cut_off, "op-" + id, id);
        ASSERT_FALSE(unknown);
        EXPECT_EQ(unknown.error().kind, failure::unavailable);
        const auto again = archive(loop(), "op-" + id, id);
        ASSERT_TRUE(good(again));
        EXPECT_EQ(again->repeated, cut == cut_store::where::after_write);
        EXPECT_TRUE(again->entry.ok);
        EXPECT_EQ(stored_document(store(), helper_document_id(slug, id))->v, 2);
    }
}

} // namespace
} // namespace organizer::store::testing
