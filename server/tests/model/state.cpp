#include "model/state.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace organizer::testing::model {

using domain::access;

role_index role_of(std::string_view id) {
    return static_cast<role_index>(std::ranges::find(roles, id, &role_row::id) - roles.begin());
}

access state::membership_of(std::size_t person) const {
    const auto found = event.members.find(person);
    return found == event.members.end() ? access::none : found->second.access;
}

access state::access_of(std::size_t person, access ceiling) const {
    return ceiling == access::admin ? access::admin : std::min(ceiling, membership_of(person));
}

std::optional<std::string> state::linked_to(std::size_t person) const {
    const auto found = event.members.find(person);
    return found == event.members.end() ? std::nullopt : found->second.helper;
}

const person_card* state::card(const std::string& helper) const {
    const auto found = helpers.find(helper);
    return found == helpers.end() || !found->second.state ? nullptr : &*found->second.state;
}

bool takes_place_on(domain::local_date date) {
    const std::chrono::month_day day{date.month(), date.day()};
    return std::chrono::weekday(std::chrono::sys_days(date)) == std::chrono::Saturday ||
           day == std::chrono::January / 1 || day == std::chrono::October / 3;
}

std::optional<roster> state::roster_on(domain::local_date date) const {
    if (const auto found = dates.find(date); found != dates.end() && found->second.state) {
        return found->second.state;
    }
    if (!takes_place_on(date)) {
        return std::nullopt;
    }
    roster draft;
    draft.needs = event.needs;
    draft.pairs = event.pairs;
    for (const auto& [role, counts] : event.needs) {
        for (int index = 1; index <= counts.first + counts.second; ++index) {
            draft.places[{role, index}] = std::nullopt;
        }
    }
    return draft;
}

std::string place_text(const place_id& place) {
    return std::string(roles.at(place.first).id) + "-" + std::to_string(place.second);
}

std::optional<place_id> place_from(std::string_view text) {
    const auto dash = text.rfind('-');
    if (dash == std::string_view::npos) {
        return std::nullopt;
    }
    const auto role = role_of(text.substr(0, dash));
    int index = 0;
    std::from_chars(text.data() + dash + 1, text.data() + text.size(), index);
    return role == roles.size() || index < 1 ? std::nullopt : std::optional(place_id{role, index});
}

bool is_open(const std::optional<assigned>& place) { return !place || place->state == "declined"; }

std::string pairs_text(const pair_set& pairs) {
    std::string text;
    for (const auto& [first, second] : pairs) {
        text += (text.empty() ? "" : " ") + first + "+" + second;
    }
    return text;
}

bool may_combine(role_index one, role_index other, const pair_set& pairs) {
    if (!roles.at(one).during || !roles.at(other).during) {
        return true;
    }
    const std::string first(roles.at(one).id);
    const std::string second(roles.at(other).id);
    return pairs.contains({std::min(first, second), std::max(first, second)});
}

std::string clock_text(int minutes) {
    std::array<char, 24> text{}; // as the compiler counts, for any two numbers
    std::snprintf(text.data(), text.size(), "%02d:%02d", minutes / 60 % 24, minutes % 60);
    return text.data();
}

} // namespace organizer::testing::model
