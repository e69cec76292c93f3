#include "every_request.hpp"

#include <gtest/gtest.h>

namespace organizer::testing {

ask every_request::operator()(const api::contract::operation& operation, const member& by) {
    const auto& who = by.who;
    const auto name = std::string(operation.id);
    const auto own = by.helper.empty() ? spare : by.helper;
    const auto get = [&](const std::string& target) { return who.prepared(http::method::get, target); };
    const auto post = [&](const std::string& target, const boost::json::value& body = nullptr) {
        return who.prepared(http::method::post, target, body);
    };
    const auto put = [&](const std::string& target, const boost::json::value& body) {
        return who.prepared(http::method::put, target, body);
    };
    const auto patch = [&](const std::string& target, const boost::json::value& body) {
        auto asked = who.prepared(http::method::patch, target, body);
        asked.headers["If-Match"] = "\"1-0\"";
        return asked;
    };
    const auto account = "/api/v1/accounts/" + on.stranger.who().account;
    const auto helper = cast::path("/helpers/");
    const auto date = cast::day("2026-12-05");
    const boost::json::object undo{{"op", fresh_op()}};
    if (name == "getMe")
        return get("/api/v1/me");
    if (name == "acceptInvitation")
        return post("/api/v1/me/memberships", boost::json::object{{"secret", std::string(40, 'x')}});
    if (name == "listRoles")
        return get("/api/v1/roles");
    if (name == "listAccounts")
        return get("/api/v1/accounts");
    if (name == "getAccount")
        return get(account);
    if (name == "editAccount")
        return patch(account, boost::json::object{{"name", "Otto Other"}});
    if (name == "createResetLink")
        return post(account + "/links");
    if (name == "listEvents")
        return get("/api/v1/events");
    if (name == "createEvent")
        return post("/api/v1/events", boost::json::object{{"id", "made-" + std::to_string(++made)},
                                                          {"name", "Made"},
                                                          {"series", "5k"},
                                                          {"timeZone", "Europe/Berlin"},
                                                          {"country", "DE"}});
    if (name == "getEvent")
        return get(cast::base);
    if (name == "editEvent")
        return patch(cast::base, boost::json::object{{"name", "Monrepos parkrun"}});
    if (name == "listMembers")
        return get(cast::path("/members"));
    if (name == "setMembership")
        return put(cast::path("/members/") + on.director.who().account,
                   boost::json::object{{"access", "runDirector"},
                                       {"helper", nullptr},
                                       {"expect", {{"access", "runDirector"}, {"helper", nullptr}}}});
    if (name == "endMembership")
        return who.prepared(http::method::del, cast::path("/members/") + who.who().account);
    if (name == "listInvitations")
        return get(cast::path("/invitations"));
    if (name == "createInvitation")
        return post(cast::path("/invitations"), boost::json::object{{"access", "helper"}});
    if (name == "revokeInvitation")
        return who.prepared(http::method::del, cast::path("/invitations/") + invitation);
    if (name == "listHelpers")
        return get(cast::path("/helpers"));
    if (name == "createHelper")
        return post(cast::path("/helpers"), boost::json::object{{"name", "New Helper"}});
    if (name == "getHelper")
        return get(helper + own);
    if (name == "editHelper")
        return patch(helper + own, boost::json::object{{"phone", "+49 711 99"}});
    if (name == "changeParkrunNumber")
        return put(helper + spare + "/parkrun-number", boost::json::object{{"number", nullptr}, {"expect", nullptr}});
    if (name == "archiveHelper")
        return post(helper + spare + "/archive");
    if (name == "restoreHelper")
        return post(helper + spare + "/restore");
    if (name == "undoHelper")
        return post(helper + spare + "/undo", undo);
    if (name == "previewImport") {
        auto asked = post(cast::path("/imports/preview"));
        asked.headers.erase("Idempotency-Key");
        asked.headers["Content-Type"] = "text/csv";
        asked.body = "Name\nSomebody\n";
        return asked;
    }
    if (name == "importHelpers")
        return post(cast::path("/imports"), boost::json::object{{"rows",
                                                                 {{{"line", 2},
                                                                   {"action", "edit"},
                                                                   {"opId", fresh_op()},
                                                                   {"helper", spare},
                                                                   {"rev", 1},
                                                                   {"values", {{"name", "Spare"}}}}}}});
    if (name == "listSchedules")
        return get(cast::path("/schedules"));
    if (name == "getSchedule")
        return get(date);
    if (name == "listCandidates")
        return get(date + "/slots/marshal-1/candidates");
    if (name == "setAssignment")
        return put(cast::slot("2026-12-05", "marshal-1"), cast::assignment(own));
    if (name == "swapSlots")
        return post(date + "/swap",
                    boost::json::object{{"slots", {"timekeeper-1", "timekeeper-2"}}, {"expect", {nullptr, nullptr}}});
    if (name == "setNeed")
        return put(date + "/needs/marshal",
                   boost::json::object{{"need", 3}, {"prefer", 0}, {"expect", {{"need", 3}, {"prefer", 0}}}});
    if (name == "applyNeeds")
        return post(date + "/apply-needs");
    if (name == "publishSchedule")
        return post(date + "/publish");
    if (name == "cancelSchedule")
        return post(cast::day("2026-12-26", "/cancel"), boost::json::object{{"reason", "weather"}});
    if (name == "reinstateSchedule")
        return post(cast::day("2026-12-26", "/reinstate"));
    if (name == "undoSchedule")
        return post(date + "/undo", undo);
    if (name == "listActivity")
        return get(cast::path("/activity"));
    ADD_FAILURE() << "no request for " << name << ": the matrix needs a row";
    return get("/api/v1/me");
}

} // namespace organizer::testing
