#include "domain/schedule.hpp"

#include "domain/test_world.hpp"

namespace organizer::domain::testing {
namespace {

TEST(schedule, a_draft_has_a_slot_for_each_needed_and_preferred_place) {
    const schedule draft = draft_of(an_event(), saturday);
    std::vector<std::string> ids;
    ids.reserve(draft.slots.size());
    for (const slot& each : draft.slots) {
        ids.push_back(slot_id(each));
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"run-director-1", "marshal-1", "marshal-2", "marshal-3", "timekeeper-1",
                                             "timekeeper-2", "finish-tokens-1", "results-processor-1"}));
    EXPECT_EQ(draft.status, schedule_status::draft);
    EXPECT_EQ(draft.allowed_pairs, usual_pairs());
    const schedule_counts counts = count(draft);
    EXPECT_EQ(counts.open_needed, 6);
    EXPECT_EQ(counts.open_preferred, 2);
    EXPECT_EQ(counts.filled, 0);
    EXPECT_EQ(colour_of(draft), date_colour::red);
}

TEST(schedule, the_first_command_makes_the_schedule_from_the_needs) {
    roster on;
    EXPECT_EQ(outcome(on.put("ron", "marshal-1", "anna-h")), "ok");
    ASSERT_TRUE(on.state);
    EXPECT_EQ(on.state->slots.size(), 8U);
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
}

TEST(schedule, later_needs_do_not_touch_a_stored_schedule) {
    roster on;
    on.put("ron", "marshal-1", "anna-h");
    on.event.needs = {{"marshal", 9, 0}};
    EXPECT_EQ(outcome(on.put("ron", "timekeeper-2", "bert-h")), "ok");
    EXPECT_EQ(on.state->slots.size(), 8U);
}

TEST(schedule, a_day_without_event_has_no_schedule) {
    roster on;
    on.date = add_days(saturday, 1);
    const auto made = on.put("carla", "marshal-1", "anna-h");
    EXPECT_EQ(outcome(made), "noEventThatDay");
    EXPECT_EQ(made.refusal.kind, failure::absent);
    on.date = add_days(saturday, 7 * 200);
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "anna-h")), "noEventThatDay") << "years ahead";
    on.date = std::chrono::year{2027} / std::chrono::January / 1;
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "anna-h")), "ok") << "a special day, a Friday";
}

TEST(schedule, one_helper_per_place) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    const auto made = on.put("ron", "marshal-1", "bert-h");
    EXPECT_EQ(outcome(made), "slotTaken");
    EXPECT_EQ(made.refusal.kind, failure::conflict);
    EXPECT_EQ(made.refusal.facts.at("holder"), "anna-h");
    EXPECT_EQ(made.refusal.facts.at("state"), "confirmed");
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
    EXPECT_EQ(outcome(on.put("ron", "marshal-1", "bert-h", "anna-h")), "ok") << "who knows the holder may replace";
    EXPECT_EQ(on.holder("marshal-1"), "bert-h");
}

TEST(schedule, an_expected_holder_who_left_is_a_conflict) {
    roster on;
    EXPECT_EQ(outcome(on.put("ron", "marshal-1", "bert-h", "anna-h")), "changedSince");
}

TEST(schedule, the_same_wish_again_changes_nothing) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "anna-h")), "unchanged") << "whatever is expected";
    EXPECT_EQ(outcome(on.give("carla", unassign{"marshal-2", "bert-h"})), "unchanged") << "already empty";
}

TEST(schedule, once_per_date_unless_the_roles_may_be_combined) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    const auto made = on.put("carla", "timekeeper-1", "anna-h");
    EXPECT_EQ(outcome(made), "alreadyOnDate");
    EXPECT_EQ(made.refusal.facts.at("slot"), "marshal-1");
    EXPECT_EQ(outcome(on.put("carla", "marshal-2", "anna-h")), "alreadyOnDate") << "twice in one role";
    EXPECT_EQ(outcome(on.put("carla", "results-processor-1", "anna-h")), "ok") << "done after the run";
    EXPECT_EQ(outcome(on.put("carla", "run-director-1", "bert-h")), "ok");
    EXPECT_EQ(outcome(on.put("carla", "finish-tokens-1", "bert-h")), "ok") << "an allowed pair";
}

TEST(schedule, a_declined_place_is_open_and_does_not_bind) {
    roster on;
    on.put("carla", "marshal-1", "anna-h", "", assignment_state::declined);
    EXPECT_EQ(count(*on.state).open_needed, 6);
    EXPECT_EQ(outcome(on.put("carla", "timekeeper-1", "anna-h")), "ok");
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "anna-h", "anna-h")), "alreadyOnDate")
        << "agreeing again would clash";
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "bert-h", "anna-h")), "ok");
}

TEST(schedule, who_is_not_in_the_directory_cannot_be_assigned) {
    roster on;
    EXPECT_EQ(fault(on.put("carla", "marshal-1", "nobody")), "/helper noSuchHelper");
    on.helpers.at("bert-h").erased = true;
    EXPECT_EQ(fault(on.put("carla", "marshal-1", "bert-h")), "/helper noSuchHelper");
    on.helpers.at("cleo-h").archived = true;
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "cleo-h")), "helperArchived");
    EXPECT_EQ(outcome(on.put("carla", "umpire-1", "anna-h")), "noSuchSlot");
    EXPECT_EQ(outcome(on.put("carla", "marshal-4", "anna-h")), "noSuchSlot");
}

TEST(schedule, somebody_archived_after_the_assignment_may_still_answer) {
    roster on;
    on.put("carla", "marshal-1", "anna-h", "", assignment_state::proposed);
    on.helpers.at("anna-h").archived = true;
    EXPECT_EQ(outcome(on.put("carla", "marshal-1", "anna-h", "anna-h")), "ok");
}

TEST(schedule, access_decides_before_the_rule) {
    roster on;
    EXPECT_EQ(on.put("stranger", "marshal-1", "anna-h").refusal.kind, failure::absent);
    EXPECT_EQ(outcome(on.give(by("stranger", access::admin), assign{"marshal-1", "anna-h", {}, "", ""})), "ok");
    EXPECT_EQ(on.give(by("carla", access::none), publish{}).refusal.kind, failure::absent);
    EXPECT_EQ(on.give(by("carla", access::run_director), publish{}).refusal.kind, failure::forbidden)
        << "the token's ceiling";
    for (const schedule_command& each :
         {schedule_command{publish{}}, schedule_command{cancel{"weather", ""}}, schedule_command{reinstate{}},
          schedule_command{set_need{"marshal", 1, 1, {}}}, schedule_command{apply_needs{}}}) {
        EXPECT_EQ(on.give("ron", each).refusal.kind, failure::forbidden) << kind_of(each);
    }
    EXPECT_EQ(outcome(on.give("ron", swap{{"marshal-1", "marshal-2"}, {"anna-h", ""}, ""})), "ok");
}

TEST(schedule, a_helper_takes_and_hands_back_the_own_place_when_published) {
    roster on;
    EXPECT_EQ(outcome(on.put("hanna", "marshal-1", "hanna-h")), "noSchedule") << "a draft is not shown to helpers";
    on.give("carla", publish{});
    EXPECT_EQ(on.put("hanna", "marshal-1", "anna-h").refusal.kind, failure::forbidden) << "only oneself";
    EXPECT_EQ(outcome(on.put("hanna", "marshal-1", "hanna-h")), "ok");
    EXPECT_EQ(outcome(on.put("hanna", "marshal-1", "hanna-h", "hanna-h", assignment_state::declined)), "ok");
    EXPECT_EQ(outcome(on.give("hanna", unassign{"marshal-1", "hanna-h"})), "ok");
    EXPECT_EQ(on.holder("marshal-1"), "");
}

TEST(schedule, a_helper_moves_nobody_else) {
    roster on;
    on.give("carla", publish{});
    on.put("carla", "marshal-1", "anna-h");
    on.put("carla", "marshal-2", "bert-h", "", assignment_state::declined);
    EXPECT_EQ(outcome(on.put("hanna", "marshal-1", "hanna-h", "anna-h")), "slotTaken") << "even knowing the holder";
    EXPECT_EQ(on.give("hanna", unassign{"marshal-1", "anna-h"}).refusal.kind, failure::forbidden);
    EXPECT_EQ(outcome(on.give("hanna", unassign{"marshal-1", "hanna-h"})), "slotTaken");
    EXPECT_EQ(on.give("hanna", swap{{"marshal-1", "marshal-3"}, {"anna-h", ""}, ""}).refusal.kind, failure::forbidden);
    EXPECT_EQ(outcome(on.put("hanna", "marshal-2", "hanna-h", "bert-h")), "ok") << "who declined left it open";
    EXPECT_EQ(fault(on.put("hanna", "results-processor-1", "hanna-h", "", assignment_state::declined)),
              "/state notYourPlace");
}

TEST(schedule, a_helper_without_link_takes_no_place) {
    roster on;
    on.give("carla", publish{});
    on.event.memberships[1].helper.reset();
    EXPECT_EQ(on.put("hanna", "marshal-1", "hanna-h").refusal.kind, failure::forbidden);
}

TEST(schedule, a_helper_changes_nothing_once_the_date_is_over) {
    roster on;
    on.give("carla", publish{});
    on.today = saturday;
    EXPECT_EQ(outcome(on.put("hanna", "marshal-1", "hanna-h")), "ok") << "the day itself";
    on.today = add_days(saturday, 1);
    EXPECT_EQ(outcome(on.give("hanna", unassign{"marshal-1", "hanna-h"})), "dateOver");
    EXPECT_EQ(outcome(on.put("ron", "marshal-2", "anna-h")), "ok") << "who was there is noted afterwards";
}

TEST(schedule, swap_exchanges_two_places) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    on.put("carla", "timekeeper-1", "bert-h", "", assignment_state::proposed);
    EXPECT_EQ(outcome(on.give("ron", swap{{"marshal-1", "timekeeper-1"}, {"anna-h", "bert-h"}, "asked"})), "ok");
    EXPECT_EQ(on.holder("marshal-1"), "bert-h");
    EXPECT_EQ(on.holder("timekeeper-1"), "anna-h");
    EXPECT_EQ(find_slot(*on.state, "marshal-1")->assignment->state, assignment_state::proposed)
        << "the state goes along";
    EXPECT_EQ(find_slot(*on.state, "marshal-1")->assignment->override_reason, "asked");
    EXPECT_EQ(outcome(on.give("ron", swap{{"marshal-1", "marshal-2"}, {"bert-h", ""}, ""})), "ok") << "a move";
    EXPECT_EQ(on.holder("marshal-2"), "bert-h");
    EXPECT_EQ(on.holder("marshal-1"), "");
}

TEST(schedule, swap_refuses_what_assign_would) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    on.put("carla", "run-director-1", "bert-h");
    on.put("carla", "finish-tokens-1", "bert-h");
    EXPECT_EQ(outcome(on.give("ron", swap{{"marshal-1", "marshal-2"}, {"cleo-h", ""}, ""})), "slotTaken");
    EXPECT_EQ(outcome(on.give("ron", swap{{"marshal-1", "marshal-2"}, {"anna-h", "cleo-h"}, ""})), "changedSince");
    EXPECT_EQ(fault(on.give("ron", swap{{"marshal-1", "marshal-1"}, {"anna-h", "anna-h"}, ""})), "/slots/1 sameSlot");
    EXPECT_EQ(fault(on.give("ron", swap{{"marshal-1", "judge-1"}, {"anna-h", ""}, ""})), "/slots/1 noSuchSlot");
    const auto made = on.give("ron", swap{{"marshal-1", "finish-tokens-1"}, {"anna-h", "bert-h"}, ""});
    EXPECT_EQ(outcome(made), "alreadyOnDate") << "Run Director and Marshal are no allowed pair";
    EXPECT_EQ(made.refusal.facts.at("helper"), "bert-h");
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
}

TEST(schedule, set_need_adds_and_takes_away_open_places) {
    roster on;
    on.put("carla", "marshal-2", "anna-h");
    EXPECT_EQ(outcome(on.give("carla", set_need{"marshal", 1, 0, {}})), "ok");
    EXPECT_FALSE(find_slot(*on.state, "marshal-1")) << "open places go, whatever their index";
    EXPECT_FALSE(find_slot(*on.state, "marshal-3"));
    EXPECT_EQ(on.holder("marshal-2"), "anna-h") << "a slot is never renumbered";
    const auto made = on.give("carla", set_need{"marshal", 0, 0, {}});
    EXPECT_EQ(outcome(made), "slotInUse");
    EXPECT_EQ(made.refusal.facts.at("slots"), "1");
    EXPECT_EQ(outcome(on.give("carla", set_need{"marshal", 2, 1, {}})), "ok");
    EXPECT_TRUE(find_slot(*on.state, "marshal-1"));
    EXPECT_TRUE(find_slot(*on.state, "marshal-3"));
    EXPECT_EQ(outcome(on.give("carla", set_need{"photographer", 0, 1, {}})), "ok") << "a role that the date had not";
    EXPECT_TRUE(find_slot(*on.state, "photographer-1"));
}

TEST(schedule, set_need_takes_declined_places_last) {
    roster on;
    on.put("carla", "marshal-3", "anna-h", "", assignment_state::declined);
    EXPECT_EQ(outcome(on.give("carla", set_need{"marshal", 1, 0, {}})), "ok");
    EXPECT_TRUE(find_slot(*on.state, "marshal-3"));
    EXPECT_EQ(outcome(on.give("carla", set_need{"marshal", 0, 0, {}})), "ok") << "declined is open";
    EXPECT_FALSE(find_slot(*on.state, "marshal-3"));
}

TEST(schedule, set_need_checks_its_input_and_what_was_seen) {
    roster on;
    EXPECT_EQ(outcome(on.give("carla", set_need{"umpire", 1, 0, {}})), "noSuchRole");
    EXPECT_EQ(fault(on.give("carla", set_need{"marshal", -1, 0, {}})), "/need outOfRange");
    EXPECT_EQ(fault(on.give("carla", set_need{"marshal", 40, 21, {}})), "/prefer outOfRange");
    const auto made = on.give("carla", set_need{"marshal", 3, 0, std::array{1, 1}});
    EXPECT_EQ(outcome(made), "changedSince");
    EXPECT_EQ(made.refusal.facts.at("need"), "2");
    EXPECT_EQ(outcome(on.give("carla", set_need{"marshal", 2, 1, std::array{1, 1}})), "unchanged") << "done already";
    EXPECT_EQ(outcome(on.give("carla", set_need{"marshal", 3, 0, std::array{2, 1}})), "ok");
}

TEST(schedule, filled_places_count_for_needed_ones_first) {
    roster on;
    on.put("carla", "marshal-3", "anna-h");
    const auto ranks = slot_ranks(*on.state);
    EXPECT_EQ(ranks[3], slot_rank::needed) << "the filled third place";
    EXPECT_EQ(ranks[1], slot_rank::needed);
    EXPECT_EQ(ranks[2], slot_rank::preferred);
    EXPECT_EQ(count(*on.state).open_needed, 5);
    EXPECT_EQ(count(*on.state).open_preferred, 2);
}

TEST(schedule, colours_follow_what_is_missing) {
    roster on;
    on.event.needs = {{"marshal", 1, 1}};
    on.put("carla", "marshal-1", "anna-h", "", assignment_state::proposed);
    EXPECT_EQ(colour_of(*on.state), date_colour::amber);
    on.put("carla", "marshal-2", "bert-h");
    EXPECT_EQ(colour_of(*on.state), date_colour::amber) << "somebody is only proposed";
    on.put("carla", "marshal-1", "anna-h", "anna-h");
    EXPECT_EQ(colour_of(*on.state), date_colour::green);
    on.give("carla", unassign{"marshal-1", "anna-h"});
    EXPECT_EQ(colour_of(*on.state), date_colour::amber) << "the needed place is filled by the other one";
    on.give("carla", cancel{"weather", ""});
    EXPECT_EQ(colour_of(*on.state), date_colour::grey);
    EXPECT_EQ(count(*on.state).open_preferred, 0);
}

TEST(schedule, apply_needs_takes_the_events_needs_and_keeps_people) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    on.put("carla", "timekeeper-2", "bert-h");
    on.event.needs = {{"marshal", 4, 0}, {"tail-walker", 1, 0}};
    on.event.allowed_pairs = {{"marshal", "timekeeper"}};
    EXPECT_EQ(outcome(on.give("carla", apply_needs{})), "ok");
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
    EXPECT_EQ(on.holder("timekeeper-2"), "bert-h") << "stays, as an extra place";
    EXPECT_FALSE(find_slot(*on.state, "timekeeper-1"));
    EXPECT_TRUE(find_slot(*on.state, "marshal-4"));
    EXPECT_TRUE(find_slot(*on.state, "tail-walker-1"));
    EXPECT_EQ(on.state->needs, on.event.needs);
    EXPECT_EQ(slot_ranks(*on.state).back(), slot_rank::extra);
    EXPECT_EQ(outcome(on.give("carla", apply_needs{})), "unchanged");
    EXPECT_EQ(outcome(on.put("carla", "timekeeper-2", "anna-h", "bert-h")), "ok") << "the new pair";
    on.event.allowed_pairs.clear();
    EXPECT_EQ(outcome(on.give("carla", apply_needs{})), "pairInUse") << "would break once per date";
}

TEST(schedule, publish_cancel_and_reinstate) {
    roster on;
    EXPECT_EQ(outcome(on.give("carla", reinstate{})), "notCancelled");
    EXPECT_EQ(outcome(on.give("carla", publish{})), "ok");
    EXPECT_EQ(outcome(on.give("carla", publish{})), "unchanged");
    EXPECT_EQ(fault(on.give("carla", cancel{"boredom", ""})), "/reason unknownReason");
    EXPECT_EQ(fault(on.give("carla", cancel{"weather", std::string(301, 'x')})), "/text tooLong");
    EXPECT_EQ(outcome(on.give("carla", cancel{"weather", " storm "})), "ok");
    EXPECT_EQ(on.state->cancel_text, "storm");
    EXPECT_EQ(outcome(on.give("carla", cancel{"weather", "storm"})), "unchanged");
    EXPECT_EQ(outcome(on.give("carla", cancel{"flooding", "storm"})), "ok") << "another reason";
    EXPECT_EQ(outcome(on.give("carla", publish{})), "scheduleCancelled");
    EXPECT_EQ(outcome(on.give("carla", reinstate{})), "ok");
    EXPECT_EQ(on.state->status, schedule_status::published) << "back to the former status";
    EXPECT_EQ(on.state->cancel_reason, "");
}

TEST(schedule, cancelled_and_final_dates_are_read_only) {
    const std::vector<schedule_command> changes{
        assign{"marshal-2", "bert-h", {}, "", ""}, unassign{"marshal-1", "anna-h"},
        swap{{"marshal-1", "marshal-2"}, {"anna-h", ""}, ""}, set_need{"marshal", 5, 0, {}}, apply_needs{}};
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    const std::string done = on.last_op;
    on.event.needs.clear();
    on.give("carla", cancel{"noAed", ""});
    for (const schedule_command& each : changes) {
        EXPECT_EQ(outcome(on.give("carla", each)), "scheduleCancelled") << kind_of(each);
    }
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{done})), "scheduleCancelled");
    on.state->status = schedule_status::final_roster;
    for (const schedule_command& each : changes) {
        EXPECT_EQ(outcome(on.give("carla", each)), "scheduleFinal") << kind_of(each);
    }
    EXPECT_EQ(outcome(on.give("carla", publish{})), "scheduleFinal");
    EXPECT_EQ(outcome(on.give("carla", cancel{"noAed", ""})), "scheduleFinal");
}

TEST(schedule, the_log_names_slots_ids_and_states) {
    roster on;
    const auto put = on.put("carla", "marshal-1", "anna-h", "", assignment_state::proposed);
    EXPECT_EQ(put.changes, (std::vector<value_change>{{"slots/marshal-1", "", "anna-h proposed"}}));
    const auto need = on.give("carla", set_need{"marshal", 1, 1, {}});
    EXPECT_EQ(need.changes, (std::vector<value_change>{{"needs/marshal", "2 1", "1 1"}, {"slots/marshal-3", "", "-"}}));
    const auto published = on.give("carla", publish{});
    EXPECT_EQ(published.changes, (std::vector<value_change>{{"status", "draft", "published"}}));
}

TEST(schedule_undo, takes_back_a_place_and_can_be_taken_back) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    const std::string put = on.last_op;
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{put})), "ok");
    EXPECT_EQ(on.holder("marshal-1"), "");
    const std::string undone = on.last_op;
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{undone})), "ok") << "redo";
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{undone})), "changedSince") << "once";
}

TEST(schedule_undo, takes_back_needs_with_their_places) {
    roster on;
    on.put("carla", "marshal-2", "anna-h");
    const schedule before = *on.state;
    on.give("carla", set_need{"marshal", 0, 1, {}});
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{on.last_op})), "ok");
    EXPECT_EQ(*on.state, before);
    on.event.needs = {{"pacer", 2, 0}};
    on.event.allowed_pairs = {{"marshal", "pacer"}};
    on.give("carla", apply_needs{});
    EXPECT_NE(*on.state, before);
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{on.last_op})), "ok");
    EXPECT_EQ(*on.state, before);
}

TEST(schedule_undo, is_refused_when_something_later_depends_on_it) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    const std::string put = on.last_op;
    on.put("carla", "marshal-1", "bert-h", "anna-h");
    const auto made = on.give("carla", undo_schedule{put});
    EXPECT_EQ(outcome(made), "changedSince");
    EXPECT_EQ(made.refusal.facts.at("what"), "slots/marshal-1");
    EXPECT_EQ(on.holder("marshal-1"), "bert-h");
}

TEST(schedule_undo, never_breaks_once_per_date) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    on.give("carla", unassign{"marshal-1", "anna-h"});
    const std::string freed = on.last_op;
    on.put("carla", "timekeeper-1", "anna-h");
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{freed})), "alreadyOnDate");
    on.give("carla", unassign{"timekeeper-1", "anna-h"});
    on.helpers.at("anna-h").archived = true;
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{freed})), "helperArchived");
    on.helpers.at("anna-h").archived = false;
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{freed})), "ok");
}

TEST(schedule_undo, is_for_places_and_needs_only) {
    roster on;
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{"unknown"})), "noSuchCommand");
    on.give("carla", publish{});
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{on.last_op})), "notUndoable");
    on.give("carla", cancel{"weather", ""});
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{on.last_op})), "notUndoable") << "reinstate is the way";
    on.give("carla", reinstate{});
    on.put("carla", "marshal-9", "anna-h");
    EXPECT_EQ(outcome(on.give("carla", undo_schedule{on.last_op})), "notUndoable") << "a refused command";
}

TEST(schedule_undo, a_run_director_takes_back_places_but_no_needs) {
    roster on;
    on.put("carla", "marshal-1", "anna-h");
    EXPECT_EQ(outcome(on.give("ron", undo_schedule{on.last_op})), "ok");
    on.give("carla", set_need{"marshal", 3, 1, {}});
    EXPECT_EQ(on.give("ron", undo_schedule{on.last_op}).refusal.kind, failure::forbidden);
}

TEST(schedule_undo, a_helper_takes_back_only_own_acts_on_the_own_place) {
    roster on;
    on.give("carla", publish{});
    on.put("carla", "marshal-1", "hanna-h");
    const std::string put_by_carla = on.last_op;
    EXPECT_EQ(on.give("hanna", undo_schedule{put_by_carla}).refusal.kind, failure::forbidden) << "another's act";
    on.give("hanna", unassign{"marshal-1", "hanna-h"});
    const std::string handed_back = on.last_op;
    EXPECT_EQ(outcome(on.give("hanna", undo_schedule{handed_back})), "ok");
    EXPECT_EQ(on.holder("marshal-1"), "hanna-h");
    on.give("hanna", unassign{"marshal-1", "hanna-h"});
    const std::string again = on.last_op;
    on.put("carla", "marshal-1", "anna-h");
    EXPECT_EQ(outcome(on.give("hanna", undo_schedule{again})), "changedSince") << "takes nobody out";
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
}

TEST(schedule_undo, somebody_who_was_run_director_undoes_as_a_helper_now) {
    roster on;
    on.give("carla", publish{});
    on.put("ron", "marshal-1", "anna-h");
    const std::string put = on.last_op;
    on.event.memberships[2].access = access::helper;
    on.event.memberships[2].helper = "cleo-h";
    EXPECT_EQ(on.give("ron", undo_schedule{put}).refusal.kind, failure::forbidden) << "would take out somebody else";
    EXPECT_EQ(on.holder("marshal-1"), "anna-h");
}

} // namespace
} // namespace organizer::domain::testing
