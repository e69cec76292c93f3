// What a schedule is: drafts, slots, counts and words. The rules of its commands are in schedule_rules.cpp.

#include "domain/schedule.hpp"

#include "domain/role.hpp"
#include "domain/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace organizer::domain {

namespace {

constexpr words<schedule_status, 4> status_words{{{schedule_status::draft, "draft"},
                                                  {schedule_status::published, "published"},
                                                  {schedule_status::final_roster, "final"},
                                                  {schedule_status::cancelled, "cancelled"}}};

constexpr words<assignment_state, 3> state_words{{{assignment_state::proposed, "proposed"},
                                                  {assignment_state::confirmed, "confirmed"},
                                                  {assignment_state::declined, "declined"}}};

constexpr words<slot_rank, 3> rank_words{
    {{slot_rank::needed, "needed"}, {slot_rank::preferred, "preferred"}, {slot_rank::extra, "extra"}}};

constexpr words<date_colour, 4> colour_words{{{date_colour::red, "red"},
                                              {date_colour::amber, "amber"},
                                              {date_colour::green, "green"},
                                              {date_colour::grey, "grey"}}};

constexpr std::array<std::string_view, 7> cancel_reasons{"weather", "flooding",      "lightning", "otherEvent",
                                                         "noAed",   "tooFewHelpers", "other"};

} // namespace

schedule draft_of(const event& of, local_date date) {
    schedule draft;
    draft.date = date;
    draft.needs = of.needs;
    draft.allowed_pairs = of.allowed_pairs;
    for (const role_need& each : of.needs) {
        for (int index = 1; index <= each.need + each.prefer; ++index) {
            draft.slots.push_back({each.role, index, std::nullopt});
        }
    }
    return draft;
}

std::string slot_id(const slot& place) { return fmt::format("{}-{}", place.role, place.index); }

bool has_id(const slot& place, std::string_view id) {
    if (id.size() <= place.role.size() + 1 || id[place.role.size()] != '-' || !id.starts_with(place.role)) {
        return false;
    }
    const fmt::format_int index(place.index);
    return id.substr(place.role.size() + 1) == std::string_view(index.data(), index.size());
}

const slot* find_slot(const schedule& of, std::string_view id) {
    const auto found = std::ranges::find_if(of.slots, [&](const slot& each) { return has_id(each, id); });
    return found == of.slots.end() ? nullptr : &*found;
}

bool is_open(const slot& place) { return !place.assignment || place.assignment->state == assignment_state::declined; }

std::vector<slot_rank> slot_ranks(const schedule& of) {
    struct tally {
        int need = 0;
        int prefer = 0;
        slot_rank next() {
            if (need > 0) {
                --need;
                return slot_rank::needed;
            }
            if (prefer > 0) {
                --prefer;
                return slot_rank::preferred;
            }
            return slot_rank::extra;
        }
    };
    std::map<std::string_view, tally> left;
    for (const role_need& each : of.needs) {
        left[each.role] = {each.need, each.prefer};
    }
    std::vector<slot_rank> ranks(of.slots.size(), slot_rank::extra);
    for (const bool open : {false, true}) {
        for (std::size_t i = 0; i < of.slots.size(); ++i) {
            if (is_open(of.slots[i]) == open) {
                ranks[i] = left[of.slots[i].role].next();
            }
        }
    }
    return ranks;
}

schedule_counts count(const schedule& of) {
    schedule_counts counts;
    const auto ranks = slot_ranks(of);
    for (std::size_t i = 0; i < of.slots.size(); ++i) {
        const slot& place = of.slots[i];
        if (!is_open(place)) {
            ++counts.filled;
            counts.proposed += place.assignment->state == assignment_state::proposed ? 1 : 0;
        } else if (of.status != schedule_status::cancelled) {
            counts.open_needed += ranks[i] == slot_rank::needed ? 1 : 0;
            counts.open_preferred += ranks[i] == slot_rank::preferred ? 1 : 0;
        }
    }
    return counts;
}

date_colour colour_of(const schedule& of) {
    if (of.status == schedule_status::cancelled) {
        return date_colour::grey;
    }
    const schedule_counts counts = count(of);
    if (counts.open_needed > 0) {
        return date_colour::red;
    }
    return counts.open_preferred > 0 || counts.proposed > 0 ? date_colour::amber : date_colour::green;
}

bool may_combine(std::string_view role, std::string_view other, const std::vector<allowed_pair>& pairs) {
    const auto is_during = [](std::string_view id) {
        const domain::role* found = find_role(id);
        return !found || found->phase == role_phase::during;
    };
    if (!is_during(role) || !is_during(other)) {
        return true;
    }
    return std::ranges::any_of(pairs, [&](const allowed_pair& each) {
        return (each.first == role && each.second == other) || (each.first == other && each.second == role);
    });
}

const slot* clashing_slot(const schedule& of, std::string_view helper, std::string_view role, std::string_view except) {
    const auto found = std::ranges::find_if(of.slots, [&](const slot& each) {
        return !is_open(each) && each.assignment->helper == helper && !has_id(each, except) &&
               !may_combine(role, each.role, of.allowed_pairs);
    });
    return found == of.slots.end() ? nullptr : &*found;
}

bool is_cancel_reason(std::string_view code) { return std::ranges::find(cancel_reasons, code) != cancel_reasons.end(); }

std::string_view to_text(schedule_status status) { return word_of(status_words, status); }

std::optional<schedule_status> schedule_status_from_text(std::string_view text) { return value_of(status_words, text); }

std::string_view to_text(assignment_state state) { return word_of(state_words, state); }

std::optional<assignment_state> assignment_state_from_text(std::string_view text) {
    return value_of(state_words, text);
}

std::string_view to_text(slot_rank rank) { return word_of(rank_words, rank); }

std::string_view to_text(date_colour colour) { return word_of(colour_words, colour); }

} // namespace organizer::domain
