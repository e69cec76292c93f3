#pragma once

#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/local_date.hpp"
#include "domain/schedule.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::domain {

/// Whom to ask first, in this order. Nobody of the directory is left out but archived and erased helpers.
enum class candidate_group : std::uint8_t { said_yes, free, training, maybe, warned, on_date };

/// The one reason that stands with a candidate.
enum class candidate_reason : std::uint8_t {
    prefers_role,
    due,
    free,
    never_helped,
    training,
    not_due,
    not_signed_off,
    level_expired,
    absent,
    avoids_role,
    declined,
    on_date,
};

/// What somebody who assigns the candidate should know.
enum class candidate_warning : std::uint8_t {
    not_signed_off,
    level_expired,
    absent,
    avoids_role,
    pair_discouraged,
    declined_before,
};

struct candidate {
    std::string helper;
    candidate_group group = candidate_group::free;
    candidate_reason reason = candidate_reason::free;
    std::optional<candidate_warning> warning;
    std::optional<int> weeks_since;  ///< full weeks since the helper last helped
    int every_weeks = 0;             ///< the wished frequency, 0 if not said
    std::string slot;                ///< a place that the helper holds on the date already, or empty
    std::string trainer;             ///< helper id of the trainer on the date, for `training`
    std::optional<local_date> until; ///< last day of the absence, or of the expired level
    bool signed_off = false;         ///< signed off or trainer in the role on that date
};

/// The last date before `before` on which each helper held a place (declined ones and cancelled dates do not count).
std::map<std::string, local_date, std::less<>> last_helped(std::span<const schedule* const> schedules,
                                                           local_date before);

/// The candidates for a slot of the schedule, best first; equal ones by name, then id. Empty if there is no such slot.
std::vector<candidate> rank_candidates(const schedule& on, std::string_view slot_id,
                                       std::span<const std::pair<std::string_view, const helper*>> directory,
                                       const std::map<std::string, local_date, std::less<>>& last);

/// `saidYes`, `free`, `training`, `maybe`, `warned`, `onDate`.
std::string_view to_text(candidate_group group);
/// `prefersRole`, `due`, `free`, `neverHelped`, `training`, `notDue`, `notSignedOff`, `levelExpired`, `absent`,
/// `avoidsRole`, `declined`, `onDate`.
std::string_view to_text(candidate_reason reason);
/// `notSignedOff`, `levelExpired`, `absent`, `avoidsRole`, `pairDiscouraged`, `declinedBefore`.
std::string_view to_text(candidate_warning warning);

/// The warnings that hold for a helper on a slot of the schedule, whether assigned or not; the contract's warnings of a
/// change come from here.
std::vector<candidate_warning> warnings_for(const schedule& on, std::string_view slot_id, std::string_view helper_id,
                                            const helper& who);

} // namespace organizer::domain
