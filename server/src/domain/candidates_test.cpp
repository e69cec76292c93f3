#include "domain/candidates.hpp"

#include "domain/test_world.hpp"

#include <algorithm>

namespace organizer::domain::testing {
namespace {

/// A date, its directory and when everybody last helped.
struct search {
    schedule on = draft_of(an_event(), saturday);
    std::map<std::string, helper> helpers;
    std::map<std::string, local_date, std::less<>> last;

    helper& add(const std::string& id, int weeks_ago = -1) {
        if (weeks_ago >= 0) {
            last[id] = add_days(saturday, -7 * weeks_ago);
        }
        return helpers[id] = a_helper(id);
    }
    void put(std::string_view slot, const std::string& id, assignment_state state = assignment_state::confirmed) {
        for (auto& each : on.slots) {
            if (slot_id(each) == slot) {
                each.assignment = assignment{id, state, ""};
            }
        }
    }
    std::vector<candidate> ranked(std::string_view slot) const {
        std::vector<std::pair<std::string_view, const helper*>> directory;
        directory.reserve(helpers.size());
        for (const auto& [id, who] : helpers) {
            directory.emplace_back(id, &who);
        }
        return rank_candidates(on, slot, directory, last);
    }
    std::vector<std::string> order(std::string_view slot) const {
        std::vector<std::string> ids;
        for (const candidate& each : ranked(slot)) {
            ids.push_back(each.helper + " " + std::string{to_text(each.group)} + " " +
                          std::string{to_text(each.reason)});
        }
        return ids;
    }
};

TEST(candidates, come_in_the_order_of_whom_to_ask) {
    search in;
    in.add("a-on-date", 1);
    in.put("timekeeper-1", "a-on-date");
    in.add("b-absent", 9).absences = {{today, saturday}};
    in.add("c-not-due", 1).wish_weeks = 4;
    in.add("d-never");
    in.add("e-free", 3);
    in.add("f-due", 5).wish_weeks = 4;
    in.add("g-prefers", 1).prefers = {"marshal"};
    in.add("h-reserve", 2);
    in.on.reserve = {"h-reserve"};
    in.add("i-avoids", 8).avoids = {"marshal"};
    EXPECT_EQ(
        in.order("marshal-1"),
        (std::vector<std::string>{"h-reserve saidYes free", "g-prefers free prefersRole", "f-due free due",
                                  "e-free free free", "d-never free neverHelped", "c-not-due maybe notDue",
                                  "b-absent warned absent", "i-avoids warned avoidsRole", "a-on-date onDate onDate"}));
}

TEST(candidates, nobody_is_hidden_but_the_archive) {
    search in;
    in.add("anna");
    in.add("bert").archived = true;
    in.add("cleo").erased = true;
    EXPECT_EQ(in.order("marshal-1"), (std::vector<std::string>{"anna free neverHelped"}));
    EXPECT_TRUE(in.ranked("judge-1").empty());
}

TEST(candidates, skilled_roles_ask_for_a_level) {
    search in;
    in.add("a-none", 2);
    in.add("b-expired", 2).levels = {{"timekeeper", role_level::signed_off, add_days(saturday, -1)}};
    in.add("c-training", 2).levels = {{"timekeeper", role_level::training, {}}};
    in.add("d-signed", 2).levels = {{"timekeeper", role_level::signed_off, saturday}};
    EXPECT_EQ(in.order("timekeeper-1"),
              (std::vector<std::string>{"d-signed free free", "a-none warned notSignedOff",
                                        "c-training warned notSignedOff", "b-expired warned levelExpired"}));
    const auto ranked = in.ranked("timekeeper-1");
    EXPECT_TRUE(ranked[0].signed_off);
    EXPECT_EQ(ranked[3].until, add_days(saturday, -1));
    EXPECT_EQ(ranked[1].warning, candidate_warning::not_signed_off);
    EXPECT_EQ(in.order("marshal-1")[0], "a-none free free") << "a Marshal needs no sign-off";
}

TEST(candidates, training_needs_a_trainer_beside) {
    search in;
    in.add("learner", 2).levels = {{"timekeeper", role_level::training, {}}};
    in.add("trainer", 2).levels = {{"timekeeper", role_level::trainer, {}}};
    EXPECT_EQ(in.order("timekeeper-2")[1], "learner warned notSignedOff");
    in.put("timekeeper-1", "trainer");
    EXPECT_EQ(in.order("timekeeper-2")[0], "learner training training");
    EXPECT_EQ(in.ranked("timekeeper-2")[0].trainer, "trainer");
    in.put("timekeeper-1", "trainer", assignment_state::declined);
    EXPECT_EQ(in.order("timekeeper-2")[0], "learner warned notSignedOff") << "the trainer does not come";
}

TEST(candidates, say_where_somebody_is_on_the_date) {
    search in;
    in.add("anna", 1);
    in.put("run-director-1", "anna");
    EXPECT_EQ(in.order("marshal-1")[0], "anna onDate onDate");
    EXPECT_EQ(in.ranked("marshal-1")[0].slot, "run-director-1");
    EXPECT_EQ(in.order("run-director-1")[0], "anna onDate onDate") << "there already";
    const auto pair = in.ranked("finish-tokens-1")[0];
    EXPECT_EQ(pair.group, candidate_group::warned) << "allowed, but parkrun advises against it";
    EXPECT_EQ(pair.warning, candidate_warning::pair_discouraged);
    EXPECT_EQ(pair.slot, "run-director-1");
    in.helpers.at("anna").levels = {{"results-processor", role_level::signed_off, {}}};
    EXPECT_EQ(in.ranked("results-processor-1")[0].group, candidate_group::free) << "done after the run";
    EXPECT_EQ(in.ranked("results-processor-1")[0].slot, "run-director-1");
}

TEST(candidates, who_declined_is_warned) {
    search in;
    in.add("anna", 1);
    in.put("marshal-2", "anna", assignment_state::declined);
    EXPECT_EQ(in.order("marshal-1")[0], "anna warned declined");
}

TEST(candidates, the_longer_ago_the_earlier_and_then_by_name) {
    search in;
    in.add("zoe", 7);
    in.add("anna", 2);
    in.add("bert", 2);
    EXPECT_EQ(in.order("marshal-1"), (std::vector<std::string>{"zoe free free", "anna free free", "bert free free"}));
    EXPECT_EQ(in.ranked("marshal-1")[0].weeks_since, 7);
}

TEST(last_helped, counts_places_before_the_date) {
    schedule one = draft_of(an_event(), add_days(saturday, -14));
    one.slots[1].assignment = assignment{"anna", assignment_state::confirmed, ""};
    one.slots[2].assignment = assignment{"bert", assignment_state::declined, ""};
    schedule two = draft_of(an_event(), add_days(saturday, -7));
    two.slots[1].assignment = assignment{"anna", assignment_state::proposed, ""};
    schedule cancelled = draft_of(an_event(), add_days(saturday, -7));
    cancelled.status = schedule_status::cancelled;
    cancelled.slots[1].assignment = assignment{"cleo", assignment_state::confirmed, ""};
    schedule later = draft_of(an_event(), saturday);
    later.slots[1].assignment = assignment{"anna", assignment_state::confirmed, ""};
    const std::vector<const schedule*> all{&two, &one, &cancelled, &later};
    const auto last = last_helped(all, saturday);
    EXPECT_EQ(last.size(), 1U);
    EXPECT_EQ(last.at("anna"), add_days(saturday, -7));
}

} // namespace
} // namespace organizer::domain::testing
