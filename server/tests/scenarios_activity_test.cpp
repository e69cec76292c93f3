// The activity log of an event.

#include "cast.hpp"

#include <gtest/gtest.h>
#include <set>

namespace organizer::testing {
namespace {

class activity : public ::testing::TestWithParam<engine>, public cast {
public:
    activity() : cast(GetParam()) {}

    reply log(const std::string& query = "") { return coordinator.get(path("/activity" + query)); }
    /// True if the newest entry is of that command, once the log is complete.
    bool logged(const reply& change) {
        at.settle();
        return log("?limit=1").text.find(change.text_at("/op")) != std::string::npos;
    }
};

INSTANTIATE_TEST_SUITE_P(engines, activity, ::testing::Values(engine::memory, engine::sqlite),
                         [](const auto& named) { return named.param == engine::memory ? "memory" : "sqlite"; });

TEST_P(activity, tells_who_did_what_when_with_names_joined) {
    at.clock().advance(std::chrono::minutes(1));
    const auto made = assign(coordinator, "2026-12-05", "timekeeper-1", anna);
    ASSERT_TRUE(logged(made));
    const auto shown = log();
    EXPECT_EQ(shown.text_at("/entries/0/op"), made.text_at("/op"));
    EXPECT_EQ(shown.text_at("/entries/0/at"), "2026-12-02T10:01:00.000Z");
    EXPECT_EQ(shown.text_at("/entries/0/actor/name"), "Clara Coordinator");
    EXPECT_EQ(shown.text_at("/entries/0/kind"), "assign");
    EXPECT_EQ(shown.text_at("/entries/0/entity/kind"), "schedule");
    EXPECT_EQ(shown.text_at("/entries/0/entity/id"), "2026-12-05");
    EXPECT_EQ(shown.text_at("/entries/0/changes/0/what"), "slots/timekeeper-1");
    EXPECT_EQ(shown.text_at("/entries/0/changes/0/after/name"), "Anna BECKER");
    EXPECT_EQ(shown.text_at("/entries/0/changes/0/after/state"), "confirmed");
    EXPECT_TRUE(shown.at("/entries/0/undoable").as_bool());
}

TEST_P(activity, says_what_can_no_longer_be_undone) {
    ASSERT_EQ(assign(coordinator, "2026-12-05", "timekeeper-1", anna).status, 200U);
    at.clock().advance(std::chrono::minutes(1));
    const auto emptied = coordinator.put(slot("2026-12-05", "timekeeper-1"), assignment("", anna));
    ASSERT_TRUE(logged(emptied));
    const auto shown = log("?limit=2");
    EXPECT_TRUE(shown.at("/entries/0/undoable").as_bool());
    EXPECT_FALSE(shown.at("/entries/1/undoable").as_bool()) << "the slot was touched later";
}

TEST_P(activity, is_filtered_and_paged) {
    at.clock().advance(std::chrono::minutes(1));
    ASSERT_EQ(assign(coordinator, "2026-12-05", "timekeeper-1", anna).status, 200U);
    at.clock().advance(std::chrono::minutes(1));
    const auto last = assign(director, "2026-12-12", "timekeeper-1", anna);
    ASSERT_TRUE(logged(last));
    EXPECT_EQ(log("?entity=schedule:2026-12-05").at("/entries").as_array().size(), 1U);
    EXPECT_EQ(log("?actor=" + director.who().account).text_at("/entries/0/op"), last.text_at("/op"));
    EXPECT_EQ(log("?entity=helper:" + anna).text_at("/entries/0/kind"), "createHelper");
    EXPECT_FALSE(log("?entity=event").at("/entries").as_array().empty());
    EXPECT_EQ(log("?entity=planet").status, 400U);
    std::set<std::string> ops;
    std::string cursor;
    std::size_t entries = 0;
    do {
        const auto page = log("?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor));
        ASSERT_EQ(page.status, 200U) << page.text;
        const auto& list = page.at("/entries").as_array();
        for (const auto& one : list) {
            ops.insert(std::string(std::string_view(one.at("op").as_string())));
            ++entries;
        }
        cursor = page.json.as_object().contains("nextCursor") ? page.text_at("/nextCursor") : "";
    } while (!cursor.empty() && entries < 100);
    EXPECT_EQ(ops.size(), entries) << "no entry twice";
    EXPECT_GE(entries, 8U);
}

TEST_P(activity, is_for_coordinators) {
    EXPECT_EQ(director.get(path("/activity")).status, 403U);
    EXPECT_EQ(stranger.get(path("/activity")).status, 404U);
}

TEST_P(activity, holds_no_personal_values_in_what_is_stored) {
    at.clock().advance(std::chrono::minutes(1));
    const auto edited = coordinator.patch(path("/helpers/") + anna, boost::json::object{{"phone", "+49 711 31415"}},
                                          coordinator.get(path("/helpers/") + anna).header("ETag"));
    ASSERT_TRUE(logged(edited));
    EXPECT_EQ(log().text.find("31415"), std::string::npos);
}

} // namespace
} // namespace organizer::testing
