#include "ops/clock.hpp"

#include <date/tz.h>

#include <stdexcept>
#include <string>

namespace organizer::ops {
namespace {

/// The zone, or null if the database has none of that name. The database keeps zones for ever, so the pointer stays
/// valid.
const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(std::string(name));
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

const date::time_zone& zone_of(std::string_view name) {
    const auto* zone = find_zone(name);
    if (zone == nullptr) {
        throw std::logic_error("a zone that was never checked: " + std::string(name));
    }
    return *zone;
}

} // namespace

domain::local_date local_date_in(std::string_view zone, domain::instant moment) {
    // Every request asks for the event's day, and between two clock changes the answer is one addition.
    struct stretch {
        std::string zone;
        date::sys_info info{};
    };
    thread_local stretch last;
    if (last.zone != zone || moment < last.info.begin || moment >= last.info.end) {
        last.info = zone_of(zone).get_info(moment);
        last.zone = zone;
    }
    return domain::local_date(std::chrono::floor<std::chrono::days>(moment + last.info.offset));
}

bool zone_exists(std::string_view zone) { return find_zone(zone) != nullptr; }

domain::instant instant_of(std::string_view zone, domain::local_date date, int minutes) {
    const auto days = std::chrono::sys_days(date).time_since_epoch();
    const date::local_time<std::chrono::milliseconds> local(days + std::chrono::minutes(minutes));
    // `earliest` is the change itself for a time that a clock change skips, and the first of two equal times.
    return zone_of(zone).to_sys(local, date::choose::earliest);
}

} // namespace organizer::ops
