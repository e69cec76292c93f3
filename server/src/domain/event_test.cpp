#include "domain/event.hpp"

#include "domain/test_world.hpp"

#include <algorithm>

namespace organizer::domain::testing {
namespace {

/// One event on which commands are decided one after the other.
struct team {
    std::optional<event> state = an_event();
    std::map<std::string, helper, std::less<>> helpers{{"anna-h", a_helper("Anna")}, {"hanna-h", a_helper("Hanna")}};
    instant moment = now;
    std::int64_t rev = 1;
    bool inviter_is_admin = false;

    decision<event> give(const command_header& header, const event_command& command) {
        event_context context;
        context.rev = rev;
        context.now = moment;
        context.inviter_is_admin = inviter_is_admin;
        context.helper = [this](std::string_view id) {
            const auto found = helpers.find(id);
            return found == helpers.end() ? nullptr : &found->second;
        };
        auto made = decide(state, header, command, context);
        if (made.after) {
            state = made.after;
            ++rev;
        }
        return made;
    }
    decision<event> give(const std::string& actor, const event_command& command) { return give(by(actor), command); }

    /// Invites; the id of the invitation.
    std::string invite(const command_header& header, access offered, std::optional<std::string> helper = {}) {
        EXPECT_EQ(outcome(give(header, create_invitation{offered, std::move(helper), "hash"})), "ok");
        return header.op;
    }
};

create_event a_wish() {
    create_event wish;
    wish.slug = "testwiese";
    wish.settings = settings();
    return wish;
}

TEST(event, is_created_by_an_administrator_who_becomes_coordinator) {
    team of;
    of.state.reset();
    EXPECT_EQ(of.give(by("ada"), a_wish()).refusal.kind, failure::forbidden);
    const auto made = of.give(by("ada", access::admin), a_wish());
    ASSERT_EQ(outcome(made), "ok");
    EXPECT_EQ(of.state->memberships, (std::vector<membership>{{"ada", access::coordinator, std::nullopt}}));
    EXPECT_EQ(outcome(of.give(by("ada", access::admin), a_wish())), "alreadyExists");
}

TEST(event, settings_are_checked_field_by_field) {
    const auto faults_of = [](auto change) {
        create_event wish = a_wish();
        change(wish);
        team of;
        of.state.reset();
        return fault(of.give(by("ada", access::admin), wish));
    };
    EXPECT_EQ(faults_of([](create_event& wish) { wish.slug = "Test"; }), "/id notASlug");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.slug = "-"; }), "/id notASlug");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.name = "  "; }), "/name required");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.start = 1440; }), "/startTime notATime");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.time_zone = "../etc"; }), "/timeZone notATimeZone");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.country = "de"; }), "/country notACountry");
    EXPECT_EQ(faults_of([](create_event& wish) {
                  wish.settings.languages = {"de", "de"};
              }),
              "/languages/1 notALanguage");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.languages.clear(); }), "/languages required");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.needs[1].role = "umpire"; }),
              "/needs/1/role unknownRole");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.needs[1].role = "run-director"; }),
              "/needs/1/role twice");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.needs[1].need = 61; }), "/needs/1/need outOfRange");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.needs[1].prefer = 59; }), "/needs/1/prefer outOfRange");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.needs[1].role = "warm-up-leader"; }),
              "/needs/1/role roleOfOtherSeries");
    EXPECT_EQ(faults_of([](create_event& wish) {
                  wish.series = event_series::junior;
                  wish.settings.needs[1].role = "pacer";
              }),
              "/needs/1/role roleOfOtherSeries");
    EXPECT_EQ(
        faults_of([](create_event& wish) { wish.settings.special_days.push_back(wish.settings.special_days[0]); }),
        "/specialDays/2/day twice");
    EXPECT_EQ(faults_of([](create_event& wish) { wish.settings.special_days[0].day = std::chrono::February / 30; }),
              "/specialDays/0/day notADay");
    EXPECT_EQ(faults_of([](create_event& wish) {
                  wish.settings.allowed_pairs = {{"marshal", "marshal"}};
              }),
              "/allowedPairs/0/second sameRole");
}

TEST(event, settings_are_kept_in_one_order) {
    create_event wish = a_wish();
    wish.settings.name = " Testwiese parkrun ";
    wish.settings.needs = {{"timekeeper", 1, 0}, {"pacer", 0, 0}, {"run-director", 1, 0}};
    wish.settings.allowed_pairs = {{"run-director", "finish-tokens"}, {"finish-tokens", "run-director"}};
    team of;
    of.state.reset();
    ASSERT_EQ(outcome(of.give(by("ada", access::admin), wish)), "ok");
    EXPECT_EQ(of.state->name, "Testwiese parkrun");
    EXPECT_EQ(of.state->needs, (std::vector<role_need>{{"run-director", 1, 0}, {"timekeeper", 1, 0}}));
    EXPECT_EQ(of.state->allowed_pairs, usual_pairs());
}

TEST(event, is_edited_by_its_coordinators) {
    team of;
    edit_event wish;
    wish.name = "Testhain parkrun";
    wish.needs = std::vector<role_need>{{"marshal", 5, 0}};
    EXPECT_EQ(of.give("ron", wish).refusal.kind, failure::forbidden);
    EXPECT_EQ(of.give("stranger", wish).refusal.kind, failure::absent);
    wish.if_match = 7;
    EXPECT_EQ(of.give("carla", wish).refusal.kind, failure::stale);
    wish.if_match = 1;
    const auto made = of.give("carla", wish);
    ASSERT_EQ(outcome(made), "ok");
    EXPECT_EQ(made.changes.front(), (value_change{"name", "Testwiese parkrun", "Testhain parkrun"}));
    EXPECT_NE(std::ranges::find(made.changes, value_change{"needs/marshal", "2 1", "5 0"}), made.changes.end());
    wish.if_match.reset();
    EXPECT_EQ(outcome(of.give("carla", wish)), "unchanged");
    wish.start = -1;
    EXPECT_EQ(fault(of.give("carla", wish)), "/startTime notATime");
}

TEST(event, is_never_without_a_coordinator) {
    team of;
    EXPECT_EQ(outcome(of.give("carla", end_membership{"carla"})), "lastCoordinator");
    EXPECT_EQ(outcome(of.give("carla", set_membership{"carla", access::helper, {}, {}})), "lastCoordinator");
    EXPECT_EQ(outcome(of.give(by("ada", access::admin), end_membership{"carla"})), "lastCoordinator");
    EXPECT_EQ(outcome(of.give("carla", set_membership{"ron", access::coordinator, {}, {}})), "ok");
    EXPECT_EQ(outcome(of.give("carla", end_membership{"carla"})), "ok");
    EXPECT_EQ(outcome(of.give("ron", end_membership{"ron"})), "lastCoordinator");
}

TEST(event, memberships_are_changed_by_coordinators_only) {
    team of;
    EXPECT_EQ(of.give("ron", set_membership{"ron", access::coordinator, {}, {}}).refusal.kind, failure::forbidden);
    EXPECT_EQ(of.give("hanna", end_membership{"ron"}).refusal.kind, failure::forbidden);
    EXPECT_EQ(outcome(of.give("hanna", end_membership{"hanna"})), "ok") << "one's own";
    EXPECT_EQ(outcome(of.give("carla", set_membership{"nobody", access::helper, {}, {}})), "noSuchMember");
    EXPECT_EQ(fault(of.give("carla", set_membership{"ron", access::admin, {}, {}})), "/access notAnAccess");
    EXPECT_EQ(fault(of.give("carla", set_membership{"ron", access::none, {}, {}})), "/access notAnAccess");
    const membership_state seen{access::helper, std::nullopt};
    EXPECT_EQ(outcome(of.give("carla", set_membership{"ron", access::helper, "anna-h", seen})), "changedSince");
    const membership_state right{access::run_director, std::nullopt};
    EXPECT_EQ(outcome(of.give("carla", set_membership{"ron", access::helper, "anna-h", right})), "ok");
    EXPECT_EQ(linked_helper(*of.state, "ron"), "anna-h");
}

TEST(event, one_helper_is_linked_to_one_account) {
    team of;
    const auto made = of.give("carla", set_membership{"ron", access::run_director, "hanna-h", {}});
    EXPECT_EQ(outcome(made), "helperLinked");
    EXPECT_EQ(made.refusal.facts.at("account"), "hanna");
    EXPECT_EQ(fault(of.give("carla", set_membership{"ron", access::run_director, "nobody", {}})),
              "/helper noSuchHelper");
    EXPECT_EQ(outcome(of.give("carla", create_invitation{access::helper, "hanna-h", "hash"})), "helperLinked");
}

TEST(invitation, is_accepted_once_by_whoever_holds_the_secret) {
    team of;
    const std::string id = of.invite(by("carla"), access::run_director, "anna-h");
    EXPECT_EQ(outcome(of.give(by("nina", access::none), accept_invitation{id, "hash"})), "forbidden")
        << "no known role";
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{id, "guessed"})), "noSuchInvitation");
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{"other", "hash"})), "noSuchInvitation");
    const auto made = of.give("nina", accept_invitation{id, "hash"});
    ASSERT_EQ(outcome(made), "ok");
    EXPECT_EQ(membership_access(*of.state, "nina"), access::run_director);
    EXPECT_EQ(linked_helper(*of.state, "nina"), "anna-h");
    EXPECT_EQ(find_invitation(*of.state, id)->used_by, "nina");
    EXPECT_EQ(outcome(of.give("otto", accept_invitation{id, "hash"})), "invitationUsed");
    EXPECT_TRUE(std::ranges::is_sorted(of.state->memberships, {}, &membership::account));
}

TEST(invitation, ends_after_seven_days_or_when_revoked) {
    team of;
    const std::string late = of.invite(by("carla"), access::helper);
    const std::string revoked = of.invite(by("carla"), access::helper);
    EXPECT_EQ(of.give("ron", revoke_invitation{revoked}).refusal.kind, failure::forbidden);
    EXPECT_EQ(outcome(of.give("carla", revoke_invitation{"other"})), "noSuchInvitation");
    EXPECT_EQ(outcome(of.give("carla", revoke_invitation{revoked})), "ok");
    EXPECT_EQ(outcome(of.give("carla", revoke_invitation{revoked})), "unchanged");
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{revoked, "hash"})), "invitationRevoked");
    of.moment = now + 7 * 24h - 1ms;
    EXPECT_TRUE(is_open(*find_invitation(*of.state, late), of.moment));
    of.moment = now + 7 * 24h;
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{late, "hash"})), "invitationExpired");
}

TEST(invitation, needs_an_inviter_who_still_may_invite) {
    team of;
    const std::string by_carla = of.invite(by("carla"), access::coordinator);
    const std::string by_ada = of.invite(by("ada", access::admin), access::coordinator);
    of.give("carla", set_membership{"ron", access::coordinator, {}, {}});
    of.give("carla", set_membership{"carla", access::helper, {}, {}});
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{by_carla, "hash"})), "inviterNotCoordinator");
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{by_ada, "hash"})), "inviterNotCoordinator");
    of.inviter_is_admin = true;
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{by_carla, "hash"})), "inviterNotCoordinator")
        << "it was given as a coordinator";
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{by_ada, "hash"})), "ok");
}

TEST(invitation, a_member_keeps_the_higher_access) {
    team of;
    const std::string low = of.invite(by("carla"), access::helper, "anna-h");
    EXPECT_EQ(outcome(of.give("ron", accept_invitation{low, "hash"})), "ok");
    EXPECT_EQ(membership_access(*of.state, "ron"), access::run_director);
    EXPECT_EQ(linked_helper(*of.state, "ron"), "anna-h");
    const std::string high = of.invite(by("carla"), access::coordinator);
    EXPECT_EQ(outcome(of.give("hanna", accept_invitation{high, "hash"})), "ok");
    EXPECT_EQ(membership_access(*of.state, "hanna"), access::coordinator);
    EXPECT_EQ(linked_helper(*of.state, "hanna"), "hanna-h") << "the link stays";
}

TEST(invitation, is_refused_when_the_helper_was_linked_meanwhile) {
    team of;
    const std::string id = of.invite(by("carla"), access::helper, "anna-h");
    of.give("carla", set_membership{"ron", access::run_director, "anna-h", {}});
    EXPECT_EQ(outcome(of.give("nina", accept_invitation{id, "hash"})), "helperLinked");
}

TEST(invitation, is_made_by_coordinators_within_bounds) {
    team of;
    EXPECT_EQ(of.give("ron", create_invitation{access::helper, {}, "hash"}).refusal.kind, failure::forbidden);
    EXPECT_EQ(fault(of.give("carla", create_invitation{access::admin, {}, "hash"})), "/access notAnAccess");
    EXPECT_EQ(fault(of.give("carla", create_invitation{access::helper, {}, ""})), "/secret required");
    EXPECT_EQ(fault(of.give("carla", create_invitation{access::helper, "nobody", "hash"})), "/helper noSuchHelper");
    for (std::size_t i = 0; i < most_open_invitations; ++i) {
        of.invite(by("carla"), access::helper);
    }
    EXPECT_EQ(outcome(of.give("carla", create_invitation{access::helper, {}, "hash"})), "tooManyInvitations");
    of.moment = now + 8 * 24h;
    of.invite(by("carla"), access::helper);
    EXPECT_EQ(of.state->invitations.size(), most_open_invitations + 1) << "expired ones stay a while";
    of.moment = now + 100 * 24h;
    of.invite(by("carla"), access::helper);
    EXPECT_EQ(of.state->invitations.size(), 2U) << "and are forgotten then";
}

} // namespace
} // namespace organizer::domain::testing
