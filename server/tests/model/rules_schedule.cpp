#include "model/rules.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::testing::model {

using domain::access;

namespace {

using ruled = ruling<roster>;

ruled no(unsigned status, std::string code) { return refuse<roster>(status, std::move(code)); }

std::string value_of(const std::optional<assigned>& place) { return place ? place->helper + " " + place->state : ""; }

std::string value_of(const roster& in, const place_id& place) {
    const auto found = in.places.find(place);
    return found == in.places.end() ? "-" : value_of(found->second);
}

std::string need_value(const roster& in, role_index role) {
    const auto found = in.needs.find(role);
    const auto counts = found == in.needs.end() ? std::pair(0, 0) : found->second;
    return std::to_string(counts.first) + " " + std::to_string(counts.second);
}

/// What an undo can give back, in the order of the log: pairs, needs, places.
std::vector<change> differences(const roster& before, const roster& after) {
    std::vector<change> made;
    const auto note = [&](std::string what, std::string was, std::string is) {
        if (was != is) {
            made.push_back({std::move(what), std::move(was), std::move(is)});
        }
    };
    note("allowedPairs", pairs_text(before.pairs), pairs_text(after.pairs));
    std::vector<role_index> in_order;
    for (const auto* each : {&before, &after}) {
        for (const auto& [role, counts] : each->needs) {
            if (std::ranges::find(in_order, role) == in_order.end()) {
                in_order.push_back(role);
            }
        }
    }
    for (const auto role : in_order) {
        note("needs/" + std::string(roles.at(role).id), need_value(before, role), need_value(after, role));
    }
    std::vector<place_id> places;
    for (const auto* each : {&before, &after}) {
        for (const auto& [place, held] : each->places) {
            if (std::ranges::find(places, place) == places.end()) {
                places.push_back(place);
            }
        }
    }
    for (const auto& place : places) {
        note("slots/" + place_text(place), value_of(before, place), value_of(after, place));
    }
    return made;
}

ruled changed(const roster& before, roster after) {
    ruled made;
    made.changes = differences(before, after);
    if (!made.changes.empty()) {
        made.after = std::move(after);
    }
    return made;
}

/// A place other than `except` that keeps the helper from one of that role.
bool clashes(const roster& in, const std::string& helper, role_index role, const place_id& except) {
    return std::ranges::any_of(in.places, [&](const auto& each) {
        return each.first != except && !is_open(each.second) && each.second->helper == helper &&
               !may_combine(role, each.first.first, in.pairs);
    });
}

bool clashes_anywhere(const roster& in) {
    return std::ranges::any_of(in.places, [&](const auto& each) {
        return !is_open(each.second) && clashes(in, each.second->helper, each.first.first, each.first);
    });
}

/// Takes away or adds places of a role until there are `total`: empty ones first, then declined ones, the highest
/// first; filled ones stay.
void resize(roster& in, role_index role, int total) {
    const auto count = [&] {
        return static_cast<int>(
            std::ranges::count_if(in.places, [&](const auto& each) { return each.first.first == role; }));
    };
    for (const bool declined : {false, true}) {
        std::vector<place_id> removable;
        for (const auto& [place, held] : in.places) {
            if (place.first == role && (declined ? is_open(held) : !held)) {
                removable.push_back(place);
            }
        }
        for (; !removable.empty() && count() > total; removable.pop_back()) {
            in.places.erase(removable.back());
        }
    }
    for (int index = 1; count() < total; ++index) {
        in.places.emplace(place_id{role, index}, std::nullopt);
    }
}

void set_needs(roster& in, role_index role, std::pair<int, int> counts) {
    in.needs.erase(role);
    if (counts != std::pair(0, 0)) {
        in.needs[role] = counts;
    }
}

/// "<helper> <state>" read back.
std::optional<assigned> assigned_from(const std::string& text) {
    const auto space = text.rfind(' ');
    if (space == std::string::npos) {
        return std::nullopt;
    }
    return assigned{text.substr(0, space), text.substr(space + 1), ""};
}

struct rule {
    const state& on;
    const wish& asked;
    const asking& by;
    domain::local_date date;
    const roster& before;

    std::optional<ruled> closed() const {
        if (before.status == "cancelled") {
            return no(409, "scheduleCancelled");
        }
        if (by.own_only && date < by.today) {
            return no(409, "dateOver");
        }
        return std::nullopt;
    }

    static ruled held(const std::optional<assigned>& place) {
        auto made = no(409, place ? "slotTaken" : "changedSince");
        made.holder = place ? place->helper : "";
        return made;
    }

    ruled assign() const {
        const auto place = place_from(asked.part);
        auto after = before;
        const auto found = place ? after.places.find(*place) : after.places.end();
        if (found == after.places.end()) {
            return no(404, "noSuchSlot");
        }
        auto& there = found->second;
        const auto holder = there ? there->helper : "";
        const auto expect = text_in(asked.body, "expect");
        if (asked.body.at("helper").is_null()) {
            if (by.own_only && by.own != expect) {
                return no(403, "forbidden");
            }
            if (auto shut = closed()) {
                return *shut;
            }
            if (!there) {
                return {};
            }
            if (holder != expect) {
                return held(there);
            }
            there.reset();
            return changed(before, after);
        }
        const auto helper = text_in(asked.body, "helper");
        const auto wanted = asked.body.contains("state") ? text_in(asked.body, "state") : "confirmed";
        if (by.own_only && by.own != helper) {
            return no(403, "forbidden");
        }
        const auto* card = on.card(helper);
        if (card == nullptr) {
            return no(400, "invalidInput");
        }
        if (auto shut = closed()) {
            return *shut;
        }
        if (holder == helper && there->state == wanted) {
            return {};
        }
        if (holder != expect) {
            return held(there);
        }
        if (by.own_only && holder != helper) {
            if (!is_open(there)) {
                return held(there);
            }
            if (wanted != "confirmed") {
                return no(400, "invalidInput");
            }
        }
        if (card->archived && holder != helper) {
            return no(409, "helperArchived");
        }
        if (wanted != "declined" && clashes(before, helper, place->first, *place)) {
            return no(409, "alreadyOnDate");
        }
        there = assigned{helper, wanted, text_in(asked.body, "override")};
        return changed(before, after);
    }

    ruled swap() const {
        const auto& slots = asked.body.at("slots").as_array();
        const auto& expect = asked.body.at("expect").as_array();
        auto after = before;
        std::array<place_id, 2> places;
        for (std::size_t at = 0; at < 2; ++at) {
            const auto place = place_from(std::string_view(slots.at(at).as_string()));
            if (!place || !after.places.contains(*place)) {
                return no(400, "invalidInput");
            }
            places.at(at) = *place;
        }
        if (places[0] == places[1]) {
            return no(400, "invalidInput");
        }
        if (auto shut = closed()) {
            return *shut;
        }
        for (std::size_t at = 0; at < 2; ++at) {
            const auto& there = before.places.at(places.at(at));
            const auto* who = expect.at(at).if_string();
            if ((there ? there->helper : "") != (who == nullptr ? "" : std::string(std::string_view(*who)))) {
                return held(there);
            }
        }
        std::swap(after.places.at(places[0]), after.places.at(places[1]));
        for (const auto& place : places) {
            auto& there = after.places.at(place);
            if (is_open(there)) {
                continue;
            }
            if (clashes(after, there->helper, place.first, place)) {
                return no(409, "alreadyOnDate");
            }
            if (const auto reason = text_in(asked.body, "override"); !reason.empty()) {
                there->reason = reason;
            }
        }
        return changed(before, after);
    }

    ruled set_need() const {
        const auto role = role_of(asked.part);
        if (role == roles.size()) {
            return no(404, "noSuchRole");
        }
        const auto pair_in = [](const boost::json::object& body) {
            return std::pair(static_cast<int>(*number_in(body, "need")), static_cast<int>(*number_in(body, "prefer")));
        };
        const auto wanted = pair_in(asked.body);
        if (wanted.first + wanted.second > 60) {
            return no(400, "invalidInput");
        }
        if (auto shut = closed()) {
            return *shut;
        }
        const auto row = before.needs.find(role);
        const auto now = row == before.needs.end() ? std::pair(0, 0) : row->second;
        if (pair_in(asked.body.at("expect").as_object()) != now && wanted != now) {
            return no(409, "changedSince");
        }
        const auto filled = std::ranges::count_if(
            before.places, [&](const auto& each) { return each.first.first == role && !is_open(each.second); });
        if (filled > wanted.first + wanted.second) {
            return no(409, "slotInUse");
        }
        auto after = before;
        set_needs(after, role, wanted);
        resize(after, role, wanted.first + wanted.second);
        return changed(before, after);
    }

    ruled apply_needs() const {
        if (auto shut = closed()) {
            return *shut;
        }
        auto after = before;
        after.needs = on.event.needs;
        after.pairs = on.event.pairs;
        for (role_index role = 0; role < roles.size(); ++role) {
            const auto row = after.needs.find(role);
            resize(after, role, row == after.needs.end() ? 0 : row->second.first + row->second.second);
        }
        return clashes_anywhere(after) ? no(409, "pairInUse") : changed(before, after);
    }

    ruled to_status(roster after) const {
        ruled made;
        made.changes.push_back({"status", before.status, after.status});
        made.after = std::move(after);
        return made;
    }

    ruled publish() const {
        if (before.status == "published") {
            return {};
        }
        if (auto shut = closed()) {
            return *shut;
        }
        auto after = before;
        after.status = "published";
        return to_status(after);
    }

    ruled cancel() const {
        auto after = before;
        after.reason = text_in(asked.body, "reason");
        after.text = text_in(asked.body, "text");
        if (before.status == "cancelled") {
            if (after.reason == before.reason && after.text == before.text) {
                return {};
            }
            ruled made;
            made.changes.push_back({"cancelReason", before.reason, after.reason});
            made.after = std::move(after);
            return made;
        }
        after.former = before.status;
        after.status = "cancelled";
        auto made = to_status(after);
        made.changes.push_back({"cancelReason", "", after.reason});
        return made;
    }

    ruled reinstate() const {
        if (before.status != "cancelled") {
            return no(409, "notCancelled");
        }
        auto after = before;
        after.status = before.former;
        after.former = "draft";
        after.reason.clear();
        after.text.clear();
        return to_status(after);
    }

    /// With less than a coordinator's access only what stood in places is taken back, and with a helper's only what
    /// the person did with the own places.
    bool may_take_back(const decided& entry) const {
        if (by.access >= access::coordinator) {
            return true;
        }
        const auto in_places = [](const change& each) {
            return each.what.starts_with("slots/") && each.before != "-" && each.after != "-";
        };
        if (!std::ranges::all_of(entry.changes, in_places)) {
            return false;
        }
        if (by.access >= access::run_director) {
            return true;
        }
        const auto mine = [&](const std::string& text) {
            return text.empty() || assigned_from(text)->helper == by.own;
        };
        return entry.actor == asked.actor && std::ranges::all_of(entry.changes, [&](const change& each) {
                   return mine(each.after) && (mine(each.before) || assigned_from(each.before)->state == "declined");
               });
    }

    bool may_come_back(const std::string& helper) const {
        const auto* card = on.card(helper);
        return (card != nullptr && !card->archived) || std::ranges::any_of(before.places, [&](const auto& each) {
                   return each.second && each.second->helper == helper;
               });
    }

    std::string now(const std::string& what) const {
        if (what == "allowedPairs") {
            return pairs_text(before.pairs);
        }
        return what.starts_with("needs/") ? need_value(before, role_of(what.substr(6)))
                                          : value_of(before, *place_from(what.substr(6)));
    }

    static void give_back(roster& into, const change& each) {
        if (each.what == "allowedPairs") {
            into.pairs.clear();
            for (std::size_t at = 0; at < each.before.size();) {
                const auto end = std::min(each.before.find(' ', at), each.before.size());
                const auto plus = each.before.find('+', at);
                into.pairs.emplace(each.before.substr(at, plus - at), each.before.substr(plus + 1, end - plus - 1));
                at = end + 1;
            }
        } else if (each.what.starts_with("needs/")) {
            const auto space = each.before.find(' ');
            set_needs(into, role_of(each.what.substr(6)),
                      {std::stoi(each.before.substr(0, space)), std::stoi(each.before.substr(space + 1))});
        } else if (each.before == "-") {
            into.places.erase(*place_from(each.what.substr(6)));
        } else {
            into.places[*place_from(each.what.substr(6))] = assigned_from(each.before);
        }
    }

    ruled undo() const {
        const auto record = on.dates.find(date);
        const decided* entry = nullptr;
        if (record != on.dates.end()) {
            const auto& known = record->second.in_document;
            const auto found = std::ranges::find(known, text_in(asked.body, "op"), &decided::op);
            entry = found == known.end() ? nullptr : &*found;
        }
        if (entry == nullptr) {
            return no(404, "noSuchCommand");
        }
        const auto undoable = [](const change& each) {
            return each.what == "allowedPairs" || each.what.starts_with("needs/") || each.what.starts_with("slots/");
        };
        if (!entry->ok || entry->changes.empty() || !std::ranges::all_of(entry->changes, undoable)) {
            return by.own_only ? no(403, "forbidden") : no(409, "notUndoable");
        }
        if (!may_take_back(*entry)) {
            return no(403, "forbidden");
        }
        if (auto shut = closed()) {
            return *shut;
        }
        auto after = before;
        for (const auto& each : entry->changes) {
            if (now(each.what) != each.after) {
                return no(409, "changedSince");
            }
            give_back(after, each);
            const auto back = each.what.starts_with("slots/") ? assigned_from(each.before) : std::nullopt;
            if (back && !may_come_back(back->helper)) {
                return no(409, "helperArchived");
            }
        }
        return clashes_anywhere(after) ? no(409, "alreadyOnDate") : changed(before, after);
    }
};

} // namespace

ruled rule_schedule(const state& on, const wish& asked, const asking& by, domain::local_date date) {
    const auto before = on.roster_on(date);
    if (!before) {
        return no(404, "noEventThatDay");
    }
    const rule judge{on, asked, by, date, *before};
    switch (asked.what) {
    case act::assign:
        return judge.assign();
    case act::swap:
        return judge.swap();
    case act::set_need:
        return judge.set_need();
    case act::apply_needs:
        return judge.apply_needs();
    case act::publish:
        return judge.publish();
    case act::cancel:
        return judge.cancel();
    case act::reinstate:
        return judge.reinstate();
    default:
        return judge.undo();
    }
}

} // namespace organizer::testing::model
