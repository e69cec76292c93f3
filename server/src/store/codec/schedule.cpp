#include "store/codec/schedule.hpp"

#include "store/codec/needs.hpp"
#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

#include <set>
#include <utility>

namespace organizer::store::codec {

namespace {

constexpr std::int64_t highest_index = 100'000;

void put_slot(boost::json::object& into, const domain::slot& place) {
    into["role"] = place.role;
    into["index"] = place.index;
    if (place.assignment) {
        into["helper"] = place.assignment->helper;
        into["state"] = to_text(place.assignment->state);
        put_text(into, "override", place.assignment->override_reason);
    } else {
        for (const char* each : {"helper", "state", "override"}) {
            into.erase(each);
        }
    }
}

domain::slot read_slot(const stored_object& from) {
    domain::slot place;
    place.role = from.text("role");
    place.index = static_cast<int>(from.integer("index", 1, highest_index));
    if (auto helper = from.optional_id("helper")) {
        domain::assignment assigned;
        assigned.helper = *std::move(helper);
        assigned.state = from.word("state", &domain::assignment_state_from_text, domain::assignment_state::confirmed);
        assigned.override_reason = from.text_or_empty("override");
        place.assignment = std::move(assigned);
    }
    return place;
}

} // namespace

boost::json::object encode(const domain::schedule& state, boost::json::object previous) {
    boost::json::object body = std::move(previous);
    const bool cancelled = state.status == domain::schedule_status::cancelled;
    body["date"] = domain::to_text(state.date);
    body["status"] = to_text(state.status);
    put_text(body, "formerStatus", cancelled ? to_text(state.former_status) : "");
    put_text(body, "cancelReason", state.cancel_reason);
    put_text(body, "cancelText", state.cancel_text);
    put_needs(body, state.needs);
    put_pairs(body, state.allowed_pairs);
    put_list(body, "slots", {"role", "index"}, state.slots, put_slot);
    put_texts(body, "reserve", state.reserve);
    return body;
}

domain::result<domain::schedule> decode_schedule(const boost::json::object& body) {
    damage found;
    const stored_object from{body, "", found};
    domain::schedule state;
    state.date = from.date("date");
    state.status = from.word("status", &domain::schedule_status_from_text, domain::schedule_status::draft);
    // It says something of a cancelled date alone, and is written for such a one alone.
    if (state.status == domain::schedule_status::cancelled && from.has("formerStatus")) {
        state.former_status =
            from.word("formerStatus", &domain::schedule_status_from_text, domain::schedule_status::draft);
    }
    state.cancel_reason = from.text_or_empty("cancelReason");
    state.cancel_text = from.text_or_empty("cancelText");
    state.needs = read_needs(from);
    state.allowed_pairs = read_pairs(from);
    state.slots = from.list("slots", read_slot);
    state.reserve = from.texts("reserve");
    std::set<std::pair<std::string_view, int>> seen;
    for (const domain::slot& each : state.slots) {
        if (!seen.insert({each.role, each.index}).second) {
            from.note("slots", "a slot twice");
        }
    }
    if (found) {
        return damaged_body("schedule", found);
    }
    return state;
}

} // namespace organizer::store::codec
