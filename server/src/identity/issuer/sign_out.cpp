#include "identity/issuer/parts.hpp"

#include "identity/signed_token.hpp"

#include <algorithm>

namespace organizer::identity::issuer {
namespace {

/// A checked wish to sign out.
struct sign_out_wish {
    std::string hinted_session; ///< of a right `id_token_hint`, else empty
    std::string location;       ///< a registered page with `state`, else empty
};

/// The session of an ID token of our own, whenever it ran out.
std::string session_of_hint(const parts& with, std::string_view hint) {
    if (hint.empty()) {
        return {};
    }
    const auto keys = with.keys.source()->keys();
    const auto opened = open_token(hint, "JWT", *keys);
    if (!opened || text_claim(opened->claims, "iss") != with.settings.public_url ||
        text_claim(opened->claims, "aud") != with.settings.client) {
        return {};
    }
    return std::string(text_claim(opened->claims, "sid").value_or(""));
}

sign_out_wish read_wish(const parts& with, const parameters& values) {
    sign_out_wish wish;
    wish.hinted_session = session_of_hint(with, value_of(values, "id_token_hint"));
    const auto uri = value_of(values, "post_logout_redirect_uri");
    const auto known = with.settings.post_logout_uris();
    if (std::find(known.begin(), known.end(), uri) != known.end()) {
        wish.location = uri;
        if (const auto state = value_of(values, "state"); !state.empty() && state.size() <= 4096) {
            wish.location += "?state=" + encoded(state);
        }
    }
    return wish;
}

response signed_out(const parts& with, language in, const sign_out_wish& wish) {
    auto answer = wish.location.empty() ? render(with.settings, in, 200,
                                                 message_page{std::string(say(in, "Signed out", "Abgemeldet")),
                                                              std::string(say(in, "You are signed out in this browser.",
                                                                              "Du bist in diesem Browser abgemeldet.")),
                                                              std::string(say(in, "Sign in again", "Neu anmelden"))})
                                        : see_other(wish.location);
    answer.headers.emplace_back("Set-Cookie", with.settings.set_cookie(with.settings.session_cookie(), "", 0));
    return answer;
}

} // namespace

awaitable<response> sign_out(parts& with, request_context& context) {
    const auto& message = context.message;
    const bool posted = message.verb() == http::method::post;
    auto in = language_of(message);
    const auto values = posted ? form_of(message) : read_parameters(message.query());
    if (!values) {
        co_return refusal_page(with, in, 400, "The request to sign out is not well-formed.",
                               "Die Anfrage zum Abmelden ist fehlerhaft.");
    }
    in = language_of(message, value_of(*values, posted ? "in" : "ui_locales"));
    auto wish = read_wish(with, *values);
    const auto now = with.now();
    const auto secret = session_secret_of(with, message);
    const auto look = [&with, &secret, now] { return with.signed_in.find(secret, now); };
    const auto found = co_await run_on(with.blocking, look);
    if (!found) {
        co_return signed_out(with, in, wish);
    }

    // Only somebody who holds this session's ID token, or our own form, ends it: a foreign page could send people here.
    const bool confirmed = posted && value_of(*values, "request") == found->id && same_origin_post(with, message) &&
                           token_fits(with, message, *values) && value_of(*values, "language").empty();
    if (wish.hinted_session != found->id && !confirmed) {
        if (const auto asked = value_of(*values, "language"); !asked.empty()) {
            in = choose_language(asked, "");
        }
        const auto browser = browser_of(with, message);
        action_page page;
        page.title = say(in, "Sign out?", "Abmelden?");
        page.text = say(in, "You will be signed out in this browser.", "Du wirst in diesem Browser abgemeldet.");
        page.action = "/oidc/logout";
        page.form = {found->id, with.form_token(browser.secret, found->id)};
        page.button = say(in, "Sign out", "Abmelden");
        auto answer = render(with.settings, in, 200, page);
        remember_browser(with, browser, answer);
        co_return answer;
    }
    const auto end = [&with, &found] {
        with.signed_in.end(found->id);
        return true;
    };
    co_await run_on(with.blocking, end);
    if (wish.location.empty() && confirmed) {
        wish.location = with.settings.public_url + "/";
    }
    co_return signed_out(with, in, wish);
}

} // namespace organizer::identity::issuer
