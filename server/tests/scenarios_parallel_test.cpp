// Two people at one date at the same time.

#include "cast.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

constexpr std::size_t rounds = 100;
constexpr const char* saturday = "2026-12-05";

class parallel : public ::testing::TestWithParam<engine> {};

INSTANTIATE_TEST_SUITE_P(engines, parallel, ::testing::Values(engine::memory, engine::sqlite),
                         [](const auto& named) { return named.param == engine::memory ? "memory" : "sqlite"; });

/// A date with 200 places and a directory of 200 helpers, the same in every world.
struct big_date : cast {
    explicit big_date(engine kept_in) : cast(kept_in) {
        std::string file = "Name\n";
        for (std::size_t row = 0; row < 2 * rounds; ++row) {
            file += "Helper " + std::to_string(1000 + row) + "\n";
        }
        const auto shown = coordinator.post_csv(path("/imports/preview"), file);
        boost::json::array rows;
        const auto& previewed = shown.at("/rows").as_array();
        for (const auto& row : previewed) {
            rows.push_back(boost::json::object{{"line", row.at("line")},
                                               {"action", "create"},
                                               {"opId", row.at("choices").as_array().at(0).at("opId")},
                                               {"values", row.at("values")}});
        }
        const auto report = coordinator.post(path("/imports"), boost::json::object{{"rows", std::move(rows)}});
        const auto& outcomes = report.at("/outcomes").as_array();
        for (const auto& one : outcomes) {
            helpers.emplace_back(std::string_view(one.at("helper").as_string()));
        }
        const boost::json::array needs{boost::json::object{{"role", "marshal"}, {"need", 60}, {"prefer", 0}},
                                       boost::json::object{{"role", "car-park-marshal"}, {"need", 60}, {"prefer", 0}},
                                       boost::json::object{{"role", "barcode-scanning"}, {"need", 60}, {"prefer", 0}},
                                       boost::json::object{{"role", "photographer"}, {"need", 20}, {"prefer", 0}}};
        const auto edited =
            coordinator.patch(base, boost::json::object{{"needs", needs}}, coordinator.get(base).header("ETag"));
        EXPECT_EQ(edited.status, 200U) << edited.text;
        const auto date = coordinator.get(day(saturday));
        const auto& places = date.at("/slots").as_array();
        for (const auto& one : places) {
            slots.emplace_back(std::string_view(one.at("id").as_string()));
        }
    }

    std::vector<std::string> helpers;
    std::vector<std::string> slots;
};

bool overlap(const reply& one, const reply& other) {
    return one.started < other.finished && other.started < one.finished;
}

TEST_P(parallel, different_places_never_collide) {
    big_date together(GetParam());
    ASSERT_EQ(together.helpers.size(), 2 * rounds);
    ASSERT_EQ(together.slots.size(), 2 * rounds);
    std::size_t overlapping = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto ask_for = [&](const client& by, std::size_t place) {
            return by.prepared(http::method::put, cast::slot(saturday, together.slots.at(place)),
                               cast::assignment(together.helpers.at(place)));
        };
        const std::array<ask, 2> both{ask_for(together.coordinator, 2 * round),
                                      ask_for(together.director, 2 * round + 1)};
        const auto answers = together.at.send_together(both);
        ASSERT_EQ(answers[0].status, 200U) << answers[0].text;
        ASSERT_EQ(answers[1].status, 200U) << answers[1].text;
        overlapping += overlap(answers[0], answers[1]) ? 1 : 0;
    }
    EXPECT_GE(overlapping, rounds / 2);
    RecordProperty("overlapping", static_cast<int>(overlapping));

    big_date alone(engine::memory);
    for (std::size_t place = 0; place < 2 * rounds; ++place) {
        ASSERT_EQ(alone.assign(alone.coordinator, saturday, alone.slots.at(place), alone.helpers.at(place)).status,
                  200U);
    }
    const auto replayed = alone.coordinator.get(cast::day(saturday));
    const auto reached = together.coordinator.get(cast::day(saturday));
    EXPECT_EQ(reached.at("/slots"), replayed.at("/slots")) << "the final state equals a replay";
    EXPECT_EQ(reached.at("/rev"), replayed.at("/rev"));
    EXPECT_EQ(reached.number_at("/openNeeded"), 0);
}

TEST_P(parallel, one_place_has_one_winner_and_the_other_is_told_who) {
    cast team(GetParam());
    std::size_t overlapping = 0;
    // Twenty refusals of one person on one date in a day are the limit; each loses fewer.
    for (std::size_t round = 0; round < 18; ++round) {
        const auto place = cast::slot(saturday, "marshal-1");
        const std::array<ask, 2> both{team.coordinator.prepared(http::method::put, place, cast::assignment(team.anna)),
                                      team.director.prepared(http::method::put, place, cast::assignment(team.jorg))};
        const auto answers = team.at.send_together(both);
        const bool first_won = answers[0].status == 200;
        const auto& winner = answers[first_won ? 0 : 1];
        const auto& loser = answers[first_won ? 1 : 0];
        ASSERT_EQ(winner.status, 200U) << winner.text;
        ASSERT_EQ(loser.status, 409U) << loser.text;
        const auto& held_by = first_won ? team.anna : team.jorg;
        EXPECT_EQ(loser.code(), "slotTaken");
        EXPECT_EQ(loser.text_at("/holder/helper"), held_by);
        EXPECT_EQ(loser.text_at("/holder/name"), first_won ? "Anna BECKER" : "Jörg MÜLLER");
        EXPECT_EQ(loser.text_at("/holder/by/name"), first_won ? "Clara Coordinator" : "Rudi Director");
        EXPECT_EQ(team.holder(saturday, "marshal-1"), held_by);
        ASSERT_EQ(team.coordinator.put(place, cast::assignment("", held_by)).status, 200U);
        overlapping += overlap(answers[0], answers[1]) ? 1 : 0;
    }
    EXPECT_GE(overlapping, 9U);
}

} // namespace
} // namespace organizer::testing
