#include "identity/issuer/parts.hpp"

#include "identity/crypto.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace organizer::identity::issuer {
namespace {

using boost::json::object;

response token_error(unsigned status, std::string_view error, std::string_view description) {
    return json_answer(status, boost::json::serialize(object{{"error", error}, {"error_description", description}}));
}

response refused(refusal why) {
    if (why == refusal::scope) {
        return token_error(400, "invalid_scope", "more was asked for than was granted");
    }
    // One text for all: whoever guesses learns nothing.
    return token_error(400, "invalid_grant", "the code or refresh token is not valid");
}

/// Claims of access and ID token, in the form that Entra ID v2 gives them, so that one verifier reads both.
object common_claims(const parts& with, const domain::account& person, std::int64_t now) {
    return {{"iss", with.settings.public_url},
            {"iat", now},
            {"nbf", now},
            {"exp", now + access_token_life.count()},
            {"sub", person.oid},
            {"oid", person.oid},
            {"tid", with.here.tenant},
            {"ver", "2.0"},
            {"name", person.name},
            {"preferred_username", person.login_name}};
}

object access_claims(const parts& with, const domain::account& person, const grant& granted, std::int64_t now) {
    auto claims = common_claims(with, person, now);
    claims["aud"] = with.settings.audience;
    claims["azp"] = with.settings.client;
    claims["azpacr"] = "0";
    claims["client_id"] = with.settings.client;
    claims["scp"] = scope_has(granted.scope, with.settings.api_scope()) ? api_scope_word : std::string_view();
    claims["roles"] = boost::json::array{person.admin ? "Organizer.Admin" : "Organizer.Coordinator"};
    const auto id = random_uuid();
    claims["uti"] = id;
    claims["jti"] = id;
    return claims;
}

object id_claims(const parts& with, const domain::account& person, const grant& granted, std::int64_t now) {
    auto claims = common_claims(with, person, now);
    claims["aud"] = with.settings.client;
    claims["auth_time"] = granted.signed_in_at;
    claims["sid"] = granted.session;
    if (!granted.nonce.empty()) {
        claims["nonce"] = granted.nonce;
    }
    return claims;
}

awaitable<response> answer_grant(parts& with, redeemed given) {
    auto found = co_await live_account(with, given.of.account);
    if (!found) {
        co_return token_error(503, "temporarily_unavailable", "try again");
    }
    if (!*found) {
        const auto end = [&with, &given] {
            with.signed_in.end_all(given.of.account);
            return true;
        };
        co_await run_on(with.blocking, end);
        co_return refused(refusal::revoked);
    }
    const domain::account& person = (*found)->value;
    const auto now = with.now();
    const auto make = [&with, &person, &given, now] {
        object answer{{"token_type", "Bearer"},
                      {"expires_in", access_token_life.count()},
                      {"scope", given.of.scope},
                      {"access_token", with.keys.sign("at+jwt", access_claims(with, person, given.of, now), now)},
                      {"id_token", with.keys.sign("JWT", id_claims(with, person, given.of, now), now)},
                      {"client_info",
                       to_base64url(boost::json::serialize(object{{"uid", person.oid}, {"utid", with.here.tenant}}))}};
        if (!given.refresh_token.empty()) {
            answer["refresh_token"] = given.refresh_token;
            answer["refresh_token_expires_in"] = given.refresh_seconds;
        }
        return boost::json::serialize(answer);
    };
    auto body = co_await run_on(with.blocking, make);
    co_return json_answer(200, std::move(body));
}

awaitable<response> answer_token(parts& with, const http::request& message) {
    const auto form = form_of(message);
    if (!form) {
        co_return token_error(400, "invalid_request", "a well-formed form without repeated parameters is expected");
    }
    if (value_of(*form, "client_id") != with.settings.client) {
        co_return token_error(400, "invalid_client", "the client is not known");
    }
    const auto now = with.now();
    const auto type = value_of(*form, "grant_type");
    std::variant<redeemed, refusal> outcome = refusal::unknown;
    if (type == "authorization_code") {
        const auto redeem = [&with, &form, now] {
            return with.granted.redeem(value_of(*form, "code"), value_of(*form, "client_id"),
                                       value_of(*form, "redirect_uri"), value_of(*form, "code_verifier"), now);
        };
        outcome = co_await run_on(with.blocking, redeem);
    } else if (type == "refresh_token") {
        const auto refresh = [&with, &form, now] {
            return with.granted.refresh(value_of(*form, "refresh_token"), value_of(*form, "client_id"),
                                        value_of(*form, "scope"), now);
        };
        outcome = co_await run_on(with.blocking, refresh);
    } else {
        co_return token_error(400, type.empty() ? "invalid_request" : "unsupported_grant_type",
                              "grant_type must be authorization_code or refresh_token");
    }
    if (const auto* why = std::get_if<refusal>(&outcome)) {
        co_return refused(*why);
    }
    auto given = std::get<redeemed>(std::move(outcome));
    auto answer = co_await answer_grant(with, std::move(given));
    co_return answer;
}

} // namespace

awaitable<response> token(parts& with, request_context& context) {
    auto answer = co_await answer_token(with, context.message);
    if (const auto& origin = with.settings.development_origin;
        !origin.empty() && context.message.header("Origin") == origin) {
        answer.headers.emplace_back("Access-Control-Allow-Origin", origin);
        answer.headers.emplace_back("Vary", "Origin");
    }
    co_return answer;
}

} // namespace organizer::identity::issuer
