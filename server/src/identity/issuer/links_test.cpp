// One-time links: set-up, sign-in, reset and invitation; no default credentials (L20), passwords (L13).

#include "identity/issuer/credentials.hpp"
#include "identity/issuer/database.hpp"
#include "identity/issuer/passwords.hpp"
#include "identity/issuer/testing/issuer_bed.hpp"
#include "identity/link_secret.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <string>

namespace {

using namespace organizer::identity;
using namespace organizer::identity::testing;
namespace issuer = organizer::identity::issuer;
namespace domain = organizer::domain;

constexpr auto password = "correct horse battery";
using fields = std::vector<std::pair<std::string, std::string>>;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(issuer, L20_there_are_no_default_credentials_and_set_up_works_once) {
    issuer_bed bed;
    browser user(bed);
    for (const auto* name : {"admin", "administrator", "root", "organizer"}) {
        for (const auto* word : {"admin", "password", "organizer", ""}) {
            EXPECT_NE(user.sign_in(name, word).status, 303U);
        }
    }
    const auto link = wait_for(bed.tokens().set_up_link());
    ASSERT_TRUE(link.has_value() && link->has_value());
    // The same link again, after a restart too, as long as it was not used.
    EXPECT_EQ(**wait_for(bed.tokens().set_up_link()), **link);
    bed.restart();
    EXPECT_EQ(**wait_for(bed.tokens().set_up_link()), **link);

    browser first(bed);
    const fields typed{{"name", "Anna Example"}, {"user_name", "anna@example.org"}, {"password", password}};
    const auto done = first.use_link(**link, typed);
    EXPECT_EQ(done.status, 303U) << done.body;
    EXPECT_EQ(done.location(), "http://localhost:8080/");
    const auto code = first.get(browser::authorize_target()).parameter("code");
    const verifier tokens(bed.tokens().rules(), bed.tokens().keys());
    const auto read = tokens.verify(first.redeem(code).json().at("access_token").as_string(), bed.clock.now());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(ceiling_of((*read)->roles), domain::access::admin);
    EXPECT_EQ((*read)->name, "Anna Example");

    EXPECT_EQ(first.get(browser::path_of(**link)).status, 404U);
    browser second(bed);
    EXPECT_EQ(second.use_link(**link, typed).status, 403U);
    EXPECT_FALSE(wait_for(bed.tokens().set_up_link())->has_value());
    EXPECT_EQ(second.sign_in("ANNA@example.org", password).status, 303U);
}

TEST(issuer, set_up_by_two_at_once_makes_one_account) {
    issuer_bed bed;
    const auto link = **wait_for(bed.tokens().set_up_link());
    browser one(bed);
    browser other(bed);
    const auto target = browser::path_of(link);
    const auto page_of_one = one.get(target);
    const auto page_of_other = other.get(target);
    const auto fields_of = [](const seen_answer& page, const std::string& user_name) {
        return fields{{"request", hidden_field(page.body, "request")},
                      {"token", hidden_field(page.body, "token")},
                      {"name", "Person"},
                      {"user_name", user_name},
                      {"password", password}};
    };
    EXPECT_EQ(one.post(target, fields_of(page_of_one, "first")).status, 303U);
    EXPECT_EQ(other.post(target, fields_of(page_of_other, "second")).status, 404U);
    EXPECT_EQ(wait_for(bed.accounts().accounts())->size(), 1U);
}

TEST(issuer, a_link_shows_whose_it_is_and_only_its_button_changes_something) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    const auto link = *wait_for(bed.tokens().sign_in_link(account));
    const auto target = browser::path_of(link);
    browser preview(bed);
    for (int i = 0; i < 3; ++i) {
        const auto page = preview.get(target);
        EXPECT_EQ(page.status, 200U);
        EXPECT_TRUE(contains(page.body, "Person anna"));
        EXPECT_EQ(preview.cookies.count(bed.settings().session_cookie()), 0U);
    }
    browser user(bed);
    EXPECT_EQ(user.use_link(link).location(), "http://localhost:8080/");
    EXPECT_NE(user.get(browser::authorize_target({{"prompt", "none"}})).parameter("code"), "");
    EXPECT_EQ(user.get(target).status, 404U);
    EXPECT_EQ(browser(bed).use_link(link).status, 403U);
}

TEST(issuer, a_link_takes_only_the_form_it_gave_to_this_browser) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    const auto target = browser::path_of(*wait_for(bed.tokens().sign_in_link(account)));
    browser user(bed);
    const auto page = user.get(target);
    const fields right{{"request", hidden_field(page.body, "request")}, {"token", hidden_field(page.body, "token")}};
    EXPECT_EQ(user.post(target, {}).status, 403U);
    EXPECT_EQ(user.post(target, {{"request", right[0].second}, {"token", random_secret()}}).status, 403U);
    EXPECT_EQ(user.post(target, right, {{"Origin", "http://attacker.example"}}).status, 403U);
    EXPECT_EQ(user.post(target, right, {{"Sec-Fetch-Site", "cross-site"}}).status, 403U);
    EXPECT_EQ(browser(bed).post(target, right).status, 403U);
    EXPECT_EQ(user.post(target, right).status, 303U);
}

TEST(issuer, sign_in_links_run_out_and_the_newest_counts) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    const auto old = *wait_for(bed.tokens().sign_in_link(account));
    const auto fresh = *wait_for(bed.tokens().sign_in_link(account));
    EXPECT_NE(old, fresh);
    browser user(bed);
    EXPECT_EQ(user.get(browser::path_of(old)).status, 404U);
    EXPECT_EQ(user.get(browser::path_of(fresh)).status, 200U);
    bed.clock.forward(std::chrono::minutes(15));
    EXPECT_EQ(user.get(browser::path_of(fresh)).status, 404U);
    for (const auto* path : {"/oidc/link/x", "/oidc/link/..", "/oidc/link/'--"}) {
        EXPECT_EQ(user.get(path).status, 404U) << path;
    }
    EXPECT_EQ(wait_for(bed.tokens().sign_in_link("nobody")).error().code, "noSuchAccount");
    bed.person("admin person", password, true);
    const auto last = *wait_for(bed.tokens().sign_in_link(account));
    bed.disable(account);
    EXPECT_EQ(user.get(browser::path_of(last)).status, 404U);
    EXPECT_EQ(wait_for(bed.tokens().sign_in_link(account)).error().code, "accountDisabled");
    EXPECT_EQ(wait_for(bed.tokens().reset_link(account, random_uuid())).error().code, "accountDisabled");
}

TEST(issuer, a_reset_link_is_the_same_for_the_same_op_and_lasts_a_day) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    const auto op = random_uuid();
    const auto link = *wait_for(bed.tokens().reset_link(account, op));
    EXPECT_EQ(*wait_for(bed.tokens().reset_link(account, op)), link);
    browser user(bed);
    const auto page = user.get(browser::path_of(link));
    EXPECT_TRUE(contains(page.body, "Person anna"));
    EXPECT_TRUE(contains(page.body, "autocomplete=\"new-password\""));
    const auto weak = user.use_link(link, {{"password", "password123"}});
    EXPECT_EQ(weak.status, 400U);
    EXPECT_TRUE(contains(weak.body, "easily guessed"));
    bed.clock.forward(std::chrono::hours(24) - std::chrono::seconds(1));
    EXPECT_EQ(user.use_link(link, {{"password", "a better pass phrase"}}).status, 303U);
    EXPECT_EQ(*wait_for(bed.tokens().reset_link(account, op)), link);
    EXPECT_EQ(user.get(browser::path_of(link)).status, 404U);
    const auto other = *wait_for(bed.tokens().reset_link(account, random_uuid()));
    EXPECT_NE(other, link);
    bed.clock.forward(std::chrono::hours(24));
    EXPECT_EQ(user.get(browser::path_of(other)).status, 404U);
}

TEST(issuer, accounts_outlive_the_loss_of_the_issuers_file) {
    issuer_bed bed;
    const auto account = bed.person("Anna", password, true);
    const auto tenant = bed.tokens().tenant();
    bed.lose_file();
    EXPECT_EQ(bed.tokens().tenant(), tenant);
    EXPECT_FALSE(wait_for(bed.tokens().set_up_link())->has_value());
    browser user(bed);
    EXPECT_EQ(user.sign_in("anna", password).status, 400U);
    EXPECT_EQ(wait_for(bed.tokens().account_of_user_name("anna")).value(), account);
    const auto link = *wait_for(bed.tokens().reset_link(account, random_uuid()));
    EXPECT_EQ(user.use_link(link, {{"password", "a better pass phrase"}}).status, 303U);
    const auto code = user.sign_in("anna", "a better pass phrase", {{"prompt", "login"}}).parameter("code");
    const verifier tokens(bed.tokens().rules(), bed.tokens().keys());
    const std::string text(user.redeem(code).json().at("access_token").as_string());
    EXPECT_EQ((*tokens.verify(text, bed.clock.now()))->account, account);
}

TEST(issuer, set_up_says_what_is_wrong_and_keeps_what_was_typed) {
    issuer_bed bed;
    const auto link = **wait_for(bed.tokens().set_up_link());
    browser user(bed);
    const auto page = [&](const std::string& name, const std::string& user_name, const std::string& word) {
        return user.use_link(link, {{"name", name}, {"user_name", user_name}, {"password", word}});
    };
    EXPECT_TRUE(contains(page("", "anna", password).body, "Give a name"));
    EXPECT_TRUE(contains(page("Anna", "a", password).body, "The user name needs"));
    EXPECT_TRUE(contains(page("Anna", "anna\x01", password).body, "The user name needs"));
    EXPECT_TRUE(contains(page("Anna", "anna", "short").body, "at least 10 characters"));
    EXPECT_TRUE(contains(page("Anna", "anna", std::string(1001, 'x')).body, "too long"));
    const auto kept = page("Anna <b>", "anna", "short");
    EXPECT_EQ(kept.status, 400U);
    EXPECT_TRUE(contains(kept.body, "value=\"Anna &lt;b&gt;\""));
    EXPECT_TRUE(contains(kept.body, "value=\"anna\""));
    EXPECT_FALSE(contains(kept.body, "value=\"short\""));
    // The field that is wrong is marked, and the page opens there; the others are not.
    const auto password_field = kept.body.substr(kept.body.find("<input id=\"password\""));
    EXPECT_TRUE(contains(password_field.substr(0, password_field.find('>')), "aria-invalid=\"true\""));
    EXPECT_TRUE(contains(password_field.substr(0, password_field.find('>')), "autofocus"));
    EXPECT_EQ(kept.body.find("aria-invalid"), kept.body.rfind("aria-invalid"));
    EXPECT_EQ(kept.body.find("autofocus"), kept.body.rfind("autofocus"));
    EXPECT_EQ(page("Anna", "anna", password).status, 303U);
}

TEST(issuer, user_names_are_taken_once_whatever_their_case) {
    issuer_bed bed;
    bed.person("Anna@Example.org", password);
    const auto again = wait_for(bed.tokens().create_account({random_uuid(), "Other", "anna@example.ORG", false}));
    ASSERT_TRUE(again.has_error());
    EXPECT_EQ(again.error().code, "userNameTaken");
    EXPECT_TRUE(wait_for(bed.tokens().account_of_user_name(" ANNA@example.org ")).value().has_value());
    EXPECT_FALSE(wait_for(bed.tokens().account_of_user_name("bert")).value().has_value());
    const auto oid = random_uuid();
    const auto one = wait_for(bed.tokens().create_account({oid, "Cleo", "cleo", false}));
    EXPECT_EQ(wait_for(bed.tokens().create_account({oid, "Cleo", "cleo", false})).value(), *one);
    EXPECT_TRUE(wait_for(bed.tokens().create_account({"not a uuid", "Cleo", "dora", false})).has_error());
}

TEST(issuer, L13_passwords_of_any_kind_are_kept_whole) {
    issuer_bed bed;
    const std::string with_zero = std::string("a") + '\0' + "long enough phrase";
    const std::string umlauts = "Grüße aus Ludwigsburg \xf0\x9f\x8f\x83";
    std::string long_one;
    for (int i = 0; i < 1000; ++i) {
        long_one += static_cast<char>('a' + i * 7 % 23);
    }
    int number = 0;
    for (const auto& word :
         {with_zero, umlauts, std::string(64, 'q') + " and more", long_one, std::string("   spaces around   ")}) {
        const auto name = "person" + std::to_string(number++);
        bed.person(name, word);
        EXPECT_EQ(browser(bed).sign_in(name, word).status, 303U) << number;
        EXPECT_EQ(browser(bed).sign_in(name, word.substr(0, word.size() - 1)).status, 400U) << number;
        EXPECT_EQ(browser(bed).sign_in(name, word + "x").status, 400U) << number;
    }
    EXPECT_EQ(browser(bed).sign_in("person0", "a").status, 400U);
}

TEST(passwords, L13_common_ones_and_those_like_the_user_name_are_refused) {
    using issuer::judge_password;
    using issuer::password_fault;
    for (const auto* word : {"password12", "Password123!", "P@ssw0rd2026", "passwortpasswort", "1234567890",
                             "0987654321", "aaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop", "qwertz123456", "parkrun2026",
                             "iloveyou123", "Sommer2026!!", "letmein12345", "abcdefghijkl", "111122223333"}) {
        EXPECT_EQ(judge_password(word, "anna"), password_fault::common) << word;
    }
    for (const auto* word : {"annaexample", "AnnaExample1", "anna.example@example.org", "annaexample2026"}) {
        EXPECT_EQ(judge_password(word, "annaexample@example.org"),
                  std::string_view(word).find('.') == std::string_view::npos
                      ? std::optional(password_fault::like_user_name)
                      : std::nullopt)
            << word;
    }
    EXPECT_EQ(judge_password("123456789", ""), password_fault::too_short);
    EXPECT_EQ(judge_password("ääääöööüü", ""), password_fault::too_short);
    EXPECT_EQ(judge_password(std::string(1001, 'x'), ""), password_fault::too_long);
    for (const auto* word :
         {"correct horse battery", "password manager made this", "Streckenposten im Regen", "kx83hd02mq"}) {
        EXPECT_EQ(judge_password(word, "anna"), std::nullopt) << word;
    }
}

TEST(passwords, are_argon2id_with_a_salt_and_the_cost_that_was_asked_for) {
    const issuer::password_cost cost{19 * 1024, 2};
    const auto phc = issuer::hash_password("word", cost);
    EXPECT_TRUE(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_NE(phc, issuer::hash_password("word", cost));
    EXPECT_TRUE(issuer::check_password("word", phc));
    EXPECT_FALSE(issuer::check_password("Word", phc));
    EXPECT_FALSE(issuer::check_password("", phc));
    EXPECT_FALSE(issuer::check_password("word", ""));
    EXPECT_FALSE(issuer::check_password("word", "$argon2id$v=19$m=19456"));
    EXPECT_FALSE(issuer::check_password("word", "word"));
    EXPECT_FALSE(issuer::weaker_than(phc, cost));
    EXPECT_TRUE(issuer::weaker_than(phc, {20 * 1024, 2}));
    EXPECT_TRUE(issuer::weaker_than(phc, {19 * 1024, 3}));
    EXPECT_EQ(issuer::password_cost{}, cost);
}

TEST(issuer, L11_a_hash_that_nothing_matches_takes_as_long_to_check) {
    const issuer::password_cost cost{4096, 3};
    const auto real = issuer::hash_password("word", cost);
    const auto unmatched = issuer::unmatched_hash(cost);
    EXPECT_NE(unmatched, issuer::unmatched_hash(cost));
    EXPECT_FALSE(issuer::weaker_than(unmatched, cost));
    const auto processor_time = [](const std::string& phc) {
        const auto began = std::clock();
        EXPECT_FALSE(issuer::check_password("Word", phc));
        return std::clock() - began;
    };
    // A text that cannot be read as a hash would be refused at once.
    EXPECT_GT(processor_time(unmatched), processor_time(real) / 4);
}

TEST(passwords, are_hashed_again_at_sign_in_when_the_cost_rises) {
    auto settings = issuer_bed::quick_settings();
    issuer_bed bed(settings);
    bed.person("anna", password);
    const auto kept = [&] {
        issuer::database file(bed.folder() / "issuer.db");
        issuer::credentials known(file);
        return known.find_by_name("anna")->password;
    };
    EXPECT_FALSE(issuer::weaker_than(kept(), {64, 1}));
    bed.set_cost({128, 2});
    EXPECT_EQ(browser(bed).sign_in("anna", password).status, 303U);
    EXPECT_FALSE(issuer::weaker_than(kept(), {128, 2}));
    EXPECT_EQ(browser(bed).sign_in("anna", password).status, 303U);
}

/// An event with an open invitation, and the invitation's secret.
std::string invite(issuer_bed& bed, const std::string& coordinator) {
    const auto header = [&](std::string_view kind) {
        domain::command_header made;
        made.op = random_uuid();
        made.kind = kind;
        made.actor = coordinator;
        made.token_access = domain::access::admin;
        made.at = bed.clock.now();
        made.hash = made.op;
        return made;
    };
    domain::create_event wanted;
    wanted.slug = "monrepos";
    wanted.settings.name = "Monrepos parkrun";
    wanted.settings.time_zone = "Europe/Berlin";
    wanted.settings.country = "DE";
    wanted.settings.languages = {"de"};
    wanted.settings.needs = domain::usual_needs(domain::event_series::five_k);
    const auto made =
        wait_for(bed.accounts().execute(header("createEvent"), "monrepos", domain::event_command(wanted)));
    EXPECT_TRUE(made.has_value() && made->entry.ok);
    auto invitation = header("createInvitation");
    const auto secret = invitation_secret(bed.tokens().installation_key(), "monrepos", invitation.op);
    domain::create_invitation offered;
    offered.access = domain::access::run_director;
    offered.secret_hash = hash_of_secret(secret);
    const auto stored = wait_for(bed.accounts().execute(invitation, "monrepos", domain::event_command(offered)));
    EXPECT_TRUE(stored.has_value() && stored->entry.ok);
    return secret;
}

TEST(issuer, an_invitation_lets_a_newcomer_make_one_account) {
    issuer_bed bed;
    const auto coordinator = bed.person("admin person", password, true);
    const auto secret = invite(bed, coordinator);
    const auto link = bed.tokens().invitation_link(secret);
    browser user(bed);
    const auto page = user.get(browser::path_of(link));
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(contains(page.body, "Monrepos parkrun"));
    EXPECT_TRUE(contains(page.body, "Run Director"));
    EXPECT_FALSE(contains(page.body, "admin person"));

    // Who has an account already is sent on with the secret in the fragment, where no server sees it.
    const auto onwards = user.use_link(link, {{"choice", "sign_in"}});
    EXPECT_EQ(onwards.status, 303U);
    EXPECT_EQ(onwards.location(), "http://localhost:8080/invitation#" + secret);
    EXPECT_EQ(user.cookies.count(bed.settings().session_cookie()), 0U);

    const auto taken = user.use_link(link, {{"name", "Bert"}, {"user_name", "Admin Person"}, {"password", password}});
    EXPECT_TRUE(contains(taken.body, "taken"));
    const auto made = user.use_link(link, {{"name", "Bert"}, {"user_name", "bert"}, {"password", password}});
    EXPECT_EQ(made.status, 303U) << made.body;
    EXPECT_EQ(made.location(), "http://localhost:8080/invitation#" + secret);
    EXPECT_NE(user.get(browser::authorize_target({{"prompt", "none"}})).parameter("code"), "");
    // The account is no administrator, and the link makes no second one.
    const auto account = wait_for(bed.accounts().account(**wait_for(bed.tokens().account_of_user_name("bert"))));
    EXPECT_FALSE((*account)->value.admin);
    const auto again = browser(bed).use_link(link, {{"name", "Cleo"}, {"user_name", "cleo"}, {"password", password}});
    EXPECT_EQ(again.status, 409U);
    EXPECT_TRUE(contains(again.body, "already"));
    EXPECT_EQ(wait_for(bed.accounts().accounts())->size(), 2U);
}

TEST(issuer, an_invitation_that_is_not_open_shows_nothing) {
    issuer_bed bed;
    const auto coordinator = bed.person("admin person", password, true);
    const auto secret = invite(bed, coordinator);
    browser user(bed);
    const auto target = browser::path_of(bed.tokens().invitation_link(secret));
    EXPECT_EQ(user.get(target + "x").status, 404U);
    EXPECT_EQ(user.get("/oidc/link/" + invitation_secret("another key", "monrepos", random_uuid())).status, 404U);
    EXPECT_EQ(
        user.get("/oidc/link/" + invitation_secret(bed.tokens().installation_key(), "monrepos", random_uuid())).status,
        404U);
    EXPECT_EQ(
        user.get("/oidc/link/" + invitation_secret(bed.tokens().installation_key(), "none", random_uuid())).status,
        404U);
    EXPECT_EQ(user.get(target).status, 200U);
    bed.clock.forward(std::chrono::hours(24 * 7));
    EXPECT_EQ(user.get(target).status, 404U);
}

} // namespace
