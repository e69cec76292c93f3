#include "ops/clock.hpp"

namespace organizer::ops {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

domain::instant at(int year, unsigned month, unsigned day, int hour, int minute = 0) {
    return sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)) +
           std::chrono::hours(hour) + std::chrono::minutes(minute);
}

domain::local_date date(int year, unsigned month, unsigned day) {
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

TEST(zones, the_day_is_the_events_not_the_servers) {
    EXPECT_EQ(local_date_in("Europe/Berlin", at(2026, 12, 31, 22, 59)), date(2026, 12, 31));
    EXPECT_EQ(local_date_in("Europe/Berlin", at(2026, 12, 31, 23)), date(2027, 1, 1));
    EXPECT_EQ(local_date_in("Pacific/Auckland", at(2026, 12, 31, 10, 59)), date(2026, 12, 31));
    EXPECT_EQ(local_date_in("Pacific/Auckland", at(2026, 12, 31, 11)), date(2027, 1, 1));
    EXPECT_EQ(local_date_in("America/Los_Angeles", at(2027, 1, 1, 7, 59)), date(2026, 12, 31));
    EXPECT_EQ(local_date_in("America/Los_Angeles", at(2027, 1, 1, 8)), date(2027, 1, 1));
}

TEST(zones, moments_of_local_times_around_clock_changes) {
    EXPECT_EQ(instant_of("Europe/Berlin", date(2026, 1, 3), 9 * 60), at(2026, 1, 3, 8));
    EXPECT_EQ(instant_of("Europe/Berlin", date(2026, 7, 4), 9 * 60), at(2026, 7, 4, 7));
    // 29 March 2026: 02:00 to 03:00 does not exist; it counts as its end. 25 October: 02:30 comes twice, the first
    // counts.
    EXPECT_EQ(instant_of("Europe/Berlin", date(2026, 3, 29), 2 * 60 + 30), at(2026, 3, 29, 1));
    EXPECT_EQ(instant_of("Europe/Berlin", date(2026, 10, 25), 2 * 60 + 30), at(2026, 10, 25, 0, 30));
}

TEST(zones, exist_by_their_iana_name_only) {
    for (const auto* known :
         {"Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "UTC", "America/Argentina/Ushuaia"}) {
        EXPECT_TRUE(zone_exists(known)) << known;
    }
    for (const auto* unknown :
         {"", "Berlin", "europe/berlin", "Europe/Berlin ", "../../etc/passwd", "/etc/localtime", "Europe"}) {
        EXPECT_FALSE(zone_exists(unknown)) << unknown;
    }
    EXPECT_THROW(local_date_in("Nowhere/City", at(2026, 1, 1, 0)), std::logic_error);
}

TEST(clock, moves_on) {
    const system_clock machine;
    const auto first = machine.now();
    EXPECT_LE(first, machine.now());
    EXPECT_GT(first, at(2024, 1, 1, 0));
}

TEST(clock, a_shifted_one_starts_where_it_is_told_and_runs_on) {
    const auto start = at(2026, 12, 20, 8);
    const shifted_clock shifted(start);
    const auto first = shifted.now();
    EXPECT_GE(first, start);
    EXPECT_LT(first, start + 1h);
    EXPECT_LE(first, shifted.now());
}

} // namespace
} // namespace organizer::ops
