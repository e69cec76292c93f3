#include "identity/issuer/issuer.hpp"

#include "identity/issuer/parts.hpp"

namespace organizer::identity::issuer {
namespace {

using handler = awaitable<response> (*)(parts&, request_context&);

/// Runs a handler; what a full pool means stands here alone.
http::handler bound(parts& with, handler handle) {
    return [&with, handle](request_context& context) -> awaitable<response> {
        try {
            auto answer = co_await handle(with, context);
            co_return answer;
        } catch (const busy&) {
        }
        domain::problem refused;
        refused.kind = domain::failure::unavailable;
        refused.code = "issuerBusy";
        co_return http::problem_response(refused, context);
    };
}

/// A document that is the same for everybody.
http::handler fixed(std::string_view type, std::function<std::shared_ptr<const std::string>()> body,
                    std::string_view caching) {
    return [type, body = std::move(body), caching = std::string(caching)](request_context&) -> awaitable<response> {
        response answer;
        answer.content_type = type;
        answer.body = body();
        answer.headers.emplace_back("Cache-Control", caching);
        co_return answer;
    };
}

std::function<std::shared_ptr<const std::string>()> constant(std::string text) {
    return [kept = std::make_shared<const std::string>(std::move(text))] { return kept; };
}

} // namespace

std::vector<http::route> issuer::routes() {
    using enum http::method;
    auto& with = *parts_;
    const auto jwks = [&with] { return with.keys.jwks(); };
    return {
        {get, "/.well-known/openid-configuration", "openidConfiguration",
         fixed("application/json", constant(with.discovery), "public, max-age=300")},
        {get, "/config.json", "pagesConfiguration",
         fixed("application/json", constant(with.configuration), "no-store")},
        {get, "/oidc/jwks", "jwks", fixed("application/json", jwks, "public, max-age=300")},
        {get, "/oidc/style.css", "issuerStyle",
         fixed("text/css; charset=utf-8", constant(std::string(style_sheet())), "public, max-age=3600")},
        {get, "/oidc/authorize", "authorize", bound(with, authorize)},
        {post, "/oidc/login", "signIn", bound(with, sign_in), most_form_bytes},
        {post, "/oidc/token", "token", bound(with, token), most_form_bytes},
        {get, "/oidc/logout", "signOut", bound(with, sign_out)},
        {post, "/oidc/logout", "confirmSignOut", bound(with, sign_out), most_form_bytes},
        {get, "/oidc/link/{secret}", "showLink", bound(with, show_link)},
        {post, "/oidc/link/{secret}", "useLink", bound(with, use_link), most_form_bytes},
    };
}

} // namespace organizer::identity::issuer
