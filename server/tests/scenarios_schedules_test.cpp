#include "cast.hpp"

#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

class schedules : public ::testing::TestWithParam<engine>, public cast {
public:
    schedules() : cast(GetParam()) {}
};

INSTANTIATE_TEST_SUITE_P(engines, schedules, ::testing::Values(engine::memory, engine::sqlite),
                         [](const auto& named) { return named.param == engine::memory ? "memory" : "sqlite"; });

constexpr const char* saturday = "2026-12-05";

TEST_P(schedules, the_next_six_dates_read_as_drafts_of_the_needs) {
    const auto shown = coordinator.get(path("/schedules"));
    ASSERT_EQ(shown.status, 200U) << shown.text;
    EXPECT_EQ(shown.text_at("/today"), "2026-12-02");
    EXPECT_EQ(shown.text_at("/timeZone"), "Europe/Berlin");
    std::vector<std::string> dates;
    const auto& list = shown.at("/schedules").as_array();
    for (const auto& one : list) {
        dates.emplace_back(std::string_view(one.at("date").as_string()));
        EXPECT_EQ(one.at("rev").as_int64(), 0);
        EXPECT_TRUE(one.at("derived").as_bool());
        EXPECT_EQ(one.at("status").as_string(), "draft");
    }
    EXPECT_EQ(dates, (std::vector<std::string>{"2026-12-05", "2026-12-12", "2026-12-19", "2026-12-26", "2027-01-01",
                                               "2027-01-02"}));
    EXPECT_TRUE(shown.at("/schedules/4/special").as_bool());
    EXPECT_GT(shown.number_at("/schedules/0/openNeeded"), 0);
}

TEST_P(schedules, an_assignment_stores_the_date_and_answers_the_new_schedule) {
    const auto before = coordinator.get(day(saturday));
    const auto made = assign(coordinator, saturday, "timekeeper-1", anna);
    ASSERT_EQ(made.status, 200U) << made.text;
    EXPECT_EQ(made.number_at("/schedule/rev"), 1);
    EXPECT_FALSE(made.at("/schedule/derived").as_bool());
    EXPECT_EQ(made.number_at("/schedule/openNeeded"), before.number_at("/openNeeded") - 1);
    EXPECT_NE(made.text.find("Anna BECKER"), std::string::npos);
    const auto read = coordinator.get(day(saturday));
    EXPECT_EQ(read.json, made.at("/schedule"));
    EXPECT_EQ(read.header("ETag"), made.header("ETag"));
}

TEST_P(schedules, a_taken_slot_names_its_holder_and_who_put_them_there) {
    ASSERT_EQ(assign(coordinator, saturday, "timekeeper-1", anna).status, 200U);
    const auto refused = assign(director, saturday, "timekeeper-1", jorg);
    ASSERT_EQ(refused.status, 409U) << refused.text;
    EXPECT_EQ(refused.code(), "slotTaken");
    EXPECT_EQ(refused.text_at("/holder/helper"), anna);
    EXPECT_EQ(refused.text_at("/holder/name"), "Anna BECKER");
    EXPECT_EQ(refused.text_at("/holder/state"), "confirmed");
    EXPECT_EQ(refused.text_at("/holder/by/name"), "Clara Coordinator");
    EXPECT_EQ(holder(saturday, "timekeeper-1"), anna);
}

TEST_P(schedules, one_helper_has_one_place_on_a_date_unless_the_pair_is_allowed) {
    ASSERT_EQ(assign(coordinator, saturday, "run-director-1", anna).status, 200U);
    const auto refused = assign(coordinator, saturday, "timekeeper-1", anna);
    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(refused.code(), "alreadyOnDate");
    EXPECT_EQ(refused.text_at("/facts/slot"), "run-director-1");
    EXPECT_EQ(assign(coordinator, saturday, "finish-tokens-1", anna).status, 200U);
}

TEST_P(schedules, a_slot_is_emptied_only_as_expected) {
    ASSERT_EQ(assign(coordinator, saturday, "timekeeper-1", anna).status, 200U);
    const auto wrong = coordinator.put(slot(saturday, "timekeeper-1"), assignment("", jorg));
    EXPECT_EQ(wrong.status, 409U) << wrong.text;
    const auto emptied = coordinator.put(slot(saturday, "timekeeper-1"), assignment("", anna));
    EXPECT_EQ(emptied.status, 200U) << emptied.text;
    EXPECT_EQ(holder(saturday, "timekeeper-1"), "");
}

TEST_P(schedules, a_swap_exchanges_and_moves) {
    ASSERT_EQ(assign(coordinator, saturday, "timekeeper-1", anna).status, 200U);
    ASSERT_EQ(assign(coordinator, saturday, "marshal-1", jorg).status, 200U);
    const auto swapped =
        director.post(day(saturday, "/swap"),
                      boost::json::object{{"slots", {"timekeeper-1", "marshal-1"}}, {"expect", {anna, jorg}}});
    ASSERT_EQ(swapped.status, 200U) << swapped.text;
    EXPECT_EQ(holder(saturday, "timekeeper-1"), jorg);
    EXPECT_EQ(holder(saturday, "marshal-1"), anna);
    const auto moved =
        director.post(day(saturday, "/swap"),
                      boost::json::object{{"slots", {"timekeeper-1", "tail-walker-1"}}, {"expect", {jorg, nullptr}}});
    ASSERT_EQ(moved.status, 200U) << moved.text;
    EXPECT_EQ(holder(saturday, "tail-walker-1"), jorg);
    EXPECT_EQ(holder(saturday, "timekeeper-1"), "");
}

TEST_P(schedules, needs_of_one_date_change_and_filled_places_stay) {
    const auto first = coordinator.get(day(saturday));
    std::int64_t need = -1;
    std::int64_t prefer = -1;
    const auto& rows = first.at("/needs").as_array();
    for (const auto& row : rows) {
        if (row.at("role").as_string() == "marshal") {
            need = row.at("need").as_int64();
            prefer = row.at("prefer").as_int64();
        }
    }
    ASSERT_GE(need, 1);
    const boost::json::object expect{{"need", need}, {"prefer", prefer}};
    const auto more = coordinator.put(day(saturday, "/needs/marshal"),
                                      boost::json::object{{"need", need + 2}, {"prefer", 0}, {"expect", expect}});
    ASSERT_EQ(more.status, 200U) << more.text;
    const auto stale = coordinator.put(day(saturday, "/needs/marshal"),
                                       boost::json::object{{"need", 0}, {"prefer", 0}, {"expect", expect}});
    EXPECT_EQ(stale.status, 409U);
    EXPECT_EQ(stale.code(), "changedSince");
    ASSERT_EQ(assign(coordinator, saturday, "marshal-1", anna).status, 200U);
    const auto in_use = coordinator.put(
        day(saturday, "/needs/marshal"),
        boost::json::object{{"need", 0}, {"prefer", 0}, {"expect", {{"need", need + 2}, {"prefer", 0}}}});
    EXPECT_EQ(in_use.status, 409U);
    EXPECT_EQ(in_use.code(), "slotInUse");
    EXPECT_EQ(director
                  .put(day(saturday, "/needs/marshal"),
                       boost::json::object{{"need", 1}, {"prefer", 0}, {"expect", {{"need", need + 2}, {"prefer", 0}}}})
                  .status,
              403U);
}

TEST_P(schedules, later_needs_of_the_event_reach_a_stored_date_by_command_only) {
    ASSERT_EQ(assign(coordinator, saturday, "timekeeper-1", anna).status, 200U);
    const auto event = coordinator.get(base);
    const boost::json::array needs{boost::json::object{{"role", "timekeeper"}, {"need", 4}, {"prefer", 0}}};
    const auto edited = coordinator.patch(base, boost::json::object{{"needs", needs}}, event.header("ETag"));
    ASSERT_EQ(edited.status, 200U) << edited.text;
    const auto stored = coordinator.get(day(saturday));
    EXPECT_EQ(stored.text.find("timekeeper-4"), std::string::npos);
    EXPECT_NE(coordinator.get(day("2026-12-12")).text.find("timekeeper-4"), std::string::npos);
    const auto applied = coordinator.post(day(saturday, "/apply-needs"));
    ASSERT_EQ(applied.status, 200U) << applied.text;
    EXPECT_NE(applied.text.find("timekeeper-4"), std::string::npos);
    EXPECT_EQ(holder(saturday, "timekeeper-1"), anna);
}

TEST_P(schedules, helpers_see_published_dates_only) {
    EXPECT_EQ(helper.get(day(saturday)).status, 404U);
    EXPECT_TRUE(helper.get(path("/schedules")).at("/schedules").as_array().empty());
    publish(saturday);
    const auto shown = helper.get(day(saturday));
    EXPECT_EQ(shown.status, 200U);
    EXPECT_EQ(shown.text_at("/status"), "published");
    EXPECT_EQ(helper.get(path("/schedules")).at("/schedules").as_array().size(), 1U);
}

TEST_P(schedules, a_linked_helper_takes_and_hands_back_an_open_place) {
    EXPECT_EQ(assign(helper, saturday, "marshal-1", jorg).status, 404U) << "a draft is not there";
    publish(saturday);
    const auto taken = assign(helper, saturday, "marshal-1", jorg);
    ASSERT_EQ(taken.status, 200U) << taken.text;
    EXPECT_EQ(holder(saturday, "marshal-1"), jorg);
    EXPECT_EQ(assign(helper, saturday, "tail-walker-1", anna).status, 403U) << "somebody else";
    const auto back = helper.put(slot(saturday, "marshal-1"), assignment("", jorg));
    ASSERT_EQ(back.status, 200U) << back.text;
    EXPECT_EQ(holder(saturday, "marshal-1"), "");
    ASSERT_EQ(assign(coordinator, saturday, "marshal-1", anna).status, 200U);
    EXPECT_EQ(helper.put(slot(saturday, "marshal-1"), assignment("", anna)).status, 403U) << "not their place";
}

TEST_P(schedules, a_cancelled_date_is_read_only_and_comes_back_as_it_was) {
    publish(saturday);
    ASSERT_EQ(assign(coordinator, saturday, "timekeeper-1", anna).status, 200U);
    const auto cancelled =
        coordinator.post(day(saturday, "/cancel"), boost::json::object{{"reason", "weather"}, {"text", "storm"}});
    ASSERT_EQ(cancelled.status, 200U) << cancelled.text;
    EXPECT_EQ(cancelled.text_at("/schedule/status"), "cancelled");
    EXPECT_EQ(cancelled.text_at("/schedule/reason/reason"), "weather");
    EXPECT_EQ(cancelled.text_at("/schedule/reason/text"), "storm");
    EXPECT_EQ(assign(coordinator, saturday, "marshal-1", jorg).code(), "scheduleCancelled");
    const auto back = coordinator.post(day(saturday, "/reinstate"));
    ASSERT_EQ(back.status, 200U) << back.text;
    EXPECT_EQ(back.text_at("/schedule/status"), "published");
    EXPECT_EQ(holder(saturday, "timekeeper-1"), anna);
    EXPECT_EQ(coordinator.post(day(saturday, "/reinstate")).code(), "notCancelled");
}

TEST_P(schedules, undo_takes_ones_last_change_back_unless_something_changed_since) {
    const auto made = assign(coordinator, saturday, "timekeeper-1", anna);
    const boost::json::object undo{{"op", made.at("/op")}};
    const auto undone = coordinator.post(day(saturday, "/undo"), undo);
    ASSERT_EQ(undone.status, 200U) << undone.text;
    EXPECT_EQ(holder(saturday, "timekeeper-1"), "");
    ASSERT_EQ(assign(coordinator, saturday, "timekeeper-1", jorg).status, 200U);
    const auto late = coordinator.post(day(saturday, "/undo"), undo);
    EXPECT_EQ(late.status, 409U) << late.text;
    EXPECT_EQ(late.code(), "changedSince");
    const auto unknown = coordinator.post(day(saturday, "/undo"), boost::json::object{{"op", fresh_op()}});
    EXPECT_EQ(unknown.status, 404U) << unknown.text;
}

TEST_P(schedules, helpers_undo_their_own_acts_only) {
    publish(saturday);
    const auto theirs = assign(coordinator, saturday, "timekeeper-1", anna);
    EXPECT_EQ(helper.post(day(saturday, "/undo"), boost::json::object{{"op", theirs.at("/op")}}).status, 403U);
    const auto own = assign(helper, saturday, "marshal-1", jorg);
    ASSERT_EQ(own.status, 200U);
    EXPECT_EQ(helper.post(day(saturday, "/undo"), boost::json::object{{"op", own.at("/op")}}).status, 200U);
    EXPECT_EQ(holder(saturday, "marshal-1"), "");
}

TEST_P(schedules, other_days_have_no_event) {
    const auto friday = coordinator.get(day("2026-12-04"));
    EXPECT_EQ(friday.status, 404U);
    EXPECT_EQ(friday.code(), "noEventThatDay");
    EXPECT_EQ(assign(coordinator, "2026-12-04", "timekeeper-1", anna).code(), "noEventThatDay");
    EXPECT_EQ(coordinator.get(day(saturday, "/slots/marshal-99/candidates")).code(), "noSuchSlot");
}

TEST_P(schedules, a_range_has_its_bounds) {
    const auto dates = [this](const std::string& query) { return coordinator.get(path("/schedules?" + query)); };
    EXPECT_EQ(dates("from=2026-10-01&to=2026-10-10").at("/schedules").as_array().size(), 2U)
        << "3 October is a Saturday in 2026, 10 too";
    EXPECT_EQ(dates("from=2026-12-05&to=2026-12-05").at("/schedules").as_array().size(), 1U);
    EXPECT_EQ(dates("from=2026-12-05&to=2027-06-04").status, 200U) << "182 days";
    EXPECT_EQ(dates("from=2026-12-05&to=2027-06-05").status, 400U) << "183 days";
    EXPECT_EQ(dates("from=2026-12-05&to=2026-12-04").status, 400U);
    EXPECT_EQ(dates("to=2026-12-12").at("/from"), "2026-12-02");
}

TEST_P(schedules, candidates_are_everybody_with_one_reason_each) {
    ASSERT_EQ(assign(coordinator, saturday, "marshal-1", anna).status, 200U);
    const auto shown = director.get(day(saturday, "/slots/timekeeper-1/candidates"));
    ASSERT_EQ(shown.status, 200U) << shown.text;
    const auto& list = shown.at("/candidates").as_array();
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list.back().at("helper").as_string(), anna) << "is on that date already";
    EXPECT_EQ(list.back().at("group").as_string(), "onDate");
    EXPECT_EQ(list.back().at("slot").as_string(), "marshal-1");
    EXPECT_EQ(shown.text.find("+49"), std::string::npos);
}

} // namespace
} // namespace organizer::testing
