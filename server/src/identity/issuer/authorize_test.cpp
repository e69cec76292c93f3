// Authorization requests and sign-in: L1, L2, L6 to L11, L15, L17, L18, L21, L22 of the issuer's attack list.

#include "identity/issuer/testing/issuer_bed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace organizer::identity;
using namespace organizer::identity::testing;
using organizer::http::method;

constexpr auto password = "correct horse battery";

bool is_page_without_redirect(const seen_answer& answer) {
    return answer.status == 400 && answer.location().empty() && answer.body.find("<h1>") != std::string::npos;
}

TEST(issuer, L00_a_right_request_signs_in_and_gives_tokens_that_the_verifier_takes) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    browser user(bed);
    const auto back = user.sign_in("anna", password);
    EXPECT_EQ(back.status, 303U);
    EXPECT_TRUE(back.location().starts_with("http://localhost:8080/redirect.html#"));
    EXPECT_EQ(back.parameter("state"), "state 1");
    const auto answer = user.redeem(back.parameter("code"));
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto given = answer.json();
    EXPECT_EQ(given.at("token_type").as_string(), "Bearer");
    EXPECT_EQ(given.at("expires_in").as_int64(), 900);
    EXPECT_EQ(given.at("refresh_token_expires_in").as_int64(), 86400);
    EXPECT_EQ(given.at("scope").as_string(), "openid profile offline_access api://organizer-api/access_as_user");
    const verifier tokens(bed.tokens().rules(), bed.tokens().keys());
    const auto read = tokens.verify(given.at("access_token").as_string(), bed.clock.now());
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ((*read)->account, account);
    EXPECT_EQ(ceiling_of((*read)->roles), organizer::domain::access::coordinator);
    // The ID token is for the client, carries the nonce and no roles, and opens no API.
    const std::string id_token(given.at("id_token").as_string());
    EXPECT_EQ(tokens.verify(id_token, bed.clock.now()).error(), token_fault::type);
    const auto opened = open_token(id_token, "JWT", *bed.tokens().keys()->keys());
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(text_claim(opened->claims, "nonce"), "nonce-1");
    EXPECT_EQ(text_claim(opened->claims, "aud"), "organizer-web");
    EXPECT_FALSE(opened->claims.contains("roles"));
}

TEST(issuer, L01_a_redirect_uri_that_is_not_registered_gets_a_page_and_never_a_redirect) {
    issuer_bed bed;
    browser user(bed);
    for (const auto* uri :
         {"http://attacker.example/redirect.html", "http://localhost:8081/redirect.html",
          "https://localhost:8080/redirect.html", "http://localhost:8080/", "http://localhost:8080/redirect.html/",
          "http://localhost:8080/Redirect.html", "http://LOCALHOST:8080/redirect.html",
          "http://localhost:8080/redirect.html?x=1", "http://localhost:8080/redirect.html#",
          "http://user@localhost:8080/redirect.html", "http://localhost.evil:8080/redirect.html",
          "http://localhost:8080%2fredirect.html", "http://localhost:8080/x/../redirect.html",
          "http://127.0.0.1:8080/redirect.html", "http://localhost:8080/redirect.html ", "javascript:alert(1)", ""}) {
        EXPECT_TRUE(is_page_without_redirect(user.get(browser::authorize_target({{"redirect_uri", uri}})))) << uri;
        EXPECT_TRUE(
            is_page_without_redirect(user.get(browser::authorize_target({{"redirect_uri", uri}, {"prompt", "none"}}))))
            << uri;
    }
    EXPECT_TRUE(is_page_without_redirect(
        user.get(browser::authorize_target() + "&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fredirect.html")));
}

TEST(issuer, L02_unknown_clients_response_types_and_modes) {
    issuer_bed bed;
    browser user(bed);
    for (const auto* client : {"", "other", "Organizer-Web", "organizer-web "}) {
        EXPECT_TRUE(is_page_without_redirect(user.get(browser::authorize_target({{"client_id", client}})))) << client;
    }
    for (const auto* type :
         {"token", "id_token", "code id_token", "code token", "id_token token", "none", "CODE", ""}) {
        const auto answer = user.get(browser::authorize_target({{"response_type", type}}));
        EXPECT_EQ(answer.status, 302U) << type;
        EXPECT_EQ(answer.parameter("error"), "unsupported_response_type") << type;
        EXPECT_EQ(answer.parameter("state"), "state 1");
    }
    for (const auto* mode : {"form_post", "web_message", "fragment.jwt", "FRAGMENT"}) {
        const auto answer = user.get(browser::authorize_target({{"response_mode", mode}}));
        EXPECT_EQ(answer.parameter("error"), "invalid_request") << mode;
        EXPECT_TRUE(answer.location().starts_with("http://localhost:8080/redirect.html?")) << mode;
    }
    EXPECT_EQ(user.get(browser::authorize_target({{"request", "e30.e30."}})).parameter("error"),
              "request_not_supported");
    EXPECT_EQ(user.get(browser::authorize_target({{"request_uri", "http://127.0.0.1:9/"}})).parameter("error"),
              "request_uri_not_supported");
    EXPECT_EQ(user.get(browser::authorize_target({{"scope", "profile"}})).parameter("error"), "invalid_scope");
}

TEST(issuer, L03_pkce_is_asked_of_every_request) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    using changes = std::map<std::string, std::string>;
    for (const auto& changed :
         {changes{{"code_challenge", ""}}, changes{{"code_challenge", ""}, {"code_challenge_method", ""}},
          changes{{"code_challenge_method", ""}}, changes{{"code_challenge_method", "plain"}},
          changes{{"code_challenge_method", "s256"}}, changes{{"code_challenge", "short"}},
          changes{{"code_challenge", browser::challenge() + "A"}},
          changes{{"code_challenge", browser::challenge().substr(1)}},
          changes{{"code_challenge", std::string(43, '=')}}, changes{{"code_challenge", std::string(43, '+')}}}) {
        const auto answer = user.get(browser::authorize_target(changed));
        EXPECT_EQ(answer.status, 302U);
        EXPECT_EQ(answer.parameter("error"), "invalid_request");
        EXPECT_EQ(answer.parameter("code"), "");
    }
    user.sign_in("anna", password);
    const auto code = [&] { return user.get(browser::authorize_target()).parameter("code"); };
    for (const std::string& verifier :
         {std::string(), std::string("wrong"), std::string(42, 'a'), std::string(129, 'a'), browser::verifier() + "A",
          browser::challenge(), browser::verifier().substr(0, 42) + " "}) {
        const auto answer = user.redeem(code(), {{"code_verifier", verifier}});
        EXPECT_EQ(answer.status, 400U) << verifier;
        EXPECT_EQ(answer.json().at("error").as_string(), "invalid_grant") << verifier;
    }
    EXPECT_EQ(user.redeem(code()).status, 200U);
    // A code that met a wrong verifier is used up.
    const auto burnt = code();
    user.redeem(burnt, {{"code_verifier", std::string(43, 'a')}});
    EXPECT_EQ(user.redeem(burnt).status, 400U);
}

TEST(issuer, L06_sign_in_takes_only_the_form_it_gave_to_this_browser) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    const auto page = user.get(browser::authorize_target());
    const std::vector<std::pair<std::string, std::string>> right{{"request", hidden_field(page.body, "request")},
                                                                 {"token", hidden_field(page.body, "token")},
                                                                 {"user_name", "anna"},
                                                                 {"password", password}};
    const auto with = [&](std::size_t at, const std::string& value) {
        auto fields = right;
        fields[at].second = value;
        return fields;
    };
    EXPECT_EQ(user.post("/oidc/login", with(1, "")).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", with(1, random_secret())).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", with(0, random_secret())).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Origin", "http://attacker.example"}}).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Origin", "http://localhost:8081"}}).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Origin", "null"}}).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Sec-Fetch-Site", "cross-site"}}).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Sec-Fetch-Site", "same-site"}}).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Origin", "null"}, {"Origin", "http://localhost:8080"}}).status, 403U);
    EXPECT_EQ(user.get("/oidc/login?" + form_text(right)).status, 405U);
    // Another browser cannot use the form, with or without a cookie of its own.
    browser attacker(bed);
    EXPECT_EQ(attacker.post("/oidc/login", right).status, 403U);
    attacker.get(browser::authorize_target());
    EXPECT_EQ(attacker.post("/oidc/login", right).status, 403U);
    // The token belongs to the pending request: that of one page does not open another.
    const auto other = user.get(browser::authorize_target());
    EXPECT_EQ(user.post("/oidc/login", with(0, hidden_field(other.body, "request"))).status, 403U);
    EXPECT_EQ(user.post("/oidc/login", right, {{"Origin", "http://localhost:8080"}}).status, 303U);
    // And it is used up.
    EXPECT_EQ(user.post("/oidc/login", right).status, 400U);
}

TEST(issuer, L06_a_new_session_begins_at_each_sign_in) {
    issuer_bed bed;
    bed.person("anna", password);
    bed.person("bert", password);
    browser user(bed);
    user.sign_in("anna", password);
    const auto session = bed.settings().session_cookie();
    const auto first = user.cookies.at(session);
    user.sign_in("bert", password, {{"prompt", "login"}});
    const auto second = user.cookies.at(session);
    EXPECT_NE(first, second);
    // The former session is over: its cookie opens nothing any more.
    user.cookies[session] = first;
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "none"}})).parameter("error"), "login_required");
    // A session that somebody planted is not taken over either.
    browser victim(bed);
    victim.cookies[session] = random_secret();
    const auto planted = victim.cookies[session];
    victim.sign_in("anna", password);
    EXPECT_NE(victim.cookies.at(session), planted);
}

TEST(issuer, L07_where_to_go_stands_on_the_server_and_not_in_the_form) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    const auto page = user.get(browser::authorize_target());
    EXPECT_EQ(page.body.find("redirect"), std::string::npos);
    EXPECT_EQ(page.body.find("code_challenge"), std::string::npos);
    const auto back =
        user.post("/oidc/login?redirect_uri=http://attacker.example/", {{"request", hidden_field(page.body, "request")},
                                                                        {"token", hidden_field(page.body, "token")},
                                                                        {"user_name", "anna"},
                                                                        {"password", password},
                                                                        {"redirect_uri", "http://attacker.example/"},
                                                                        {"return", "http://attacker.example/"},
                                                                        {"state", "other"}});
    EXPECT_EQ(back.status, 303U);
    EXPECT_TRUE(back.location().starts_with("http://localhost:8080/redirect.html#"));
    EXPECT_EQ(back.parameter("state"), "state 1");
}

TEST(issuer, L08_redirects_after_a_post_are_303) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    browser user(bed);
    EXPECT_EQ(user.sign_in("anna", password).status, 303U);
    const auto link = wait_for(bed.tokens().sign_in_link(account));
    browser other(bed);
    EXPECT_EQ(other.use_link(*link).status, 303U);
    const auto confirm = other.get("/oidc/logout");
    EXPECT_EQ(other
                  .post("/oidc/logout", {{"request", hidden_field(confirm.body, "request")},
                                         {"token", hidden_field(confirm.body, "token")}})
                  .status,
              303U);
}

TEST(issuer, L09_pages_cannot_be_framed_stored_or_scripted) {
    issuer_bed bed;
    const auto account = bed.person("anna", password);
    browser user(bed);
    const auto link = wait_for(bed.tokens().sign_in_link(account));
    for (const auto& page :
         {user.get(browser::authorize_target()), user.get(browser::authorize_target({{"client_id", "x"}})),
          user.get(browser::path_of(*link)), user.sign_in("anna", "wrong password"), user.get("/oidc/link/x")}) {
        const auto policy = page.header("Content-Security-Policy");
        EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
        EXPECT_NE(policy.find("base-uri 'none'"), std::string::npos);
        EXPECT_NE(policy.find("form-action 'self'"), std::string::npos);
        EXPECT_EQ(policy.find("script"), std::string::npos);
        EXPECT_EQ(policy.find("unsafe"), std::string::npos);
        EXPECT_EQ(page.header("X-Frame-Options"), "DENY");
        EXPECT_EQ(page.header("Cache-Control"), "no-store");
        EXPECT_EQ(page.body.find("<script"), std::string::npos);
        EXPECT_EQ(page.body.find("style="), std::string::npos);
    }
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "none"}})).header("Cache-Control"), "no-store");
    EXPECT_EQ(user.redeem("x").header("Cache-Control"), "no-store");
}

TEST(issuer, L10_guessing_gets_slower_and_nobody_is_locked_out) {
    issuer_bed bed;
    bed.person("anna", password);
    browser known(bed, "198.51.100.7");
    ASSERT_EQ(known.sign_in("anna", password).status, 303U);
    browser guesser(bed, "203.0.113.9");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(guesser.sign_in("anna", "guess number " + std::to_string(i)).status, 400U);
    }
    // From here on even the right password waits, and the wait grows.
    auto answer = guesser.sign_in("anna", password);
    EXPECT_EQ(answer.status, 429U);
    EXPECT_EQ(answer.header("Retry-After"), "1");
    bed.clock.forward(std::chrono::seconds(1));
    EXPECT_EQ(guesser.sign_in("anna", "guess").status, 400U);
    answer = guesser.sign_in("anna", "guess");
    EXPECT_EQ(answer.status, 429U);
    EXPECT_EQ(answer.header("Retry-After"), "2");
    // A restart forgets nothing.
    bed.restart();
    EXPECT_EQ(guesser.sign_in("anna", password).status, 429U);
    // The owner, in a browser that the account knows, signs in all the same.
    EXPECT_EQ(known.sign_in("anna", password, {{"prompt", "login"}}).status, 303U);
    // And so does the guesser's address after waiting, if it is the owner after all: that clears the counter.
    bed.clock.forward(std::chrono::seconds(2));
    EXPECT_EQ(guesser.sign_in("anna", password).status, 303U);
    EXPECT_EQ(guesser.sign_in("anna", "guess", {{"prompt", "login"}}).status, 400U);
    EXPECT_EQ(guesser.sign_in("anna", "guess", {{"prompt", "login"}}).status, 400U);
}

TEST(issuer, L10_many_names_from_one_address_and_one_name_from_many) {
    issuer_bed bed;
    bed.person("anna", password);
    browser guesser(bed, "203.0.113.9");
    int refused = 0;
    for (int i = 0; i < 40; ++i) {
        refused += guesser.sign_in("name" + std::to_string(i), "guess").status == 429U ? 1 : 0;
    }
    EXPECT_EQ(refused, 10);
    for (int i = 0; i < 20; ++i) {
        browser one(bed, "203.0.113." + std::to_string(100 + i));
        EXPECT_EQ(one.sign_in("anna", "guess").status, 400U);
    }
    browser another(bed, "203.0.113.200");
    const auto answer = another.sign_in("anna", "guess");
    EXPECT_EQ(answer.status, 429U);
    EXPECT_LE(std::stoi(answer.header("Retry-After")), 30);
    bed.clock.forward(std::chrono::hours(24));
    EXPECT_EQ(another.sign_in("anna", "guess").status, 400U);
}

TEST(issuer, L11_nobody_learns_who_has_an_account) {
    issuer_bed bed;
    bed.person("anna", password);
    const auto gone = bed.person("bert", password);
    bed.disable(gone);
    const auto without_password = wait_for(bed.tokens().create_account({random_uuid(), "Person cleo", "cleo", false}));
    ASSERT_TRUE(without_password.has_value());
    const auto text_of = [&](const std::string& user_name, const std::string& typed) {
        browser user(bed, "192.0.2." + std::to_string(user_name.size() + typed.size()));
        const auto answer = user.sign_in(user_name, typed);
        EXPECT_EQ(answer.status, 400U) << user_name;
        EXPECT_EQ(answer.header("Set-Cookie"), "");
        auto text = answer.body;
        for (const auto& own :
             {hidden_field(text, "request"), hidden_field(text, "token"), "value=\"" + user_name + "\""}) {
            for (auto found = text.find(own); found != std::string::npos; found = text.find(own)) {
                text.erase(found, own.size());
            }
        }
        return text;
    };
    const auto wrong = text_of("anna", "a wrong password");
    EXPECT_EQ(text_of("nobody", "a wrong password"), wrong);
    EXPECT_EQ(text_of("bert", password), wrong);
    EXPECT_EQ(text_of("bert", "a wrong password"), wrong);
    EXPECT_EQ(text_of("cleo", "a wrong password"), wrong);
    EXPECT_EQ(text_of("cleo", "x"), wrong);
}

TEST(issuer, L15_prompt_and_max_age) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    const auto silent = user.get(browser::authorize_target({{"prompt", "none"}}));
    EXPECT_EQ(silent.status, 302U);
    EXPECT_TRUE(silent.body.empty());
    EXPECT_EQ(silent.parameter("error"), "login_required");
    EXPECT_EQ(silent.parameter("state"), "state 1");
    user.sign_in("anna", password);
    EXPECT_NE(user.get(browser::authorize_target({{"prompt", "none"}})).parameter("code"), "");
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "login"}})).status, 200U);
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "select_account"}})).status, 200U);
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "none login"}})).parameter("error"), "invalid_request");
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "create"}})).parameter("error"), "invalid_request");
    bed.clock.forward(std::chrono::seconds(100));
    EXPECT_NE(user.get(browser::authorize_target({{"max_age", "100"}})).parameter("code"), "");
    EXPECT_EQ(user.get(browser::authorize_target({{"max_age", "99"}})).status, 200U);
    EXPECT_EQ(user.get(browser::authorize_target({{"max_age", "99"}, {"prompt", "none"}})).parameter("error"),
              "login_required");
    for (const auto* age : {"-1", "x", "1.5", "99999999999999999999"}) {
        EXPECT_EQ(user.get(browser::authorize_target({{"max_age", age}})).parameter("error"), "invalid_request") << age;
    }
}

TEST(issuer, a_session_ends_after_thirty_idle_and_ninety_days_in_all) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    user.sign_in("anna", password);
    const auto silent = [&] { return user.get(browser::authorize_target({{"prompt", "none"}})).parameter("error"); };
    for (int i = 0; i < 3; ++i) {
        bed.clock.forward(std::chrono::hours(24 * 29));
        EXPECT_EQ(silent(), "") << i;
    }
    bed.clock.forward(std::chrono::hours(24 * 3));
    EXPECT_EQ(silent(), "login_required");
    user.sign_in("anna", password);
    bed.clock.forward(std::chrono::hours(24 * 30));
    EXPECT_EQ(silent(), "login_required");
}

TEST(issuer, L17_only_the_token_endpoint_answers_another_origin_and_only_the_configured_one) {
    auto settings = issuer_bed::quick_settings();
    settings.development_origin = "http://localhost:5173";
    issuer_bed bed(settings);
    const auto ask = [&](method verb, const std::string& target, const std::string& origin) {
        return bed.ask(verb, target, {{"Origin", origin}, {"Content-Type", "application/x-www-form-urlencoded"}},
                       "grant_type=x");
    };
    EXPECT_EQ(ask(method::post, "/oidc/token", "http://localhost:5173").header("Access-Control-Allow-Origin"),
              "http://localhost:5173");
    for (const auto* origin :
         {"http://attacker.example", "null", "http://localhost:5173.evil", "http://localhost:8080"}) {
        EXPECT_EQ(ask(method::post, "/oidc/token", origin).header("Access-Control-Allow-Origin"), "") << origin;
    }
    EXPECT_EQ(ask(method::post, "/oidc/token", "http://localhost:5173").header("Access-Control-Allow-Credentials"), "");
    EXPECT_EQ(
        ask(method::get, browser::authorize_target(), "http://localhost:5173").header("Access-Control-Allow-Origin"),
        "");
    issuer_bed without;
    EXPECT_EQ(without.ask(method::post, "/oidc/token", {{"Origin", "http://localhost:5173"}}, "")
                  .header("Access-Control-Allow-Origin"),
              "");
}

TEST(issuer, L18_the_issuer_is_what_is_configured_whatever_the_request_says) {
    issuer_bed bed;
    bed.person("anna", password);
    const headers foreign{
        {"Host", "attacker.example"}, {"X-Forwarded-Host", "attacker.example"}, {"Forwarded", "host=attacker.example"}};
    for (const auto* path : {"/.well-known/openid-configuration", "/config.json"}) {
        const auto answer = bed.ask(method::get, path, foreign);
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body.find("attacker"), std::string::npos) << path;
        EXPECT_EQ(answer.json().at("issuer").as_string(), "http://localhost:8080");
    }
    const auto configuration = bed.ask(method::get, "/config.json").json();
    EXPECT_EQ(configuration.at("authority").as_string(), "https://localhost:8080/");
    EXPECT_EQ(configuration.at("knownAuthorities").as_array().at(0).as_string(), "localhost:8080");
    EXPECT_EQ(configuration.at("authorityMetadata").as_string(),
              bed.ask(method::get, "/.well-known/openid-configuration").body);
}

TEST(issuer, L21_repeated_long_and_hostile_parameters) {
    issuer_bed bed;
    browser user(bed);
    EXPECT_TRUE(is_page_without_redirect(user.get(browser::authorize_target() + "&state=again")));
    EXPECT_TRUE(is_page_without_redirect(user.get(browser::authorize_target() + "&client_id=organizer-web")));
    EXPECT_TRUE(is_page_without_redirect(user.get(browser::authorize_target() + "&x=%zz")));
    EXPECT_EQ(user.get(browser::authorize_target({{"state", std::string(5000, 's')}})).parameter("error"),
              "invalid_request");
    EXPECT_EQ(user.get(browser::authorize_target({{"nonce", std::string(5000, 's')}})).parameter("error"),
              "invalid_request");
    // What MSAL sends beside is let through.
    EXPECT_EQ(user.get(browser::authorize_target(
                           {{"client-request-id", "1"}, {"x-client-SKU", "msal.js.browser"}, {"claims", "{}"}}))
                  .status,
              200U);

    const std::string script = "\"><script>alert(1)</script>'";
    const auto page =
        user.get(browser::authorize_target({{"login_hint", script}, {"state", script}, {"ui_locales", script}}));
    EXPECT_EQ(page.status, 200U);
    EXPECT_EQ(page.body.find("<script"), std::string::npos);
    EXPECT_NE(page.body.find("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;"), std::string::npos);
    const auto again = user.send_sign_in(page, script, "x");
    EXPECT_EQ(again.body.find("<script"), std::string::npos);
    const auto error = user.get(browser::authorize_target({{"state", script}, {"response_type", script}}));
    EXPECT_EQ(error.location().find_first_of("<>\"'"), std::string::npos);
    EXPECT_EQ(error.parameter("state"), script);
    const auto split = user.get(browser::authorize_target({{"state", "a\r\nSet-Cookie: x=1"}, {"prompt", "none"}}));
    EXPECT_EQ(split.location().find_first_of("\r\n"), std::string::npos);

    bed.person("anna", password);
    EXPECT_EQ(bed.ask(method::post, "/oidc/token", {{"Content-Type", "application/x-www-form-urlencoded"}},
                      "grant_type=authorization_code&client_id=organizer-web&client_id=organizer-web")
                  .json()
                  .at("error")
                  .as_string(),
              "invalid_request");
    EXPECT_EQ(bed.ask(method::post, "/oidc/token", {{"Content-Type", "application/json"}}, "{}").status, 400U);
    EXPECT_EQ(user.redeem("x", {{"grant_type", "password"}, {"username", "anna"}, {"password", password}})
                  .json()
                  .at("error")
                  .as_string(),
              "unsupported_grant_type");
    EXPECT_EQ(user.redeem("x", {{"grant_type", "client_credentials"}}).json().at("error").as_string(),
              "unsupported_grant_type");
    EXPECT_EQ(user.redeem("x", {{"client_id", "other"}}).json().at("error").as_string(), "invalid_client");
}

TEST(issuer, L22_every_authorization_answer_names_the_issuer) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    EXPECT_EQ(user.get(browser::authorize_target({{"prompt", "none"}})).parameter("iss"), "http://localhost:8080");
    EXPECT_EQ(user.get(browser::authorize_target({{"response_type", "token"}})).parameter("iss"),
              "http://localhost:8080");
    EXPECT_EQ(user.sign_in("anna", password).parameter("iss"), "http://localhost:8080");
    EXPECT_EQ(user.get(browser::authorize_target()).parameter("iss"), "http://localhost:8080");
}

TEST(issuer, pages_speak_english_and_german) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    const auto english = user.get(browser::authorize_target());
    EXPECT_NE(english.body.find("<html lang=\"en\">"), std::string::npos);
    const auto german = user.get(browser::authorize_target({{"ui_locales", "fr de en"}}));
    EXPECT_NE(german.body.find("<html lang=\"de\">"), std::string::npos);
    EXPECT_NE(german.body.find("Anmelden"), std::string::npos);
    const auto accepted =
        bed.ask(method::get, browser::authorize_target(), {{"Accept-Language", "fr, en;q=0.2, de-AT;q=0.9"}});
    EXPECT_NE(accepted.body.find("<html lang=\"de\">"), std::string::npos);
    // The switch keeps the request, and a failed attempt keeps the language.
    const auto switched = user.post("/oidc/login", {{"request", hidden_field(english.body, "request")},
                                                    {"token", hidden_field(english.body, "token")},
                                                    {"in", "en"},
                                                    {"language", "de"}});
    EXPECT_EQ(switched.status, 200U);
    EXPECT_NE(switched.body.find("<html lang=\"de\">"), std::string::npos);
    EXPECT_EQ(hidden_field(switched.body, "in"), "de");
    const auto failed = user.post("/oidc/login", {{"request", hidden_field(switched.body, "request")},
                                                  {"token", hidden_field(switched.body, "token")},
                                                  {"in", "de"},
                                                  {"user_name", "anna"},
                                                  {"password", "wrong"}});
    EXPECT_EQ(failed.status, 400U);
    EXPECT_NE(failed.body.find("Passwort ist falsch"), std::string::npos);
}

TEST(issuer, cookies_are_strict_and_on_https_bound_to_the_host) {
    issuer_bed bed;
    bed.person("anna", password);
    browser user(bed);
    const auto plain = user.sign_in("anna", password).header("Set-Cookie");
    EXPECT_TRUE(plain.starts_with("organizer_session_8080="));
    EXPECT_NE(plain.find("; Path=/oidc; HttpOnly; SameSite=Strict; Max-Age="), std::string::npos);
    EXPECT_EQ(plain.find("Secure"), std::string::npos);

    auto settings = issuer_bed::quick_settings();
    settings.public_url = "https://helpers.example.org";
    EXPECT_EQ(settings.session_cookie(), "__Host-organizer_session");
    EXPECT_EQ(settings.set_cookie("__Host-organizer_session", "s", 5),
              "__Host-organizer_session=s; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=5");
}

} // namespace
