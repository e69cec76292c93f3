#pragma once

#include "domain/access.hpp"

#include <cstdint>
#include <span>

/// Who sees which field: one table (DESIGN, Identity). What is not listed is seen by nobody.
namespace organizer::api {

/// As whom somebody looks at an event's things. `self` is a person at the helper that is theirs. The numbers stand in
/// entity tags.
enum class visibility : std::uint8_t { helper = 1, self = 2, run_director = 3, coordinator = 4 };

/// A value, or a group of values that is seen together.
enum class field : std::uint8_t {
    event_basics,    ///< name, series, weekday, start, zone, country, languages
    event_rules,     ///< needs, special days, allowed pairs
    draft_schedules, ///< schedules that are not published
    schedule_names,  ///< names of helpers on schedules
    schedule_rules,  ///< allowed pairs, reasons of overrides, latest command of a schedule
    schedule_phones, ///< phones of those on schedules within two days
    helper_basics,   ///< name, parkrun number, archived, when and how often they helped
    helper_phone,
    helper_phone_near, ///< the phone, if the helper is on a schedule within two days
    helper_email,
    helper_planning, ///< levels, preferences, absences, wished frequency
    helper_person,   ///< age band, consents
    helper_notes,    ///< notes of coordinators
    helper_account,  ///< the linked account
    helper_commands, ///< the latest command that can be undone
};

struct visibility_row {
    field what;
    bool helper;
    bool self;
    bool run_director;
    bool coordinator;
};

/// The whole table.
std::span<const visibility_row> visibility_table();

/// True if `seen_as` sees the field.
bool sees(visibility seen_as, field what);

/// The class of an access to an event. An access of `none` has no class and must not come here; it is the lowest.
visibility class_of(domain::access access);

} // namespace organizer::api
