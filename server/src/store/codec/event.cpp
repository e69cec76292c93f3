#include "store/codec/event.hpp"

#include "store/codec/needs.hpp"
#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

namespace organizer::store::codec {

namespace {

constexpr int last_minute = 24 * 60 - 1;

void put_special_days(boost::json::object& into, const std::vector<domain::special_day>& days) {
    put_list(into, "specialDays", {"month", "day"}, days,
             [](boost::json::object& element, const domain::special_day& each) {
                 element["month"] = static_cast<std::int64_t>(static_cast<unsigned>(each.day.month()));
                 element["day"] = static_cast<std::int64_t>(static_cast<unsigned>(each.day.day()));
                 element.erase("start");
                 if (each.start) {
                     element["start"] = *each.start;
                 }
             });
}

domain::special_day read_special_day(const stored_object& from) {
    domain::special_day day;
    day.day = std::chrono::month{static_cast<unsigned>(from.integer("month", 1, 12))} /
              std::chrono::day{static_cast<unsigned>(from.integer("day", 1, 31))};
    if (const auto start = from.optional_integer("start", 0, last_minute)) {
        day.start = static_cast<int>(*start);
    }
    return day;
}

void put_memberships(boost::json::object& into, const std::vector<domain::membership>& memberships) {
    put_list(into, "memberships", {"account"}, memberships,
             [](boost::json::object& element, const domain::membership& each) {
                 element["account"] = each.account;
                 element["access"] = to_text(each.access);
                 put_optional_text(element, "helper", each.helper);
             });
}

domain::membership read_membership(const stored_object& from) {
    return {from.text("account"), from.word("access", &domain::access_from_text, domain::access::none),
            from.optional_id("helper")};
}

void put_invitations(boost::json::object& into, const std::vector<domain::invitation>& invitations) {
    put_list(into, "invitations", {"id"}, invitations,
             [](boost::json::object& element, const domain::invitation& each) {
                 element["id"] = each.id;
                 element["access"] = to_text(each.access);
                 put_optional_text(element, "helper", each.helper);
                 element["secretHash"] = each.secret_hash;
                 element["invitedBy"] = each.invited_by;
                 element["byAdmin"] = each.by_admin;
                 put_moment(element, "createdAt", each.created_at);
                 put_moment(element, "expiresAt", each.expires_at);
                 element["state"] = to_text(each.state);
                 put_optional_text(element, "usedBy", each.used_by);
             });
}

domain::invitation read_invitation(const stored_object& from) {
    domain::invitation offered;
    offered.id = from.text("id");
    offered.access = from.word("access", &domain::access_from_text, domain::access::none);
    offered.helper = from.optional_id("helper");
    offered.secret_hash = from.text("secretHash");
    offered.invited_by = from.text("invitedBy");
    offered.by_admin = from.flag_or("byAdmin", false);
    offered.created_at = from.moment("createdAt");
    offered.expires_at = from.moment("expiresAt");
    offered.state = from.word("state", &domain::invitation_state_from_text, domain::invitation_state::revoked);
    offered.used_by = from.optional_id("usedBy");
    return offered;
}

} // namespace

boost::json::object encode(const domain::event& state, boost::json::object previous) {
    boost::json::object body = std::move(previous);
    body["slug"] = state.slug;
    body["series"] = to_text(state.series);
    body["name"] = state.name;
    body["weekday"] = domain::to_text(state.weekday);
    body["start"] = state.start;
    body["timeZone"] = state.time_zone;
    body["country"] = state.country;
    put_texts(body, "languages", state.languages);
    put_needs(body, state.needs);
    put_special_days(body, state.special_days);
    put_pairs(body, state.allowed_pairs);
    put_memberships(body, state.memberships);
    put_invitations(body, state.invitations);
    return body;
}

domain::result<domain::event> decode_event(const boost::json::object& body) {
    damage found;
    const stored_object from{body, "", found};
    domain::event state;
    state.slug = from.text("slug");
    state.series = from.word("series", &domain::event_series_from_text, domain::event_series::five_k);
    state.name = from.text("name");
    state.weekday = from.word("weekday", &domain::weekday_from_text, std::chrono::Saturday);
    state.start = static_cast<int>(from.integer("start", 0, last_minute));
    state.time_zone = from.text("timeZone");
    state.country = from.text("country");
    state.languages = from.texts("languages");
    state.needs = read_needs(from);
    state.special_days = from.list("specialDays", read_special_day);
    state.allowed_pairs = read_pairs(from);
    state.memberships = from.list("memberships", read_membership);
    state.invitations = from.list("invitations", read_invitation);
    if (found) {
        return damaged_body("event", found);
    }
    return state;
}

} // namespace organizer::store::codec
