#include "domain/schedule_changes.hpp"

#include "domain/role.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <tuple>

namespace organizer::domain {

namespace {

constexpr std::string_view slot_prefix = "slots/";
constexpr std::string_view need_prefix = "needs/";
constexpr std::string_view pairs_name = "allowedPairs";
constexpr std::string_view no_slot = "-";

auto board_order(const slot& each) {
    return std::tuple{role_order(each.role), std::string_view{each.role}, each.index};
}

void insert_slot(schedule& of, slot fresh) {
    const auto behind =
        std::ranges::find_if(of.slots, [&](const slot& each) { return board_order(fresh) < board_order(each); });
    of.slots.insert(behind, std::move(fresh));
}

std::optional<int> number_of(std::string_view text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value < 0) {
        return std::nullopt;
    }
    return value;
}

/// A slot without anybody of the id `<role>-<index>`.
std::optional<slot> slot_of(std::string_view id) {
    const auto dash = id.rfind('-');
    if (dash == std::string_view::npos || dash == 0) {
        return std::nullopt;
    }
    const auto index = number_of(id.substr(dash + 1));
    if (!index || *index == 0) {
        return std::nullopt;
    }
    return slot{std::string{id.substr(0, dash)}, *index, std::nullopt};
}

std::string text_of(const std::vector<allowed_pair>& pairs) {
    std::string text;
    for (const allowed_pair& each : pairs) {
        text += (text.empty() ? "" : " ") + each.first + "+" + each.second;
    }
    return text;
}

std::optional<std::vector<allowed_pair>> pairs_of(std::string_view text) {
    std::vector<allowed_pair> pairs;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string_view pair = text.substr(0, end);
        const auto plus = pair.find('+');
        if (plus == std::string_view::npos) {
            return std::nullopt;
        }
        pairs.push_back({std::string{pair.substr(0, plus)}, std::string{pair.substr(plus + 1)}});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return pairs;
}

std::string need_text(const schedule& of, std::string_view role) {
    const auto found = std::ranges::find(of.needs, role, &role_need::role);
    return found == of.needs.end() ? "0 0" : fmt::format("{} {}", found->need, found->prefer);
}

std::string slot_text(const slot* place) {
    if (!place) {
        return std::string{no_slot};
    }
    if (!place->assignment) {
        return "";
    }
    return place->assignment->helper + " " + std::string{to_text(place->assignment->state)};
}

bool set_slot(schedule& of, std::string_view id, std::string_view text) {
    const auto found = std::ranges::find_if(of.slots, [&](const slot& each) { return has_id(each, id); });
    if (text == no_slot) {
        if (found != of.slots.end()) {
            of.slots.erase(found);
        }
        return true;
    }
    auto assigned = assignment_of(text);
    if (!text.empty() && !assigned) {
        return false;
    }
    if (found != of.slots.end()) {
        found->assignment = std::move(assigned);
        return true;
    }
    auto fresh = slot_of(id);
    if (!fresh) {
        return false;
    }
    fresh->assignment = std::move(assigned);
    insert_slot(of, *std::move(fresh));
    return true;
}

} // namespace

std::optional<std::string> value_text(const schedule& of, std::string_view what) {
    if (what.starts_with(slot_prefix)) {
        return slot_text(find_slot(of, what.substr(slot_prefix.size())));
    }
    if (what.starts_with(need_prefix)) {
        return need_text(of, what.substr(need_prefix.size()));
    }
    if (what == pairs_name) {
        return text_of(of.allowed_pairs);
    }
    return std::nullopt;
}

bool set_value(schedule& of, std::string_view what, std::string_view text) {
    if (what.starts_with(slot_prefix)) {
        return set_slot(of, what.substr(slot_prefix.size()), text);
    }
    if (what.starts_with(need_prefix)) {
        const auto space = text.find(' ');
        const auto need = number_of(text.substr(0, space));
        const auto prefer = space == std::string_view::npos ? std::nullopt : number_of(text.substr(space + 1));
        if (!need || !prefer) {
            return false;
        }
        set_need_row(of, {std::string{what.substr(need_prefix.size())}, *need, *prefer});
        return true;
    }
    auto pairs = pairs_of(text);
    if (what != pairs_name || !pairs) {
        return false;
    }
    of.allowed_pairs = *std::move(pairs);
    return true;
}

namespace {

/// The element of `in` that `same` accepts. The lists of two states of a schedule are in one order and hardly differ,
/// so it mostly stands where the last one was found, or behind it.
template <class Element, class Same>
const Element* next_like(const std::vector<Element>& in, std::size_t& at, Same same) {
    if (at < in.size() && same(in[at])) {
        return &in[at++];
    }
    const auto found = std::ranges::find_if(in, same);
    if (found == in.end()) {
        return nullptr;
    }
    at = static_cast<std::size_t>(found - in.begin()) + 1;
    return &*found;
}

void add_change(std::vector<value_change>& changes, std::string what, std::string was, std::string is) {
    if (was != is) {
        changes.push_back({std::move(what), std::move(was), std::move(is)});
    }
}

/// Calls `changed` with each pair of elements that are like one another but not equal, in the order of `before`, and
/// then with each element of `after` that has none like it in `before`; null stands for the missing one.
template <class Element, class Like, class Changed>
void each_change(const std::vector<Element>& before, const std::vector<Element>& after, Like like, Changed changed) {
    std::size_t at = 0;
    for (const Element& was : before) {
        const Element* is = next_like(after, at, [&](const Element& other) { return like(was, other); });
        if (is == nullptr || !(*is == was)) {
            changed(&was, is);
        }
    }
    at = 0;
    for (const Element& is : after) {
        if (next_like(before, at, [&](const Element& other) { return like(is, other); }) == nullptr) {
            changed(nullptr, &is);
        }
    }
}

} // namespace

std::vector<value_change> differences(const schedule& before, const schedule& after) {
    std::vector<value_change> changes;
    if (before.allowed_pairs != after.allowed_pairs) {
        add_change(changes, std::string{pairs_name}, text_of(before.allowed_pairs), text_of(after.allowed_pairs));
    }
    const auto same_role = [](const role_need& one, const role_need& other) { return one.role == other.role; };
    each_change(before.needs, after.needs, same_role, [&](const role_need* was, const role_need* is) {
        const std::string& role = was != nullptr ? was->role : is->role;
        add_change(changes, std::string{need_prefix} + role, need_text(before, role), need_text(after, role));
    });
    const auto same_place = [](const slot& one, const slot& other) {
        return one.index == other.index && one.role == other.role;
    };
    each_change(before.slots, after.slots, same_place, [&](const slot* was, const slot* is) {
        add_change(changes, std::string{slot_prefix} + slot_id(was != nullptr ? *was : *is), slot_text(was),
                   slot_text(is));
    });
    return changes;
}

std::optional<assignment> assignment_of(std::string_view text) {
    const auto space = text.rfind(' ');
    if (space == std::string_view::npos || space == 0) {
        return std::nullopt;
    }
    const auto state = assignment_state_from_text(text.substr(space + 1));
    if (!state) {
        return std::nullopt;
    }
    return assignment{std::string{text.substr(0, space)}, *state, ""};
}

void resize_role(schedule& of, std::string_view role, int total) {
    const auto places = [&] { return static_cast<int>(std::ranges::count(of.slots, role, &slot::role)); };
    for (const bool declined : {false, true}) {
        for (auto each = of.slots.rbegin(); each != of.slots.rend() && places() > total;) {
            const bool removable = each->role == role && (declined ? is_open(*each) : !each->assignment.has_value());
            if (removable) {
                each = std::make_reverse_iterator(of.slots.erase(std::next(each).base()));
            } else {
                ++each;
            }
        }
    }
    for (int index = 1; places() < total; ++index) {
        slot fresh{std::string{role}, index, std::nullopt};
        if (!find_slot(of, slot_id(fresh))) {
            insert_slot(of, std::move(fresh));
        }
    }
}

void set_need_row(schedule& of, const role_need& wanted) {
    std::erase_if(of.needs, [&](const role_need& each) { return each.role == wanted.role; });
    if (wanted.need == 0 && wanted.prefer == 0) {
        return;
    }
    const auto order = [](const role_need& each) {
        return std::pair{role_order(each.role), std::string_view{each.role}};
    };
    const auto behind =
        std::ranges::find_if(of.needs, [&](const role_need& each) { return order(wanted) < order(each); });
    of.needs.insert(behind, wanted);
}

const slot* any_clash(const schedule& of) {
    for (const slot& each : of.slots) {
        if (!is_open(each)) {
            if (clashing_slot(of, each.assignment->helper, each.role, slot_id(each))) {
                return &each;
            }
        }
    }
    return nullptr;
}

} // namespace organizer::domain
