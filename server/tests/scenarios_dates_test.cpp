// "Today" is the event's: the exact six dates, hour by hour, around the turn of the year and the clock changes.

#include "cast.hpp"

#include <array>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

/// A moment from which a zone is so many hours ahead of UTC: the tests' own table, from the zones' published rules.
struct change {
    sys_seconds from;
    int ahead;
};

struct zone {
    const char* name;
    std::vector<change> changes;
    std::vector<year_month_day> middles; ///< days around which two weeks are played
};

constexpr year_month_day on(int year, unsigned month, unsigned day) {
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

sys_seconds utc(year_month_day date, int hour) { return sys_days(date) + hours(hour); }

const std::vector<zone>& zones() {
    static const std::vector<zone> all{
        // Daylight saving time from the last Sunday of September to the first of April.
        {"Pacific/Auckland",
         {{utc(on(2026, 4, 4), 14), 12}, {utc(on(2026, 9, 26), 14), 13}, {utc(on(2027, 4, 3), 14), 12}},
         {on(2026, 9, 27), on(2026, 12, 20), on(2027, 1, 1), on(2027, 4, 4)}},
        {"Europe/Berlin",
         {{utc(on(2026, 3, 29), 1), 2}, {utc(on(2026, 10, 25), 1), 1}, {utc(on(2027, 3, 28), 1), 2}},
         {on(2026, 10, 25), on(2026, 12, 20), on(2027, 1, 1), on(2027, 3, 28)}},
        {"America/Los_Angeles",
         {{utc(on(2026, 3, 8), 10), -7}, {utc(on(2026, 11, 1), 9), -8}, {utc(on(2027, 3, 14), 10), -7}},
         {on(2026, 11, 1), on(2026, 12, 20), on(2027, 1, 1), on(2027, 3, 14)}},
    };
    return all;
}

year_month_day local_day(const zone& of, sys_seconds moment) {
    int ahead = 0;
    for (const auto& change : of.changes) {
        if (change.from <= moment) {
            ahead = change.ahead;
        }
    }
    return year_month_day(std::chrono::floor<days>(moment + hours(ahead)));
}

std::string text_of(year_month_day date) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text.data();
}

/// The next six days on which the event takes place: its weekday, 1 January and 3 October.
std::vector<std::string> six_dates(year_month_day today, std::chrono::weekday weekday) {
    std::vector<std::string> made;
    for (auto date = sys_days(today); made.size() < 6; date += days(1)) {
        const year_month_day day(date);
        const auto is_special = (day.month() == std::chrono::January && day.day() == std::chrono::day(1)) ||
                                (day.month() == std::chrono::October && day.day() == std::chrono::day(3));
        if (std::chrono::weekday(date) == weekday || is_special) {
            made.push_back(text_of(day));
        }
    }
    return made;
}

TEST(dates, are_the_events_own_in_every_hour) {
    world at;
    const auto admin = at.add_person("Ada", true);
    const boost::json::array special{boost::json::object{{"month", 1}, {"day", 1}},
                                     boost::json::object{{"month", 10}, {"day", 3}}};
    std::size_t compared = 0;
    for (std::size_t index = 0; index < zones().size(); ++index) {
        const auto& zone = zones()[index];
        const auto saturday = "five-" + std::to_string(index);
        const auto sunday = "junior-" + std::to_string(index);
        at.make_event(admin, saturday, {{"timeZone", zone.name}, {"specialDays", special}});
        at.make_event(admin, sunday, {{"timeZone", zone.name}, {"specialDays", special}, {"series", "junior"}});
        for (const auto& [slug, weekday] :
             {std::pair(saturday, std::chrono::Saturday), std::pair(sunday, std::chrono::Sunday)}) {
            for (const auto middle : zone.middles) {
                for (int hour = -7 * 24; hour <= 7 * 24; ++hour) {
                    const auto moment = sys_days(middle) + hours(hour);
                    at.clock().set(moment);
                    const auto today = local_day(zone, moment);
                    const auto shown = admin.get("/api/v1/events/" + slug + "/schedules");
                    ASSERT_EQ(shown.status, 200U) << shown.text;
                    ASSERT_EQ(shown.text_at("/today"), text_of(today))
                        << zone.name << " " << hour << " hours from " << text_of(middle);
                    std::vector<std::string> dates;
                    const auto& list = shown.at("/schedules").as_array();
                    for (const auto& one : list) {
                        dates.emplace_back(std::string_view(one.at("date").as_string()));
                    }
                    ASSERT_EQ(dates, six_dates(today, weekday))
                        << zone.name << " " << hour << " hours from " << text_of(middle);
                    ++compared;
                }
            }
        }
    }
    EXPECT_EQ(compared, 3U * 2U * 4U * 337U);
}

TEST(dates, on_consecutive_days_can_both_be_planned) {
    cast team;
    // 1 January 2027 is a Friday.
    EXPECT_EQ(team.assign(team.coordinator, "2027-01-01", "marshal-1", team.anna).status, 200U);
    EXPECT_EQ(team.assign(team.coordinator, "2027-01-02", "marshal-1", team.anna).status, 200U);
    EXPECT_TRUE(team.coordinator.get(cast::day("2027-01-01")).at("/special").as_bool());
    EXPECT_FALSE(team.coordinator.get(cast::day("2027-01-02")).at("/special").as_bool());
}

TEST(dates, behind_today_are_past) {
    cast team;
    team.at.clock().advance(hours(24 * 4));
    EXPECT_TRUE(team.coordinator.get(cast::day("2026-12-05")).at("/past").as_bool());
    EXPECT_FALSE(team.coordinator.get(cast::day("2026-12-12")).at("/past").as_bool());
}

} // namespace
} // namespace organizer::testing
