// Events, members, invitations, accounts, the own account.

#include "cast.hpp"

#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

class events : public ::testing::TestWithParam<engine>, public cast {
public:
    events() : cast(GetParam()) {}

    std::string member_path(const client& who) const { return path("/members/") + who.who().account; }
    static boost::json::object edit(std::string_view access, const boost::json::value& helper, std::string_view was,
                                    const boost::json::value& was_helper) {
        return {{"access", access}, {"helper", helper}, {"expect", {{"access", was}, {"helper", was_helper}}}};
    }
    /// Invites and gives the secret of the link.
    std::string invite(const client& by, boost::json::object body, const std::string& op = {}) {
        const auto made = by.post(path("/invitations"), body, op);
        EXPECT_EQ(made.status, 201U) << made.text;
        const auto link = made.text_at("/link");
        return link.substr(link.rfind('/') + 1);
    }
    static reply accept(const client& by, const std::string& secret) {
        return by.post("/api/v1/me/memberships", boost::json::object{{"secret", secret}});
    }
};

INSTANTIATE_TEST_SUITE_P(engines, events, ::testing::Values(engine::memory, engine::sqlite),
                         [](const auto& named) { return named.param == engine::memory ? "memory" : "sqlite"; });

TEST_P(events, start_with_what_is_usual_for_series_and_country) {
    const auto shown = coordinator.get(base);
    EXPECT_EQ(shown.text_at("/weekday"), "saturday");
    EXPECT_EQ(shown.text_at("/startTime"), "09:00");
    EXPECT_EQ(boost::json::serialize(shown.at("/specialDays")), R"([{"month":1,"day":1},{"month":10,"day":3}])");
    EXPECT_EQ(boost::json::serialize(shown.at("/languages")), R"(["de","en"])");
    EXPECT_FALSE(shown.at("/needs").as_array().empty());
    const auto junior =
        at.make_event(admin, "junior", {{"series", "junior"}, {"country", "GB"}, {"timeZone", "Europe/London"}});
    EXPECT_EQ(junior.text_at("/event/weekday"), "sunday");
    EXPECT_EQ(junior.header("Location"), "/api/v1/events/junior");
}

TEST_P(events, exist_once_and_are_made_by_administrators) {
    const boost::json::object again{
        {"id", "monrepos"}, {"name", "Again"}, {"series", "5k"}, {"timeZone", "Europe/Berlin"}, {"country", "DE"}};
    const auto refused = admin.post("/api/v1/events", again);
    EXPECT_EQ(refused.status, 409U) << refused.text;
    EXPECT_EQ(refused.code(), "alreadyExists");
    EXPECT_EQ(refused.header("Location"), "/api/v1/events/monrepos");
    EXPECT_EQ(coordinator.post("/api/v1/events", again).status, 403U);
    auto nowhere = again;
    nowhere["id"] = "nowhere";
    nowhere["timeZone"] = "Europe/Nowhere";
    const auto unknown = admin.post("/api/v1/events", nowhere);
    EXPECT_EQ(unknown.status, 400U);
    EXPECT_EQ(unknown.text_at("/faults/0/pointer"), "/timeZone");
}

TEST_P(events, are_edited_by_merge_patch_of_what_was_read) {
    const auto tag = coordinator.get(base).header("ETag");
    const auto edited =
        coordinator.patch(base, boost::json::object{{"startTime", "09:30"}, {"timeZone", "Europe/Vienna"}}, tag);
    ASSERT_EQ(edited.status, 200U) << edited.text;
    EXPECT_EQ(edited.text_at("/event/startTime"), "09:30");
    EXPECT_EQ(edited.text_at("/event/name"), "Monrepos parkrun");
    EXPECT_EQ(coordinator.patch(base, boost::json::object{{"name", "Other"}}, tag).status, 412U);
    EXPECT_EQ(director.patch(base, boost::json::object{{"name", "Other"}}, tag).status, 403U);
    EXPECT_EQ(coordinator.patch(base, boost::json::object{{"name", nullptr}}, tag).status, 400U);
    const auto twice = boost::json::array{{{"role", "marshal"}, {"need", 1}, {"prefer", 0}},
                                          {{"role", "marshal"}, {"need", 2}, {"prefer", 0}}};
    const auto faulty = coordinator.patch(base, boost::json::object{{"needs", twice}}, edited.header("ETag"));
    EXPECT_EQ(faulty.status, 400U) << faulty.text;
    EXPECT_NE(faulty.text.find("/needs/1"), std::string::npos);
}

TEST_P(events, show_helpers_no_rules) {
    const auto shown = helper.get(base);
    ASSERT_EQ(shown.status, 200U);
    EXPECT_EQ(shown.text.find("needs"), std::string::npos);
    EXPECT_EQ(shown.text.find("allowedPairs"), std::string::npos);
}

TEST_P(events, of_others_are_not_there) {
    EXPECT_EQ(stranger.get(base).status, 404U);
    EXPECT_EQ(stranger.get("/api/v1/events/nothing").json, stranger.get(base).json);
    const auto own = stranger.get("/api/v1/events");
    ASSERT_EQ(own.at("/events").as_array().size(), 1U);
    EXPECT_EQ(own.text_at("/events/0/id"), "elsewhere");
    EXPECT_EQ(admin.get("/api/v1/events").at("/events").as_array().size(), 2U);
}

TEST_P(events, stand_in_me_with_access_and_helper) {
    const auto me = helper.get("/api/v1/me");
    ASSERT_EQ(me.status, 200U) << me.text;
    EXPECT_EQ(me.text_at("/account/name"), "Jörg Helper");
    EXPECT_EQ(me.text_at("/events/0/id"), "monrepos");
    EXPECT_EQ(me.text_at("/events/0/access"), "helper");
    EXPECT_EQ(me.text_at("/events/0/helper/helper"), jorg);
    EXPECT_EQ(me.text_at("/events/0/helper/name"), "Jörg MÜLLER");
    EXPECT_EQ(me.text_at("/events/0/today"), "2026-12-02");
    EXPECT_EQ(admin.get("/api/v1/me").text_at("/events/0/access"), "admin");
}

TEST_P(events, have_members_by_name) {
    const auto shown = coordinator.get(path("/members"));
    ASSERT_EQ(shown.status, 200U);
    std::vector<std::string> names;
    const auto& members = shown.at("/members").as_array();
    for (const auto& one : members) {
        names.emplace_back(std::string_view(one.at("name").as_string()));
    }
    EXPECT_EQ(names, (std::vector<std::string>{"Ada Admin", "Clara Coordinator", "Jörg Helper", "Rudi Director"}));
    EXPECT_EQ(director.get(path("/members")).status, 403U);
}

TEST_P(events, change_memberships_as_expected_only) {
    const auto changed =
        coordinator.put(member_path(director), edit("coordinator", boost::json::value(anna), "runDirector", nullptr));
    ASSERT_EQ(changed.status, 200U) << changed.text;
    EXPECT_EQ(director.get(path("/members")).status, 200U);
    const auto stale = coordinator.put(member_path(director), edit("helper", nullptr, "runDirector", nullptr));
    EXPECT_EQ(stale.code(), "changedSince");
    const auto linked = coordinator.put(member_path(coordinator),
                                        edit("coordinator", boost::json::value(anna), "coordinator", nullptr));
    EXPECT_EQ(linked.code(), "helperLinked") << linked.text;
    EXPECT_EQ(coordinator.put(member_path(stranger), edit("helper", nullptr, "helper", nullptr)).status, 404U);
}

TEST_P(events, never_lose_their_last_coordinator) {
    ASSERT_EQ(coordinator.del(member_path(admin)).status, 200U);
    EXPECT_EQ(coordinator.del(member_path(coordinator)).code(), "lastCoordinator");
    EXPECT_EQ(coordinator.put(member_path(coordinator), edit("helper", nullptr, "coordinator", nullptr)).code(),
              "lastCoordinator");
}

TEST_P(events, let_everybody_end_their_own_membership_only) {
    EXPECT_EQ(helper.del(member_path(director)).status, 403U);
    const auto ended = helper.del(member_path(helper));
    ASSERT_EQ(ended.status, 200U) << ended.text;
    EXPECT_EQ(ended.text.find("members"), std::string::npos);
    EXPECT_EQ(helper.get(base).status, 404U);
}

TEST_P(events, invite_by_a_link_that_works_once) {
    const auto op = fresh_op();
    const boost::json::object body{{"access", "helper"}, {"helper", zoe}};
    const auto secret = invite(coordinator, body, op);
    EXPECT_EQ(invite(coordinator, body, op), secret) << "a repeat gives the same link";
    const auto listed = coordinator.get(path("/invitations"));
    EXPECT_EQ(listed.text_at("/invitations/0/state"), "open");
    EXPECT_EQ(listed.text_at("/invitations/0/helper/name"), "Zoë Weiß");
    EXPECT_EQ(listed.text_at("/invitations/0/createdBy/name"), "Clara Coordinator");
    EXPECT_EQ(listed.text.find(secret), std::string::npos);
    EXPECT_EQ(listed.text.find("secret"), std::string::npos);
    const auto newcomer = at.add_person("Nina Newcomer");
    const auto accepted = accept(newcomer, secret);
    ASSERT_EQ(accepted.status, 201U) << accepted.text;
    EXPECT_EQ(accepted.text_at("/events/0/helper/helper"), zoe);
    EXPECT_EQ(accept(at.add_person("Late"), secret).code(), "invitationUsed");
    EXPECT_EQ(accept(newcomer, secret.substr(0, secret.size() - 1) + "x").status, 404U);
    EXPECT_EQ(coordinator.get(path("/invitations")).text_at("/invitations/0/state"), "used");
}

TEST_P(events, do_not_accept_what_expired_was_revoked_or_lost_its_inviter) {
    const auto newcomer = at.add_person("Nina Newcomer");
    const auto expiring = invite(coordinator, {{"access", "helper"}});
    const auto revoked = coordinator.post(path("/invitations"), boost::json::object{{"access", "helper"}});
    const auto orphaned = invite(coordinator, {{"access", "helper"}});
    const auto id = revoked.text_at("/invitation/id");
    const auto answer = coordinator.del(path("/invitations/") + id);
    EXPECT_EQ(answer.status, 200U) << answer.text;
    EXPECT_EQ(answer.text_at("/invitation/state"), "revoked");
    const auto link = revoked.text_at("/link");
    EXPECT_EQ(accept(newcomer, link.substr(link.rfind('/') + 1)).code(), "invitationRevoked");
    ASSERT_EQ(admin.put(member_path(coordinator), edit("helper", nullptr, "coordinator", nullptr)).status, 200U);
    EXPECT_EQ(accept(newcomer, orphaned).code(), "inviterNotCoordinator");
    at.clock().advance(std::chrono::hours(24 * 7 + 1));
    EXPECT_EQ(accept(newcomer, expiring).code(), "invitationExpired");
    EXPECT_EQ(newcomer.get(base).status, 404U);
}

TEST_P(events, are_told_apart_by_person_not_by_name) {
    auto twin = coordinator.who();
    twin.oid = test_tokens::instance().make_person("somebody else").oid;
    EXPECT_EQ(client(at, twin).get(base).status, 401U) << "no account of that oid";
}

TEST_P(events, keep_accounts_for_administrators) {
    const auto listed = admin.get("/api/v1/accounts?limit=2");
    ASSERT_EQ(listed.status, 200U);
    EXPECT_EQ(listed.text_at("/accounts/0/name"), "Ada Admin");
    EXPECT_EQ(listed.text_at("/accounts/1/name"), "Clara Coordinator");
    const auto next = admin.get("/api/v1/accounts?limit=2&cursor=" + listed.text_at("/nextCursor"));
    EXPECT_EQ(next.text_at("/accounts/0/name"), "Jörg Helper");
    EXPECT_EQ(coordinator.get("/api/v1/accounts").status, 403U);
    const auto target = "/api/v1/accounts/" + stranger.who().account;
    const auto account = admin.get(target);
    EXPECT_EQ(account.text_at("/events/0/id"), "elsewhere");
    EXPECT_EQ(account.text.find("assword"), std::string::npos);
    const auto disabled = admin.patch(target, boost::json::object{{"disabled", true}}, account.header("ETag"));
    ASSERT_EQ(disabled.status, 200U) << disabled.text;
    EXPECT_EQ(stranger.get("/api/v1/me").status, 401U) << "read on each call";
    ASSERT_EQ(admin.patch(target, boost::json::object{{"disabled", false}}, disabled.header("ETag")).status, 200U);
    EXPECT_EQ(stranger.get("/api/v1/me").status, 200U);
    const auto link = admin.post(target + "/links");
    EXPECT_EQ(link.status, 201U);
    EXPECT_EQ(link.text_at("/expiresAt"), "2026-12-03T10:00:00.000Z");
    EXPECT_EQ(link.header("Cache-Control"), "no-store");
    EXPECT_EQ(admin.get("/api/v1/accounts/nobody").status, 404U);
    EXPECT_EQ(admin.post("/api/v1/accounts/nobody/links").status, 404U);
}

TEST_P(events, keep_one_administrator) {
    const auto target = "/api/v1/accounts/" + admin.who().account;
    const auto tag = admin.get(target).header("ETag");
    EXPECT_EQ(admin.patch(target, boost::json::object{{"admin", false}}, tag).code(), "lastAdmin");
    EXPECT_EQ(admin.patch(target, boost::json::object{{"disabled", true}}, tag).code(), "lastAdmin");
}

TEST_P(events, name_the_roles_in_both_languages) {
    const auto shown = coordinator.get("/api/v1/roles");
    ASSERT_EQ(shown.status, 200U);
    EXPECT_NE(shown.text.find(R"("names":{"en":"Run Director","de":"Laufleitung"})"), std::string::npos);
    EXPECT_NE(shown.text.find("Barcode einlesen"), std::string::npos);
    EXPECT_EQ(shown.at("/defaults/needs").as_array().size(), 2U);
}

TEST(people_without_role, read_me_and_nothing_else) {
    world at(engine::memory, sign_in::elsewhere);
    const auto person = at.add_person("Nobody", false, {"Organizer.Unknown"});
    const auto me = person.get("/api/v1/me");
    EXPECT_EQ(me.status, 200U) << me.text;
    EXPECT_EQ(me.text_at("/access"), "none");
    EXPECT_TRUE(me.at("/events").as_array().empty());
    EXPECT_EQ(person.get("/api/v1/roles").status, 403U);
    EXPECT_EQ(person.get("/api/v1/events").status, 403U);
}

} // namespace
} // namespace organizer::testing
