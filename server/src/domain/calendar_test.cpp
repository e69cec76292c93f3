#include "domain/calendar.hpp"

#include "domain/test_world.hpp"

namespace organizer::domain::testing {
namespace {

std::vector<std::string> texts(const std::vector<local_date>& dates) {
    std::vector<std::string> made;
    made.reserve(dates.size());
    for (const local_date each : dates) {
        made.push_back(to_text(each));
    }
    return made;
}

local_date date(const char* text) {
    const auto read = date_from_text(text);
    EXPECT_TRUE(read) << text;
    return read.value_or(local_date{});
}

TEST(calendar, six_dates_reach_over_the_end_of_the_year) {
    EXPECT_EQ(
        texts(coming_dates(an_event(), date("2026-12-20"), 6)),
        (std::vector<std::string>{"2026-12-26", "2027-01-01", "2027-01-02", "2027-01-09", "2027-01-16", "2027-01-23"}));
}

TEST(calendar, today_counts) {
    EXPECT_EQ(texts(coming_dates(an_event(), saturday, 2)), (std::vector<std::string>{"2026-12-05", "2026-12-12"}));
    EXPECT_EQ(texts(coming_dates(an_event(), add_days(saturday, 1), 1)), (std::vector<std::string>{"2026-12-12"}));
}

TEST(calendar, a_special_day_on_the_weekday_is_one_date) {
    // 1 January 2028 and 3 October 2026 are Saturdays.
    EXPECT_EQ(texts(coming_dates(an_event(), date("2027-12-27"), 2)),
              (std::vector<std::string>{"2028-01-01", "2028-01-08"}));
    EXPECT_EQ(texts(coming_dates(an_event(), date("2026-09-28"), 2)),
              (std::vector<std::string>{"2026-10-03", "2026-10-10"}));
}

TEST(calendar, events_on_consecutive_days_are_both_there) {
    // 3 October 2031 is a Friday.
    EXPECT_EQ(texts(coming_dates(an_event(), date("2031-10-01"), 3)),
              (std::vector<std::string>{"2031-10-03", "2031-10-04", "2031-10-11"}));
}

TEST(calendar, germany_has_3_october_and_no_25_december) {
    EXPECT_EQ(usual_special_days("DE"),
              (std::vector<special_day>{{std::chrono::January / 1, {}}, {std::chrono::October / 3, {}}}));
    EXPECT_EQ(usual_special_days("GB").back().day, std::chrono::December / 25);
    EXPECT_EQ(usual_special_days("PL").back().day, std::chrono::December / 26);
    EXPECT_EQ(usual_special_days("ZZ").size(), 1U) << "1 January everywhere";
}

TEST(calendar, a_sunday_event_has_sundays) {
    event junior = an_event();
    junior.weekday = std::chrono::Sunday;
    junior.special_days.clear();
    EXPECT_EQ(texts(coming_dates(junior, date("2026-12-20"), 3)),
              (std::vector<std::string>{"2026-12-20", "2026-12-27", "2027-01-03"}));
}

TEST(calendar, a_leap_day_is_special_only_when_it_is_there) {
    event of = an_event();
    of.special_days = {{std::chrono::February / 29, std::nullopt}};
    EXPECT_TRUE(event_day(of, date("2028-02-29")));
    EXPECT_FALSE(event_day(of, date("2027-03-01")));
    EXPECT_TRUE(check_settings(of, event_series::five_k).empty());
}

TEST(calendar, ranges_are_inclusive_and_bounded) {
    EXPECT_EQ(texts(dates_between(an_event(), saturday, date("2026-12-19"))),
              (std::vector<std::string>{"2026-12-05", "2026-12-12", "2026-12-19"}));
    EXPECT_TRUE(dates_between(an_event(), saturday, add_days(saturday, -1)).empty());
    EXPECT_EQ(dates_between(an_event(), saturday, date("2999-12-31")).size(), 400U);
    EXPECT_EQ(coming_dates(an_event(), saturday, 100000).size(), 520U);
}

TEST(calendar, a_special_day_may_start_at_its_own_time) {
    event of = an_event();
    of.special_days[0].start = 630;
    EXPECT_EQ(start_on(of, date("2027-01-01")), 630);
    EXPECT_EQ(start_on(of, saturday), 540);
}

} // namespace
} // namespace organizer::domain::testing
