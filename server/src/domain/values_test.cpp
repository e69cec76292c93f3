// Dates, texts, numbers, roles, access: the small values that everything else is made of.

#include "domain/account.hpp"
#include "domain/command_access.hpp"
#include "domain/name_fold.hpp"
#include "domain/parkrun_number.hpp"
#include "domain/role.hpp"
#include "domain/test_world.hpp"
#include "domain/text.hpp"

#include <set>

namespace organizer::domain::testing {
namespace {

TEST(local_date, is_read_exactly) {
    EXPECT_EQ(date_from_text("2026-12-05"), saturday);
    EXPECT_EQ(to_text(saturday), "2026-12-05");
    EXPECT_TRUE(date_from_text("2028-02-29"));
    for (const char* text :
         {"", "2026-12-5", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "1899-12-31", "3000-01-01",
          "2026/12/05", " 2026-12-05", "2026-12-05 ", "2026-12-0a", "+026-12-05", "2026-12-05T00:00"}) {
        EXPECT_FALSE(date_from_text(text)) << text;
    }
}

TEST(instant, is_read_exactly) {
    EXPECT_EQ(to_text(now), "2026-11-30T20:00:00.000Z");
    EXPECT_EQ(instant_from_text("2026-11-30T20:00:00.000Z"), now);
    EXPECT_EQ(instant_from_text("2026-11-30T20:00:00Z"), now);
    EXPECT_EQ(instant_from_text("2026-11-30T20:00:00.007Z"), now + 7ms);
    for (const char* text :
         {"", "2026-11-30T20:00:00", "2026-11-30T24:00:00Z", "2026-11-30T20:60:00Z", "2026-11-30T20:00:60Z",
          "2026-11-30 20:00:00Z", "2026-11-31T20:00:00Z", "2026-11-30T20:00:00.1Z", "2026-11-30T20:00:00+01"}) {
        EXPECT_FALSE(instant_from_text(text)) << text;
    }
    EXPECT_EQ(to_text(instant{-1ms}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(to_text(*instant_from_text("2027-01-09T03:04:58.076Z")), "2027-01-09T03:04:58.076Z");
}

TEST(local_date, moves_over_months_and_leap_days) {
    EXPECT_EQ(to_text(add_days(saturday, 27)), "2027-01-01");
    EXPECT_EQ(to_text(add_days(*date_from_text("2028-02-28"), 1)), "2028-02-29");
    EXPECT_EQ(days_between(saturday, add_days(saturday, -400)), -400);
}

TEST(parkrun_number, takes_real_ids_of_any_length) {
    EXPECT_EQ(parkrun_number_from_text("A12345"), 12345U);
    EXPECT_EQ(parkrun_number_from_text("a1234567"), 1234567U);
    EXPECT_EQ(parkrun_number_from_text(" 12345678 "), 12345678U);
    EXPECT_EQ(parkrun_number_from_text("A1"), 1U);
    EXPECT_EQ(parkrun_number_from_text("A999999999"), 999999999U);
    EXPECT_EQ(to_parkrun_id(1234567), "A1234567");
    for (const char* text : {"", "A", "B123456", "A12x", "A1234567890", "A0", "AA12", "A 12", "-5", "12.5", "１２３"}) {
        EXPECT_FALSE(parkrun_number_from_text(text)) << text;
    }
}

TEST(text, counts_code_points_and_refuses_what_is_no_utf_8) {
    EXPECT_EQ(code_points("Zoë"), 3U);
    EXPECT_EQ(code_points("🏃"), 1U);
    for (const char* text :
         {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3", "\x80", "\xF8\x88\x80\x80"}) {
        EXPECT_FALSE(code_points(text)) << text;
    }
}

TEST(text, is_trimmed_before_it_is_measured) {
    std::vector<field_fault> faults;
    check_text("  " + std::string(120, 'x') + "\xC2\xA0", name_rule, "/name", faults);
    EXPECT_TRUE(faults.empty());
    EXPECT_EQ(trimmed(" \xC2\xA0 a b \r\n"), "a b");
    std::string umlauts;
    for (int i = 0; i < 120; ++i) {
        umlauts += "ü";
    }
    check_text(umlauts, name_rule, "/name", faults);
    EXPECT_TRUE(faults.empty()) << "code points, not bytes";
}

TEST(text, phones_and_addresses) {
    const auto faults_of = [](auto check, const char* text) {
        std::vector<field_fault> faults;
        check(text, "/x", faults);
        return faults.size();
    };
    for (const char* text : {"", "+49 171 39200-01", "(030) 23125/000", "112"}) {
        EXPECT_EQ(faults_of(check_phone, text), 0U) << text;
    }
    for (const char* text : {"12", "0171 call", "+", "1234567890 1234567890 1234567890 1234567890", "=1+123"}) {
        EXPECT_EQ(faults_of(check_phone, text), 1U) << text;
    }
    for (const char* text : {"", "a@b", "zoë@exämple.org", "x+y@example.org"}) {
        EXPECT_EQ(faults_of(check_email, text), 0U) << text;
    }
    for (const char* text : {"@", "a@", "@b", "a@b@c", "a b@c.de", "a@b>c", "a\xFF@b", "a"}) {
        EXPECT_EQ(faults_of(check_email, text), 1U) << text;
    }
}

TEST(name, is_found_without_regard_to_case_and_blanks) {
    EXPECT_EQ(folded_name(" Jörg  MÜLLER "), folded_name("jörg müller"));
    EXPECT_EQ(folded_name("ŠIMŮNEK"), folded_name("šimůnek"));
    EXPECT_EQ(folded_name("ЯН ΩΜΕΓΑ"), folded_name("ян ωμεγα"));
    EXPECT_NE(folded_name("Muller"), folded_name("Müller"));
    EXPECT_NE(folded_name("4×4"), folded_name("4÷4"));
}

TEST(role, ids_are_kebab_case_and_names_are_found) {
    std::set<std::string_view> ids;
    for (const role& each : role_catalogue()) {
        EXPECT_TRUE(is_kebab(each.id, 40)) << each.id;
        EXPECT_TRUE(ids.insert(each.id).second) << each.id;
        EXPECT_EQ(find_role(each.id), &each);
        EXPECT_EQ(find_role_by_name(each.name_en), &each) << each.name_en;
        EXPECT_EQ(find_role_by_name(each.name_de), &each) << each.name_de;
        for (const std::string_view alias : each.aliases) {
            EXPECT_EQ(find_role_by_name(alias), &each) << alias;
        }
        EXPECT_TRUE(each.five_k || each.junior) << each.id;
        EXPECT_EQ(role_order(each.id), static_cast<std::size_t>(&each - role_catalogue().data()));
    }
    EXPECT_EQ(find_role("Run Director"), nullptr);
    EXPECT_EQ(role_order("umpire"), role_catalogue().size());
    EXPECT_EQ(find_role_by_name(" barcode scanner ")->id, "barcode-scanning");
    EXPECT_EQ(find_role_by_name("Streckenposten")->id, "marshal");
}

TEST(role, the_catalogue_has_the_official_roles) {
    for (const char* id : {"run-director", "timekeeper", "results-processor", "marshal", "pre-event-setup",
                           "barcode-scanning", "finish-tokens", "number-checker", "first-timers-welcome", "tail-walker",
                           "volunteer-coordinator", "event-day-course-check", "parkwalker"}) {
        EXPECT_TRUE(find_role(id)) << id;
    }
    EXPECT_FALSE(find_role("pacer")->junior);
    EXPECT_FALSE(find_role("warm-up-leader")->five_k);
    for (const event_series series : {event_series::five_k, event_series::junior}) {
        event_settings usual = settings();
        usual.needs = usual_needs(series);
        EXPECT_TRUE(check_settings(usual, series).empty()) << to_text(series);
    }
}

TEST(access, is_the_lower_of_ceiling_and_membership) {
    EXPECT_EQ(effective_access(access::coordinator, access::helper), access::helper);
    EXPECT_EQ(effective_access(access::helper, access::coordinator), access::helper);
    EXPECT_EQ(effective_access(access::admin, access::none), access::admin);
    EXPECT_EQ(effective_access(access::none, access::coordinator), access::none);
    for (const access each : {access::none, access::helper, access::run_director, access::coordinator, access::admin}) {
        EXPECT_EQ(access_from_text(to_text(each)), each);
    }
    EXPECT_FALSE(access_from_text("Coordinator"));
}

TEST(command_access, refuses_what_is_not_listed_and_never_grants_less_to_more) {
    const std::vector rising{access::none, access::helper, access::run_director, access::coordinator, access::admin};
    for (const command_rule& each : command_rules()) {
        permission before = permission::refused;
        for (const access have : rising) {
            const permission may = permission_for(each.noun, each.kind, have);
            EXPECT_GE(may, before) << each.kind << " " << to_text(have);
            before = may;
        }
        EXPECT_EQ(permission_for(each.noun, each.kind, access::none), permission::refused) << each.kind;
        EXPECT_EQ(permission_for(each.noun, each.kind, access::admin), permission::granted) << each.kind;
    }
    EXPECT_EQ(permission_for(command_noun::schedule, "deleteAll", access::admin), permission::refused);
    EXPECT_EQ(permission_for(command_noun::helper, "assign", access::admin), permission::refused) << "of another noun";
}

TEST(command_access, has_a_row_for_every_command) {
    const auto listed = [](command_noun noun, std::string_view kind) {
        return permission_for(noun, kind, access::admin) == permission::granted;
    };
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{create_event{}})));
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{edit_event{}})));
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{set_membership{}})));
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{end_membership{}})));
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{create_invitation{}})));
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{revoke_invitation{}})));
    EXPECT_TRUE(listed(command_noun::event, kind_of(event_command{accept_invitation{}})));
    EXPECT_TRUE(listed(command_noun::helper, kind_of(helper_command{create_helper{}})));
    EXPECT_TRUE(listed(command_noun::helper, kind_of(helper_command{edit_helper{}})));
    EXPECT_TRUE(listed(command_noun::helper, kind_of(helper_command{change_parkrun_number{}})));
    EXPECT_TRUE(listed(command_noun::helper, kind_of(helper_command{archive_helper{}})));
    EXPECT_TRUE(listed(command_noun::helper, kind_of(helper_command{restore_helper{}})));
    EXPECT_TRUE(listed(command_noun::helper, kind_of(helper_command{undo_helper{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{assign{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{unassign{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{swap{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{set_need{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{apply_needs{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{publish{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{cancel{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{reinstate{}})));
    EXPECT_TRUE(listed(command_noun::schedule, kind_of(schedule_command{undo_schedule{}})));
    EXPECT_TRUE(listed(command_noun::account, kind_of(account_command{create_account{}})));
    EXPECT_TRUE(listed(command_noun::account, kind_of(account_command{edit_account{}})));
    EXPECT_EQ(command_rules().size(), 24U) << "and none for anything else";
}

TEST(account, is_kept_by_administrators) {
    const account_command create = create_account{"tid", "oid", " Ada ", "ada", true};
    EXPECT_EQ(decide(std::nullopt, by("ada"), create, {}).refusal.kind, failure::forbidden);
    const auto made = decide(std::nullopt, by("issuer", access::admin), create, {});
    ASSERT_EQ(outcome(made), "ok");
    EXPECT_EQ(made.after->name, "Ada");
    EXPECT_EQ(outcome(decide(made.after, by("issuer", access::admin), create, {})), "alreadyExists");
    EXPECT_EQ(fault(decide(std::nullopt, by("issuer", access::admin), create_account{"tid", "", "Ada", "", false}, {})),
              "/oid required");
    edit_account wish;
    EXPECT_EQ(decide(std::nullopt, by("ada", access::admin), wish, {}).refusal.kind, failure::absent);
    EXPECT_EQ(outcome(decide(made.after, by("ada", access::admin), wish, {})), "unchanged");
    wish.if_match = 2;
    EXPECT_EQ(decide(made.after, by("ada", access::admin), wish, {1, 0}).refusal.kind, failure::stale);
}

TEST(account, one_administrator_who_can_sign_in_is_left) {
    const account ada{"tid", "oid", "Ada", "ada", true, false};
    for (const bool disable : {false, true}) {
        edit_account wish;
        if (disable) {
            wish.disabled = true;
        } else {
            wish.admin = false;
        }
        EXPECT_EQ(outcome(decide(ada, by("ada", access::admin), wish, {1, 0})), "lastAdmin");
        EXPECT_EQ(outcome(decide(ada, by("ada", access::admin), wish, {1, 1})), "ok");
    }
    account disabled = ada;
    disabled.disabled = true;
    edit_account demote;
    demote.admin = false;
    EXPECT_EQ(outcome(decide(disabled, by("ada", access::admin), demote, {1, 0})), "ok") << "could not sign in anyway";
}

} // namespace
} // namespace organizer::domain::testing
