// Codes, refresh tokens, sign-out, keys and what stands in the file: L4, L5, L12, L14, L16, L19.

#include "identity/issuer/database.hpp"
#include "identity/issuer/grants.hpp"
#include "identity/issuer/signing_keys.hpp"
#include "identity/issuer/testing/issuer_bed.hpp"
#include "identity/issuer/times.hpp"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <thread>

namespace {

using namespace organizer::identity;
using namespace organizer::identity::testing;
namespace issuer = organizer::identity::issuer;
using organizer::http::method;

constexpr auto password = "correct horse battery";

std::string error_of(const seen_answer& answer) {
    return answer.status == 200 ? "" : std::string(answer.json().at("error").as_string());
}
std::string member_of(const seen_answer& answer, std::string_view name) {
    return std::string(answer.json().at(name).as_string());
}

/// Somebody who is signed in, with a fresh code.
struct signed_in_bed {
    signed_in_bed() : account(bed.person("anna", password)), user(bed) {
        first_code = user.sign_in("anna", password).parameter("code");
    }

    std::string code() { return user.get(browser::authorize_target()).parameter("code"); }
    bool still_signed_in() {
        return user.get(browser::authorize_target({{"prompt", "none"}})).parameter("error").empty();
    }

    issuer_bed bed;
    std::string account;
    browser user;
    std::string first_code;
};

TEST(issuer, L04_a_code_works_once_and_a_replay_revokes_what_it_gave) {
    signed_in_bed at;
    const auto first = at.user.redeem(at.first_code);
    ASSERT_EQ(first.status, 200U);
    EXPECT_EQ(error_of(at.user.redeem(at.first_code)), "invalid_grant");
    EXPECT_EQ(error_of(at.user.refresh(member_of(first, "refresh_token"))), "invalid_grant");
    EXPECT_TRUE(at.still_signed_in());
}

TEST(issuer, L04_codes_run_out_and_are_bound_to_client_page_and_session) {
    signed_in_bed at;
    at.bed.clock.forward(std::chrono::seconds(60));
    EXPECT_EQ(error_of(at.user.redeem(at.first_code)), "invalid_grant");
    const auto in_time = at.code();
    at.bed.clock.forward(std::chrono::seconds(59));
    EXPECT_EQ(at.user.redeem(in_time).status, 200U);
    EXPECT_EQ(error_of(at.user.redeem(at.code(), {{"redirect_uri", "http://localhost:8080/"}})), "invalid_grant");
    EXPECT_EQ(error_of(at.user.redeem(at.code(), {{"redirect_uri", ""}})), "invalid_grant");
    EXPECT_EQ(error_of(at.user.redeem(at.code(), {{"client_id", "other"}})), "invalid_client");
    EXPECT_EQ(error_of(at.user.redeem("")), "invalid_grant");
    EXPECT_EQ(error_of(at.user.redeem(random_secret())), "invalid_grant");
    // A code of another sign-in, injected into this one, meets this one's verifier.
    const auto foreign =
        at.user.get(browser::authorize_target({{"code_challenge", std::string(43, 'A')}})).parameter("code");
    ASSERT_NE(foreign, "");
    EXPECT_EQ(error_of(at.user.redeem(foreign)), "invalid_grant");
    // Signing out takes unused codes along.
    const auto unused = at.code();
    const auto confirm = at.user.get("/oidc/logout");
    at.user.post("/oidc/logout",
                 {{"request", hidden_field(confirm.body, "request")}, {"token", hidden_field(confirm.body, "token")}});
    EXPECT_EQ(error_of(at.user.redeem(unused)), "invalid_grant");
}

TEST(issuer, L04_of_two_uses_at_once_one_wins) {
    const temporary_folder folder;
    issuer::database file(folder.path() / "issuer.db");
    issuer::grants granted(file);
    for (int round = 0; round < 20; ++round) {
        issuer::code_grant grant;
        grant.account = "account";
        grant.session = "session";
        grant.client = "client";
        grant.scope = "openid offline_access";
        grant.redirect_uri = "uri";
        grant.challenge = browser::challenge();
        const auto code = granted.issue_code(grant, 1000);
        std::atomic<int> won{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                const auto outcome = granted.redeem(code, "client", "uri", browser::verifier(), 1000);
                won += std::holds_alternative<issuer::redeemed>(outcome) ? 1 : 0;
            });
        }
        for (auto& thread : threads) {
            thread.join();
        }
        EXPECT_EQ(won.load(), 1);
    }
}

TEST(issuer, L05_refresh_tokens_rotate_and_a_reuse_ends_the_family_but_not_the_session) {
    signed_in_bed at;
    const auto first = member_of(at.user.redeem(at.first_code), "refresh_token");
    const auto second = member_of(at.user.refresh(first), "refresh_token");
    EXPECT_NE(first, second);
    const auto third = member_of(at.user.refresh(second), "refresh_token");
    at.bed.clock.forward(std::chrono::seconds(11));
    EXPECT_EQ(error_of(at.user.refresh(second)), "invalid_grant");
    EXPECT_EQ(error_of(at.user.refresh(third)), "invalid_grant");
    EXPECT_TRUE(at.still_signed_in());
    EXPECT_EQ(at.user.redeem(at.code()).status, 200U);
}

TEST(issuer, L05_a_lost_answer_can_be_asked_for_again_for_ten_seconds) {
    signed_in_bed at;
    const auto first = member_of(at.user.redeem(at.first_code), "refresh_token");
    const auto second = member_of(at.user.refresh(first), "refresh_token");
    at.bed.clock.forward(std::chrono::seconds(10));
    EXPECT_EQ(member_of(at.user.refresh(first), "refresh_token"), second);
    EXPECT_EQ(at.user.refresh(second).status, 200U);
    // Once the successor was used, the predecessor is a reuse, however soon.
    EXPECT_EQ(error_of(at.user.refresh(first)), "invalid_grant");
    EXPECT_EQ(error_of(at.user.refresh(second)), "invalid_grant");
}

TEST(issuer, L05_a_family_lives_a_day_in_all) {
    signed_in_bed at;
    auto answer = at.user.redeem(at.first_code);
    for (int i = 0; i < 2; ++i) {
        at.bed.clock.forward(std::chrono::hours(10));
        answer = at.user.refresh(member_of(answer, "refresh_token"));
        ASSERT_EQ(answer.status, 200U);
    }
    EXPECT_EQ(answer.json().at("refresh_token_expires_in").as_int64(), 4 * 3600);
    at.bed.clock.forward(std::chrono::hours(4));
    EXPECT_EQ(error_of(at.user.refresh(member_of(answer, "refresh_token"))), "invalid_grant");
}

TEST(issuer, L05_scope_can_shrink_but_not_grow) {
    signed_in_bed at;
    const auto code = at.user.get(browser::authorize_target({{"scope", "openid offline_access"}})).parameter("code");
    const auto first = at.user.redeem(code);
    EXPECT_EQ(member_of(first, "scope"), "openid offline_access");
    const verifier tokens(at.bed.tokens().rules(), at.bed.tokens().keys());
    EXPECT_EQ(tokens.verify(member_of(first, "access_token"), at.bed.clock.now()).error(), token_fault::scope);
    const auto refresh_token = member_of(first, "refresh_token");
    EXPECT_EQ(error_of(at.user.refresh(refresh_token, {{"scope", "openid api://organizer-api/access_as_user"}})),
              "invalid_scope");
    const auto narrower = at.user.refresh(refresh_token, {{"scope", "openid"}});
    EXPECT_EQ(member_of(narrower, "scope"), "openid");
    const auto without =
        at.user.redeem(at.user.get(browser::authorize_target({{"scope", "openid"}})).parameter("code"));
    EXPECT_FALSE(without.json().contains("refresh_token"));
    EXPECT_EQ(error_of(at.user.refresh(member_of(narrower, "refresh_token"), {{"client_id", "other"}})),
              "invalid_client");
}

TEST(issuer, L05_what_becomes_of_the_account_counts_at_the_next_refresh) {
    signed_in_bed at;
    const auto answer = at.user.redeem(at.first_code);
    const verifier tokens(at.bed.tokens().rules(), at.bed.tokens().keys());
    const auto ceiling = [&](const seen_answer& of) {
        return ceiling_of((*tokens.verify(member_of(of, "access_token"), at.bed.clock.now()))->roles);
    };
    EXPECT_EQ(ceiling(answer), organizer::domain::access::coordinator);
    organizer::domain::edit_account promoted;
    promoted.admin = true;
    at.bed.edit(at.account, promoted);
    const auto next = at.user.refresh(member_of(answer, "refresh_token"));
    EXPECT_EQ(ceiling(next), organizer::domain::access::admin);
    at.bed.person("other", password, true);
    at.bed.disable(at.account);
    EXPECT_EQ(error_of(at.user.refresh(member_of(next, "refresh_token"))), "invalid_grant");
    EXPECT_FALSE(at.still_signed_in());
    // Enabling does not bring the old session or family back.
    organizer::domain::edit_account enabled;
    enabled.disabled = false;
    at.bed.edit(at.account, enabled);
    EXPECT_FALSE(at.still_signed_in());
}

TEST(issuer, L05_a_new_password_ends_sessions_and_families) {
    signed_in_bed at;
    const auto answer = at.user.redeem(at.first_code);
    const auto link = wait_for(at.bed.tokens().reset_link(at.account, random_uuid()));
    browser elsewhere(at.bed);
    ASSERT_EQ(elsewhere.use_link(*link, {{"password", "another long password"}}).status, 303U);
    EXPECT_EQ(error_of(at.user.refresh(member_of(answer, "refresh_token"))), "invalid_grant");
    EXPECT_FALSE(at.still_signed_in());
    EXPECT_NE(elsewhere.get(browser::authorize_target({{"prompt", "none"}})).parameter("code"), "");
    EXPECT_EQ(at.user.sign_in("anna", password).status, 400U);
    EXPECT_EQ(at.user.sign_in("anna", "another long password").status, 303U);
}

std::string file_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(issuer, L12_L14_secrets_are_long_and_the_file_holds_their_hashes_only) {
    signed_in_bed at;
    const auto unused = at.code();
    const auto answer = at.user.redeem(at.first_code);
    const auto refresh_token = member_of(at.user.refresh(member_of(answer, "refresh_token")), "refresh_token");
    const auto link = wait_for(at.bed.tokens().sign_in_link(at.account));
    const std::vector<std::string> secrets{unused,
                                           at.first_code,
                                           refresh_token,
                                           member_of(answer, "refresh_token"),
                                           at.user.cookies.at(at.bed.settings().session_cookie()),
                                           at.user.cookies.at(at.bed.settings().browser_cookie()),
                                           link->substr(link->rfind('/') + 1)};
    const auto kept = file_bytes(at.bed.folder() / "issuer.db") + file_bytes(at.bed.folder() / "issuer.db-wal");
    ASSERT_NE(kept.find("anna"), std::string::npos);
    for (const auto& secret : secrets) {
        ASSERT_EQ(from_base64url(secret)->size(), 32U) << secret;
        EXPECT_EQ(kept.find(secret), std::string::npos);
        EXPECT_EQ(kept.find(*from_base64url(secret)), std::string::npos);
        EXPECT_NE(kept.find(std::string(as_bytes(sha256(secret)))), std::string::npos);
    }
    EXPECT_EQ(kept.find(password), std::string::npos);
}

TEST(issuer, L16_sign_out_needs_the_id_token_or_our_own_form_and_goes_to_registered_pages_only) {
    signed_in_bed at;
    const auto id_token = member_of(at.user.redeem(at.first_code), "id_token");
    const auto target = [&](const std::vector<std::pair<std::string, std::string>>& values) {
        return "/oidc/logout?" + form_text(values);
    };
    const auto home = std::string("http://localhost:8080/");

    // A foreign page sends people here: they are asked, and stay signed in.
    for (const auto& values : std::vector<std::vector<std::pair<std::string, std::string>>>{
             {},
             {{"post_logout_redirect_uri", home}},
             {{"post_logout_redirect_uri", home}, {"id_token_hint", "x.y.z"}},
             {{"post_logout_redirect_uri", home}, {"id_token_hint", id_token + "x"}}}) {
        const auto asked = at.user.get(target(values));
        EXPECT_EQ(asked.status, 200U);
        EXPECT_EQ(asked.location(), "");
        EXPECT_TRUE(at.still_signed_in());
    }
    // An access token is no hint.
    const auto access_token = member_of(at.user.redeem(at.code()), "access_token");
    EXPECT_EQ(at.user.get(target({{"id_token_hint", access_token}})).status, 200U);
    EXPECT_TRUE(at.still_signed_in());
    // The ID token of another session does not end this one.
    browser other(at.bed);
    const auto other_token = member_of(other.redeem(other.sign_in("anna", password).parameter("code")), "id_token");
    EXPECT_EQ(at.user.get(target({{"id_token_hint", other_token}, {"post_logout_redirect_uri", home}})).location(), "");
    EXPECT_TRUE(at.still_signed_in());
    // A forged form does not either.
    const auto page = at.user.get("/oidc/logout");
    EXPECT_EQ(
        at.user.post("/oidc/logout", {{"request", hidden_field(page.body, "request")}, {"token", random_secret()}})
            .status,
        200U);
    EXPECT_EQ(at.user
                  .post("/oidc/logout",
                        {{"request", hidden_field(page.body, "request")}, {"token", hidden_field(page.body, "token")}},
                        {{"Origin", "http://attacker.example"}})
                  .status,
              200U);
    EXPECT_TRUE(at.still_signed_in());

    // With its own ID token, run out or not, it ends at once; an unregistered page is not gone to.
    at.bed.clock.forward(std::chrono::hours(2));
    const auto nowhere =
        at.user.get(target({{"id_token_hint", id_token}, {"post_logout_redirect_uri", "http://attacker.example/"}}));
    EXPECT_EQ(nowhere.status, 200U);
    EXPECT_EQ(nowhere.location(), "");
    EXPECT_FALSE(at.still_signed_in());
    const auto back =
        other.get(target({{"id_token_hint", other_token}, {"post_logout_redirect_uri", home}, {"state", "s 1"}}));
    EXPECT_EQ(back.status, 303U);
    EXPECT_EQ(back.location(), home + "?state=s%201");
    EXPECT_EQ(other.cookies.count(at.bed.settings().session_cookie()), 0U);
}

TEST(issuer, L16_signing_out_ends_refresh_tokens_too) {
    signed_in_bed at;
    const auto answer = at.user.redeem(at.first_code);
    at.user.get("/oidc/logout?" + form_text({{"id_token_hint", member_of(answer, "id_token")}}));
    EXPECT_EQ(error_of(at.user.refresh(member_of(answer, "refresh_token"))), "invalid_grant");
}

TEST(issuer, L19_the_file_is_its_owners_alone_and_private_halves_stay_in_it) {
    issuer_bed bed;
    for (const auto* name : {"issuer.db", "issuer.db-wal", "issuer.db-shm"}) {
        struct stat found {};
        ASSERT_EQ(::stat((bed.folder() / name).c_str(), &found), 0) << name;
        EXPECT_EQ(found.st_mode & 07777U, 0600U) << name;
    }
    const auto keys = boost::json::parse(bed.ask(method::get, "/oidc/jwks").body).as_object().at("keys").as_array();
    ASSERT_EQ(keys.size(), 1U);
    const auto& jwk = keys.at(0).as_object();
    EXPECT_EQ(jwk.size(), 6U);
    for (const auto* name : {"kty", "use", "alg", "kid", "n", "e"}) {
        EXPECT_TRUE(jwk.contains(name)) << name;
    }
    EXPECT_EQ(from_base64url(jwk.at("n").as_string())->size(), 256U);
    EXPECT_EQ(rsa_thumbprint(jwk.at("n").as_string(), jwk.at("e").as_string()), jwk.at("kid").as_string());
}

TEST(issuer, L19_rotation_publishes_before_use_and_keeps_old_tokens_valid) {
    const temporary_folder folder;
    issuer::database file(folder.path() / "issuer.db");
    issuer::signing_keys keys(file);
    constexpr std::int64_t start = 1'795'000'000;
    constexpr std::int64_t day = 24 * 3600;
    const auto kid_at = [&](std::int64_t now) {
        const auto token = keys.sign("at+jwt", {{"exp", now + 900}}, now);
        const auto opened = open_token(token, "at+jwt", *keys.source()->keys());
        return opened ? opened->key->kid : std::string("unreadable");
    };
    EXPECT_TRUE(keys.rotate(start));
    const auto first = kid_at(start);
    EXPECT_FALSE(keys.rotate(start + 28 * day));
    EXPECT_EQ(keys.source()->keys()->size(), 1U);
    EXPECT_TRUE(keys.rotate(start + 29 * day));
    EXPECT_EQ(keys.source()->keys()->size(), 2U);
    EXPECT_EQ(kid_at(start + 30 * day - 1), first);
    const auto second = kid_at(start + 30 * day);
    EXPECT_NE(second, first);
    EXPECT_FALSE(keys.rotate(start + 31 * day - 1));
    EXPECT_NE(keys.source()->keys()->find(first), nullptr);
    EXPECT_TRUE(keys.rotate(start + 31 * day));
    EXPECT_EQ(keys.source()->keys()->find(first), nullptr);
    EXPECT_NE(keys.source()->keys()->find(second), nullptr);
    // After a long stop a new key is still published a day before it signs.
    EXPECT_TRUE(keys.rotate(start + 400 * day));
    EXPECT_EQ(kid_at(start + 400 * day), second);
    EXPECT_NE(kid_at(start + 401 * day), second);
    // Another process reads the same keys.
    issuer::signing_keys again(file);
    again.rotate(start + 400 * day);
    EXPECT_EQ(*again.jwks(), *keys.jwks());
}

TEST(issuer, maintenance_drops_what_ran_out_and_nothing_else) {
    signed_in_bed at;
    const auto answer = at.user.redeem(at.first_code);
    EXPECT_TRUE(wait_for(at.bed.tokens().maintain()).has_value());
    EXPECT_EQ(at.user.refresh(member_of(answer, "refresh_token")).status, 200U);
    EXPECT_TRUE(at.still_signed_in());
    at.bed.clock.forward(std::chrono::hours(24 * 91));
    EXPECT_TRUE(wait_for(at.bed.tokens().maintain()).has_value());
    issuer::database file(at.bed.folder() / "issuer.db");
    issuer::transaction work(file);
    for (const auto* table : {"session", "code", "family", "refresh", "attempt"}) {
        auto count = work.prepare(std::string("SELECT count(*) FROM ") + table);
        ASSERT_TRUE(count.row());
        EXPECT_EQ(count.integer(0), 0) << table;
    }
}

TEST(issuer, maintenance_ends_what_a_disabled_account_had_begun) {
    signed_in_bed at;
    at.bed.person("other", password, true);
    at.bed.disable(at.account);
    EXPECT_TRUE(wait_for(at.bed.tokens().maintain()).has_value());
    organizer::domain::edit_account enabled;
    enabled.disabled = false;
    at.bed.edit(at.account, enabled);
    EXPECT_FALSE(at.still_signed_in());
    EXPECT_EQ(error_of(at.user.redeem(at.first_code)), "invalid_grant");
}

TEST(issuer_database, refuses_a_file_of_a_newer_release_and_a_folder_that_is_not_there) {
    const temporary_folder folder;
    {
        issuer::database file(folder.path() / "issuer.db");
        issuer::transaction work(file);
        work.prepare("PRAGMA user_version = 999").run();
        work.commit();
    }
    EXPECT_THROW(issuer::database(folder.path() / "issuer.db"), issuer::database_error);
    EXPECT_THROW(issuer::database(folder.path() / "none" / "issuer.db"), issuer::database_error);
}

} // namespace
