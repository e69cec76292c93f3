#include "model/wish.hpp"

#include "store/ids.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace organizer::testing::model {

namespace {

/// In the order of `domain::access`.
constexpr std::array<std::string_view, 5> role_names{"", "Organizer.Helper", "Organizer.RunDirector",
                                                     "Organizer.Coordinator", "Organizer.Admin"};

std::string path_of(const wish& what) {
    const std::string event = "/api/v1/events/" + slug;
    const std::string date = event + "/schedules/" + what.key;
    const std::string helper = event + "/helpers/" + what.key;
    switch (what.what) {
    case act::assign:
        return date + "/slots/" + what.part + "/assignment";
    case act::swap:
        return date + "/swap";
    case act::set_need:
        return date + "/needs/" + what.part;
    case act::apply_needs:
        return date + "/apply-needs";
    case act::publish:
        return date + "/publish";
    case act::cancel:
        return date + "/cancel";
    case act::reinstate:
        return date + "/reinstate";
    case act::undo_schedule:
        return date + "/undo";
    case act::create_helper:
        return event + "/helpers";
    case act::edit_helper:
        return helper;
    case act::change_number:
        return helper + "/parkrun-number";
    case act::archive_helper:
        return helper + "/archive";
    case act::restore_helper:
        return helper + "/restore";
    case act::undo_helper:
        return helper + "/undo";
    case act::edit_event:
        return event;
    case act::set_membership:
    case act::end_membership:
        return event + "/members/" + what.part;
    case act::invite:
        return event + "/invitations";
    case act::revoke:
        return event + "/invitations/" + what.part;
    case act::accept:
        return "/api/v1/me/memberships";
    }
    return {};
}

http::method verb_of(act what) {
    switch (what) {
    case act::assign:
    case act::set_need:
    case act::change_number:
    case act::set_membership:
        return http::method::put;
    case act::edit_helper:
    case act::edit_event:
        return http::method::patch;
    case act::end_membership:
    case act::revoke:
        return http::method::del;
    default:
        return http::method::post;
    }
}

} // namespace

bool is_of_schedule(act what) { return what <= act::undo_schedule; }

bool is_of_helper(act what) { return what >= act::create_helper && what <= act::undo_helper; }

std::string kind_of(const wish& what) {
    static constexpr std::array<std::string_view, act_count> kinds{"assign",
                                                                   "swap",
                                                                   "setNeed",
                                                                   "applyNeeds",
                                                                   "publish",
                                                                   "cancel",
                                                                   "reinstate",
                                                                   "undo",
                                                                   "createHelper",
                                                                   "editHelper",
                                                                   "changeParkrunNumber",
                                                                   "archiveHelper",
                                                                   "restoreHelper",
                                                                   "undo",
                                                                   "editEvent",
                                                                   "setMembership",
                                                                   "endMembership",
                                                                   "createInvitation",
                                                                   "acceptInvitation",
                                                                   "revokeInvitation"};
    if (what.what == act::assign && what.body.at("helper").is_null()) {
        return "unassign";
    }
    return std::string(kinds.at(static_cast<std::size_t>(what.what)));
}

std::string entity_of(const wish& what) {
    if (is_of_schedule(what.what)) {
        return "schedule:" + what.key;
    }
    if (what.what == act::create_helper) {
        return "helper:" + store::creation_id("helper", slug, what.op);
    }
    return is_of_helper(what.what) ? "helper:" + what.key : "event";
}

std::string identity_of(const wish& what) {
    return kind_of(what) + " " + path_of(what) + " " + boost::json::serialize(what.body);
}

ask request_of(const wish& what, world& in, const std::vector<person>& persons) {
    auto who = persons.at(what.actor);
    who.roles = roles_of(what.ceiling);
    boost::json::value body;
    if (!what.body.empty()) {
        body = what.body;
    }
    auto made = client(in, who).prepared(verb_of(what.what), path_of(what), body, what.op);
    if (what.if_match) {
        made.headers["If-Match"] = "\"" + std::to_string(*what.if_match) + "-0\"";
    }
    return made;
}

std::vector<std::string> roles_of(domain::access ceiling) {
    const auto& name = role_names.at(static_cast<std::size_t>(ceiling));
    return name.empty() ? std::vector<std::string>() : std::vector<std::string>{std::string(name)};
}

domain::access ceiling_of(const std::vector<std::string>& roles) {
    const auto found = roles.empty() ? role_names.begin() : std::ranges::find(role_names, roles.front());
    return static_cast<domain::access>(found - role_names.begin());
}

std::string to_text(const wish& what, const std::vector<person>& persons) {
    return persons.at(what.actor).name + " (" + std::string(domain::to_text(what.ceiling)) + ") " + identity_of(what) +
           (what.if_match ? " if " + std::to_string(*what.if_match) : "") + " op " + what.op;
}

} // namespace organizer::testing::model
