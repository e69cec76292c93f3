#include "domain/candidates.hpp"

#include "domain/role.hpp"
#include "domain/words.hpp"

#include <algorithm>
#include <tuple>

namespace organizer::domain {

namespace {

constexpr words<candidate_group, 6> group_words{{{candidate_group::said_yes, "saidYes"},
                                                 {candidate_group::free, "free"},
                                                 {candidate_group::training, "training"},
                                                 {candidate_group::maybe, "maybe"},
                                                 {candidate_group::warned, "warned"},
                                                 {candidate_group::on_date, "onDate"}}};

constexpr words<candidate_reason, 12> reason_words{{{candidate_reason::prefers_role, "prefersRole"},
                                                    {candidate_reason::due, "due"},
                                                    {candidate_reason::free, "free"},
                                                    {candidate_reason::never_helped, "neverHelped"},
                                                    {candidate_reason::training, "training"},
                                                    {candidate_reason::not_due, "notDue"},
                                                    {candidate_reason::not_signed_off, "notSignedOff"},
                                                    {candidate_reason::level_expired, "levelExpired"},
                                                    {candidate_reason::absent, "absent"},
                                                    {candidate_reason::avoids_role, "avoidsRole"},
                                                    {candidate_reason::declined, "declined"},
                                                    {candidate_reason::on_date, "onDate"}}};

constexpr words<candidate_warning, 6> warning_words{{{candidate_warning::not_signed_off, "notSignedOff"},
                                                     {candidate_warning::level_expired, "levelExpired"},
                                                     {candidate_warning::absent, "absent"},
                                                     {candidate_warning::avoids_role, "avoidsRole"},
                                                     {candidate_warning::pair_discouraged, "pairDiscouraged"},
                                                     {candidate_warning::declined_before, "declinedBefore"}}};

constexpr std::string_view run_director = "run-director";

/// The reason that a warning gives, where the contract has one of its own.
candidate_reason reason_of(candidate_warning warning) {
    switch (warning) {
    case candidate_warning::not_signed_off:
        return candidate_reason::not_signed_off;
    case candidate_warning::level_expired:
        return candidate_reason::level_expired;
    case candidate_warning::absent:
        return candidate_reason::absent;
    case candidate_warning::avoids_role:
        return candidate_reason::avoids_role;
    case candidate_warning::declined_before:
        return candidate_reason::declined;
    case candidate_warning::pair_discouraged:
        return candidate_reason::on_date;
    }
    return candidate_reason::free;
}

const helper_level* level_row(const helper_values& who, std::string_view role) {
    const auto found = std::ranges::find(who.levels, role, &helper_level::role);
    return found == who.levels.end() ? nullptr : &*found;
}

bool is_during(std::string_view id) {
    const role* found = find_role(id);
    return found && found->phase == role_phase::during;
}

/// A place that the helper holds on the date, other than `except`; one that clashes with `role` before others.
const slot* held_slot(const schedule& on, std::string_view helper_id, std::string_view role, std::string_view except) {
    if (const slot* clash = clashing_slot(on, helper_id, role, except)) {
        return clash;
    }
    const auto found = std::ranges::find_if(on.slots, [&](const slot& each) {
        return !is_open(each) && each.assignment->helper == helper_id && !has_id(each, except);
    });
    return found == on.slots.end() ? nullptr : &*found;
}

/// Somebody who helps trains beside a trainer: the helper id of a trainer of the role who is on the date.
std::string trainer_on(const schedule& on, std::string_view role,
                       std::span<const std::pair<std::string_view, const helper*>> directory) {
    for (const slot& each : on.slots) {
        if (is_open(each) || each.role != role) {
            continue;
        }
        const auto found = std::ranges::find(directory, std::string_view{each.assignment->helper},
                                             [](const auto& row) { return row.first; });
        if (found != directory.end() && level_on(*found->second, role, on.date) == role_level::trainer) {
            return each.assignment->helper;
        }
    }
    return "";
}

/// Judges one helper for one slot.
struct judge {
    const schedule& on;
    const slot& place;
    std::string place_id;
    std::string trainer;
    const std::map<std::string, local_date, std::less<>>& last;

    candidate operator()(std::string_view id, const helper& who) const {
        candidate found;
        found.helper = std::string{id};
        found.every_weeks = who.wish_weeks;
        if (const auto before = last.find(id); before != last.end()) {
            found.weeks_since = days_between(before->second, on.date) / 7;
        }
        const role_level level = level_on(who, place.role, on.date);
        found.signed_off = level == role_level::signed_off || level == role_level::trainer;
        if (const slot* held = held_slot(on, id, place.role, place_id)) {
            found.slot = slot_id(*held);
        } else if (place.assignment && !is_open(place) && place.assignment->helper == id) {
            found.slot = place_id;
        }
        sort_in(found, id, who, level);
        return found;
    }

    void sort_in(candidate& found, std::string_view id, const helper& who, role_level level) const {
        const bool here = found.slot == place_id;
        if (here || clashing_slot(on, id, place.role, place_id)) {
            found.group = candidate_group::on_date;
            found.reason = candidate_reason::on_date;
            return;
        }
        auto warnings = warnings_for(on, place_id, id, who);
        if (level == role_level::training && !trainer.empty() && trainer != id) {
            std::erase(warnings, candidate_warning::not_signed_off);
            if (warnings.empty()) {
                found.group = candidate_group::training;
                found.reason = candidate_reason::training;
                found.trainer = trainer;
                return;
            }
        }
        if (!warnings.empty()) {
            found.group = candidate_group::warned;
            found.warning = warnings.front();
            found.reason = reason_of(warnings.front());
            found.until = until(warnings.front(), who);
            return;
        }
        found.reason = plain_reason(found, who);
        if (std::ranges::find(on.reserve, id) != on.reserve.end()) {
            found.group = candidate_group::said_yes;
        } else {
            found.group = found.reason == candidate_reason::not_due ? candidate_group::maybe : candidate_group::free;
        }
    }

    /// Without a warning: the wish for the role before the wish for how often.
    candidate_reason plain_reason(const candidate& found, const helper& who) const {
        if (std::ranges::find(who.prefers, place.role) != who.prefers.end()) {
            return candidate_reason::prefers_role;
        }
        if (!found.weeks_since) {
            return candidate_reason::never_helped;
        }
        if (who.wish_weeks == 0) {
            return candidate_reason::free;
        }
        return *found.weeks_since >= who.wish_weeks ? candidate_reason::due : candidate_reason::not_due;
    }

    std::optional<local_date> until(candidate_warning warning, const helper& who) const {
        if (warning == candidate_warning::level_expired) {
            return level_row(who, place.role)->expires;
        }
        std::optional<local_date> last_day;
        if (warning == candidate_warning::absent) {
            for (const absence& each : who.absences) {
                if (each.from <= on.date && on.date <= each.to) {
                    last_day = std::max(last_day.value_or(each.to), each.to);
                }
            }
        }
        return last_day;
    }
};

/// Signed off first, then the longer since the last time.
auto rank(const candidate& each) {
    const int since = each.weeks_since.value_or(0);
    return std::tuple{each.group, each.reason, !each.signed_off, -since};
}

} // namespace

std::map<std::string, local_date, std::less<>> last_helped(std::span<const schedule* const> schedules,
                                                           local_date before) {
    std::map<std::string, local_date, std::less<>> last;
    for (const schedule* each : schedules) {
        if (each->date >= before || each->status == schedule_status::cancelled) {
            continue;
        }
        for (const slot& place : each->slots) {
            if (!is_open(place)) {
                local_date& date = last.try_emplace(place.assignment->helper, each->date).first->second;
                date = std::max(date, each->date);
            }
        }
    }
    return last;
}

std::vector<candidate> rank_candidates(const schedule& on, std::string_view slot,
                                       std::span<const std::pair<std::string_view, const helper*>> directory,
                                       const std::map<std::string, local_date, std::less<>>& last) {
    const auto* place = find_slot(on, slot);
    if (!place) {
        return {};
    }
    const judge judged{on, *place, std::string{slot}, trainer_on(on, place->role, directory), last};
    std::vector<std::pair<candidate, const helper*>> found;
    found.reserve(directory.size());
    for (const auto& [id, who] : directory) {
        if (!who->archived && !who->erased) {
            found.emplace_back(judged(id, *who), who);
        }
    }
    std::ranges::sort(found, [](const auto& one, const auto& other) {
        const auto first = rank(one.first);
        const auto second = rank(other.first);
        return first != second
                   ? first < second
                   : std::tie(one.second->name, one.first.helper) < std::tie(other.second->name, other.first.helper);
    });
    std::vector<candidate> ranked;
    ranked.reserve(found.size());
    for (auto& each : found) {
        ranked.push_back(std::move(each.first));
    }
    return ranked;
}

std::vector<candidate_warning> warnings_for(const schedule& on, std::string_view slot, std::string_view helper_id,
                                            const helper& who) {
    std::vector<candidate_warning> warnings;
    const auto* place = find_slot(on, slot);
    if (!place) {
        return warnings;
    }
    if (absent_on(who, on.date)) {
        warnings.push_back(candidate_warning::absent);
    }
    const bool declined = std::ranges::any_of(on.slots, [&](const auto& each) {
        return each.assignment && each.assignment->helper == helper_id &&
               each.assignment->state == assignment_state::declined;
    });
    if (declined) {
        warnings.push_back(candidate_warning::declined_before);
    }
    const role* what = find_role(place->role);
    const helper_level* row = level_row(who, place->role);
    const role_level level = level_on(who, place->role, on.date);
    if (row && row->level != role_level::none && level == role_level::none) {
        warnings.push_back(candidate_warning::level_expired);
    } else if (what && what->skilled && (level == role_level::none || level == role_level::training)) {
        warnings.push_back(candidate_warning::not_signed_off);
    }
    if (std::ranges::find(who.avoids, place->role) != who.avoids.end()) {
        warnings.push_back(candidate_warning::avoids_role);
    }
    const bool discouraged = std::ranges::any_of(on.slots, [&](const auto& each) {
        const bool held = !is_open(each) && each.assignment->helper == helper_id && !has_id(each, slot);
        return held && is_during(each.role) && is_during(place->role) &&
               (each.role == run_director || place->role == run_director);
    });
    if (discouraged) {
        warnings.push_back(candidate_warning::pair_discouraged);
    }
    return warnings;
}

std::string_view to_text(candidate_group group) { return word_of(group_words, group); }

std::string_view to_text(candidate_reason reason) { return word_of(reason_words, reason); }

std::string_view to_text(candidate_warning warning) { return word_of(warning_words, warning); }

} // namespace organizer::domain
