#include "domain/demo_event.hpp"

#include "domain/test_world.hpp"

#include <set>

namespace organizer::domain::testing {
namespace {

/// Plays the demo through the rules, as the store would on an empty one.
struct stage {
    std::optional<event> of;
    std::map<std::string, helper> helpers;
    std::map<local_date, schedule> schedules;
    local_date day{};
    std::set<std::string> ops;

    void play(const demo_step& step) {
        EXPECT_TRUE(ops.insert(step.header.op).second) << "an op twice";
        const helper_lookup lookup = [this](std::string_view id) {
            const auto found = helpers.find(std::string{id});
            return found == helpers.end() ? nullptr : &found->second;
        };
        if (const auto* what = std::get_if<demo_event_step>(&step.what)) {
            event_context context;
            context.now = step.header.at;
            context.helper = lookup;
            EXPECT_EQ(step.header.kind, kind_of(what->command));
            const auto made = decide(of, step.header, what->command, context);
            ASSERT_EQ(outcome(made), "ok");
            of = made.after;
        } else if (const auto* card = std::get_if<demo_helper_step>(&step.what)) {
            helper_context context;
            context.id = card->helper;
            context.event = &*of;
            EXPECT_EQ(step.header.kind, kind_of(card->command));
            const auto made = decide(std::nullopt, step.header, card->command, context);
            ASSERT_EQ(fault(made), "ok");
            helpers[card->helper] = *made.after;
        } else {
            const auto& place = std::get<demo_schedule_step>(step.what);
            schedule_context context;
            context.date = place.date;
            context.event = &*of;
            context.helper = lookup;
            context.today = day;
            EXPECT_EQ(step.header.kind, kind_of(place.command));
            const auto before = schedules.find(place.date);
            const auto made = decide(before == schedules.end() ? std::nullopt : std::optional{before->second},
                                     step.header, place.command, context);
            ASSERT_EQ(outcome(made), "ok") << step.header.kind << " " << to_text(place.date);
            schedules[place.date] = *made.after;
        }
    }
};

TEST(demo_event, is_accepted_on_every_day_of_a_week_and_over_the_new_year) {
    for (int days : {0, 1, 2, 3, 4, 5, 6, 25, 32}) {
        stage on;
        on.day = add_days(today, days);
        const instant moment = now + std::chrono::days{days};
        demo_options options{
            on.day, moment, "ada", [](std::string_view name) { return "op " + std::string{name}; },
            [](std::string_view op) { return "helper-of-" + std::string{op.substr(op.rfind(' ') + 1)}; }};
        const auto steps = demo_event(options);
        for (const demo_step& each : steps) {
            EXPECT_LE(each.header.at, moment);
            on.play(each);
            if (HasFatalFailure()) {
                return;
            }
        }
        EXPECT_EQ(on.helpers.size(), 30U);
        std::set<parkrun_number> numbers;
        for (const auto& [id, who] : on.helpers) {
            EXPECT_TRUE(numbers.insert(*who.number).second);
        }
        const auto ahead = coming_dates(*on.of, on.day, 6);
        EXPECT_EQ(on.schedules.at(ahead[0]).status, schedule_status::published);
        EXPECT_EQ(colour_of(on.schedules.at(ahead[0])), date_colour::red) << "there is something to fill";
        int past = 0;
        int cancelled = 0;
        for (const auto& [date, each] : on.schedules) {
            past += date < on.day ? 1 : 0;
            cancelled += each.status == schedule_status::cancelled ? 1 : 0;
            if (date < on.day && each.status == schedule_status::published) {
                EXPECT_EQ(count(each).open_needed, 0) << to_text(date);
            }
        }
        EXPECT_GE(past, 12);
        EXPECT_EQ(cancelled, 1);
        EXPECT_TRUE(linked_helper(*on.of, "ada"));
    }
}

TEST(demo_event, ages_when_one_of_its_coming_dates_is_past) {
    const auto day = [](const char* text) { return *date_from_text(text); };
    EXPECT_FALSE(demo_has_aged(day("2026-12-01"), day("2026-12-01")));
    EXPECT_FALSE(demo_has_aged(day("2026-12-01"), day("2026-12-05"))) << "the date itself is not past";
    EXPECT_TRUE(demo_has_aged(day("2026-12-01"), day("2026-12-06")));
    EXPECT_FALSE(demo_has_aged(day("2026-12-06"), day("2026-12-12")));
    EXPECT_TRUE(demo_has_aged(day("2026-12-27"), day("2027-01-02"))) << "New Year's Day is a special day";
    EXPECT_TRUE(demo_has_aged(day("2026-12-01"), day("2027-11-01")));
    EXPECT_FALSE(demo_has_aged(day("2026-12-08"), day("2026-12-01"))) << "a clock that was set back loses nothing";
}

} // namespace
} // namespace organizer::domain::testing
