// From request to principal: V16, V18, and what the account says on each call.

#include "identity/authenticator.hpp"
#include "identity/issuer/testing/issuer_bed.hpp"
#include "identity/testing/test_signer.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace {

using namespace organizer::identity;
using namespace organizer::identity::testing;
namespace domain = organizer::domain;
using organizer::http::method;

constexpr auto password = "correct horse battery";

organizer::http::fake_request request_with(headers sent, std::string target = "/api/v1/me") {
    return {method::get, std::move(target), std::move(sent), "", "192.0.2.1"};
}

/// Somebody with a token of the built-in issuer.
struct token_bed {
    token_bed()
        : account(bed.person("anna", password)), tokens(bed.tokens().rules(), bed.tokens().keys()),
          gate(tokens, &bed.accounts(), bed.clock) {
        browser user(bed);
        token =
            user.redeem(user.sign_in("anna", password).parameter("code")).json().at("access_token").as_string().c_str();
    }
    domain::result<principal> ask(headers sent) {
        const auto message = request_with(std::move(sent));
        return wait_for(gate.authenticate(message));
    }
    domain::result<principal> ask() { return ask({{"Authorization", "Bearer " + token}}); }

    issuer_bed bed;
    std::string account;
    verifier tokens;
    authenticator gate;
    std::string token;
};

TEST(authenticator, V16_one_bearer_header_and_nothing_else) {
    token_bed at;
    ASSERT_TRUE(at.ask().has_value());
    const auto refused = [&](headers sent) {
        const auto outcome = at.ask(std::move(sent));
        return outcome.has_error() && outcome.error().kind == domain::failure::unauthenticated;
    };
    EXPECT_TRUE(refused({}));
    EXPECT_TRUE(refused({{"Authorization", "bearer " + at.token}}));
    EXPECT_TRUE(refused({{"Authorization", "BEARER " + at.token}}));
    EXPECT_TRUE(refused({{"Authorization", "Bearer  " + at.token}}));
    EXPECT_TRUE(refused({{"Authorization", "Bearer " + at.token + " "}}));
    EXPECT_TRUE(refused({{"Authorization", "Bearer"}}));
    EXPECT_TRUE(refused({{"Authorization", "Bearer "}}));
    EXPECT_TRUE(refused({{"Authorization", at.token}}));
    EXPECT_TRUE(refused({{"Authorization", "Basic " + at.token}}));
    EXPECT_TRUE(refused({{"Authorization", "Bearer " + at.token}, {"authorization", "Bearer " + at.token}}));
    EXPECT_TRUE(refused({{"Authorization", "Bearer " + at.token + ", Bearer " + at.token}}));
    EXPECT_TRUE(refused({{"Cookie", "access_token=" + at.token}}));
    EXPECT_TRUE(refused({{"X-Authorization", "Bearer " + at.token}}));
    const auto in_query = request_with({}, "/api/v1/me?access_token=" + at.token);
    EXPECT_TRUE(wait_for(at.gate.authenticate(in_query)).has_error());
}

TEST(authenticator, V18_every_refusal_looks_the_same) {
    token_bed at;
    std::set<std::string> details;
    const auto spoilt = [&](std::string text) {
        const auto outcome = at.ask({{"Authorization", "Bearer " + text}});
        ASSERT_TRUE(outcome.has_error());
        const auto& problem = outcome.error();
        EXPECT_EQ(problem.kind, domain::failure::unauthenticated);
        EXPECT_EQ(problem.code, "unauthenticated");
        EXPECT_TRUE(problem.faults.empty());
        EXPECT_TRUE(problem.facts.empty());
        EXPECT_EQ(problem.detail.find(text), std::string::npos);
        details.insert(problem.detail);
    };
    spoilt("x");
    spoilt("x.y.z");
    spoilt(at.token.substr(0, at.token.size() - 4));
    spoilt(test_signer::shared().token_of(right_claims(1'795'000'000)));
    spoilt(std::string(10000, 'x'));
    at.bed.clock.forward(std::chrono::hours(1));
    spoilt(at.token);
    // The log can tell them apart; the client cannot.
    EXPECT_GE(details.size(), 5U);
}

TEST(authenticator, the_account_is_read_on_each_call) {
    token_bed at;
    auto who = at.ask();
    ASSERT_TRUE(who.has_value());
    EXPECT_EQ(who->account, at.account);
    EXPECT_EQ(who->name, "Person anna");
    EXPECT_EQ(who->ceiling, domain::access::coordinator);
    domain::edit_account promoted;
    promoted.admin = true;
    promoted.name = "Anna New";
    at.bed.edit(at.account, promoted);
    who = at.ask();
    EXPECT_EQ(who->ceiling, domain::access::admin);
    EXPECT_EQ(who->name, "Anna New");
    at.bed.person("other", password, true);
    at.bed.disable(at.account);
    EXPECT_EQ(at.ask().error().kind, domain::failure::unauthenticated);
}

TEST(authenticator, without_accounts_of_its_own_the_roles_of_the_token_decide) {
    still_clock clock;
    const auto& signer = test_signer::shared();
    const verifier tokens(test_rules(), std::make_shared<published_keys>(signer.keys()));
    const authenticator gate(tokens, nullptr, clock);
    const auto ask = [&](const boost::json::object& claims) {
        const auto message = request_with({{"Authorization", "Bearer " + signer.token_of(claims)}});
        return wait_for(gate.authenticate(message));
    };
    auto claims = right_claims(1'795'000'000);
    EXPECT_EQ(ask(claims)->ceiling, domain::access::coordinator);
    claims["roles"] = boost::json::array{"Organizer.Admin"};
    EXPECT_EQ(ask(claims)->ceiling, domain::access::admin);
    claims.erase("roles");
    const auto nobody = ask(claims);
    ASSERT_TRUE(nobody.has_value());
    EXPECT_EQ(nobody->ceiling, domain::access::none);
    EXPECT_EQ(nobody->account, account_id(test_tenant, test_person));
}

TEST(authenticator, a_right_token_of_somebody_unknown_is_nobody) {
    issuer_bed bed;
    const auto& signer = test_signer::shared();
    const verifier tokens(test_rules(), std::make_shared<published_keys>(signer.keys()));
    const authenticator gate(tokens, &bed.accounts(), bed.clock);
    const auto message = request_with({{"Authorization", "Bearer " + signer.token_of(right_claims(1'795'000'000))}});
    EXPECT_EQ(wait_for(gate.authenticate(message)).error().detail, "noSuchAccount");
}

} // namespace
