#include "identity/issuer/parts.hpp"

#include "identity/crypto.hpp"

#include <algorithm>
#include <charconv>

namespace organizer::identity::issuer {
namespace {

constexpr std::size_t most_value_bytes = 4096;

/// What is asked of the sign-in itself, beside the request that is kept.
struct sign_in_wish {
    bool silent = false; ///< prompt=none
    bool again = false;  ///< prompt=login or select_account
    std::optional<std::int64_t> max_age;
};

/// An error that goes to the client's page (RFC 6749 §4.1.2.1).
struct authorization_error {
    std::string_view error;
    std::string_view description;
};

std::optional<std::string_view> scope_for(const issuer_settings& settings, std::string_view asked,
                                          std::string& granted) {
    const std::array<std::string, 4> known{"openid", "profile", "offline_access", settings.api_scope()};
    while (!asked.empty()) {
        const auto end = std::min(asked.find(' '), asked.size());
        const auto word = asked.substr(0, end);
        // Unknown words are left out, as OpenID Connect asks.
        if (std::find(known.begin(), known.end(), word) != known.end() && !scope_has(granted, word)) {
            granted += granted.empty() ? "" : " ";
            granted += word;
        }
        asked.remove_prefix(std::min(end + 1, asked.size()));
    }
    if (!scope_has(granted, "openid")) {
        return "the scope openid is required";
    }
    return std::nullopt;
}

std::optional<authorization_error> read_prompt(std::string_view prompt, sign_in_wish& wish) {
    std::size_t words = 0;
    while (!prompt.empty()) {
        const auto end = std::min(prompt.find(' '), prompt.size());
        const auto word = prompt.substr(0, end);
        ++words;
        if (word == "none") {
            wish.silent = true;
        } else if (word == "login" || word == "select_account") {
            wish.again = true;
        } else if (word != "consent") { // there is nothing to consent to
            return authorization_error{"invalid_request", "unknown prompt"};
        }
        prompt.remove_prefix(std::min(end + 1, prompt.size()));
    }
    if (wish.silent && words > 1) {
        return authorization_error{"invalid_request", "prompt none stands alone"};
    }
    return std::nullopt;
}

/// Checks everything after client and redirect URI. `request.state` and `request.fragment` are set first, for the
/// answer of an error.
std::optional<authorization_error> read_request(const issuer_settings& settings, const parameters& query,
                                                authorization_request& request, sign_in_wish& wish) {
    const auto state = value_of(query, "state");
    if (state.size() > most_value_bytes) {
        return authorization_error{"invalid_request", "state is too long"};
    }
    request.state = state;
    const auto mode = value_of(query, "response_mode");
    if (!mode.empty() && mode != "query" && mode != "fragment") {
        return authorization_error{"invalid_request", "response_mode must be query or fragment"};
    }
    request.fragment = mode == "fragment";
    for (const auto& [name, value] : query) {
        if (value.size() > most_value_bytes) {
            return authorization_error{"invalid_request", "a parameter is too long"};
        }
    }
    if (query.contains("request")) {
        return authorization_error{"request_not_supported", "request objects are not supported"};
    }
    if (query.contains("request_uri")) {
        return authorization_error{"request_uri_not_supported", "request objects are not supported"};
    }
    if (value_of(query, "response_type") != "code") {
        return authorization_error{"unsupported_response_type", "response_type must be code"};
    }
    if (value_of(query, "code_challenge_method") != "S256") {
        return authorization_error{"invalid_request", "code_challenge_method must be S256"};
    }
    const auto challenge = value_of(query, "code_challenge");
    const auto bytes = from_base64url(challenge);
    if (challenge.size() != 43 || !bytes) {
        return authorization_error{"invalid_request", "code_challenge must be 43 characters of base64url"};
    }
    request.challenge = challenge;
    request.nonce = value_of(query, "nonce");
    request.login_hint = value_of(query, "login_hint");
    if (const auto fault = scope_for(settings, value_of(query, "scope"), request.scope)) {
        return authorization_error{"invalid_scope", *fault};
    }
    if (const auto fault = read_prompt(value_of(query, "prompt"), wish)) {
        return fault;
    }
    if (const auto text = value_of(query, "max_age"); !text.empty()) {
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
        if (error != std::errc() || end != text.data() + text.size() || seconds < 0) {
            return authorization_error{"invalid_request", "max_age must be a number of seconds"};
        }
        wish.max_age = seconds;
    }
    return std::nullopt;
}

response redirect(std::string location) {
    auto answer = see_other(std::move(location));
    answer.status = 302;
    return answer;
}

response error_redirect(const parts& with, const authorization_request& request, const authorization_error& fault) {
    return redirect(authorization_answer(
        with, request, {{"error", std::string(fault.error)}, {"error_description", std::string(fault.description)}}));
}

} // namespace

std::string authorization_answer(const parts& with, const authorization_request& request,
                                 const std::vector<std::pair<std::string_view, std::string>>& values) {
    auto location = request.redirect_uri;
    char separator = request.fragment ? '#' : '?';
    const auto append = [&](std::string_view name, std::string_view value) {
        location += separator;
        location += name;
        location += '=';
        location += encoded(value);
        separator = '&';
    };
    for (const auto& [name, value] : values) {
        append(name, value);
    }
    if (!request.state.empty()) {
        append("state", request.state);
    }
    append("iss", with.settings.public_url);
    return location;
}

awaitable<response> authorize(parts& with, request_context& context) {
    const auto& message = context.message;
    const auto query = read_parameters(message.query());
    if (!query) {
        co_return refusal_page(with, language_of(message), 400, "The request to sign in is not well-formed.",
                               "Die Anfrage zum Anmelden ist fehlerhaft.");
    }
    const auto in = language_of(message, value_of(*query, "ui_locales"));
    const auto redirects = with.settings.redirect_uris();
    authorization_request request;
    request.client = value_of(*query, "client_id");
    request.redirect_uri = value_of(*query, "redirect_uri");
    if (request.client != with.settings.client ||
        std::find(redirects.begin(), redirects.end(), request.redirect_uri) == redirects.end()) {
        // Nobody knows whose page that is, so nothing is sent there.
        co_return refusal_page(with, in, 400, "An unknown program asked to sign you in.",
                               "Ein unbekanntes Programm wollte dich anmelden.");
    }
    sign_in_wish wish;
    if (const auto fault = read_request(with.settings, *query, request, wish)) {
        co_return error_redirect(with, request, *fault);
    }

    const auto now = with.now();
    const auto secret = session_secret_of(with, message);
    const auto look = [&with, &secret, now] { return with.signed_in.find(secret, now); };
    auto found = co_await run_on(with.blocking, look);
    if (found) {
        auto account = co_await live_account(with, found->account);
        if (!account) {
            co_return error_redirect(with, request, {"temporarily_unavailable", "try again"});
        }
        if (!*account) {
            const auto end = [&with, &found] {
                with.signed_in.end_all(found->account);
                return true;
            };
            co_await run_on(with.blocking, end);
            found.reset();
        }
    }
    const bool fresh_enough = found && (!wish.max_age || now - found->signed_in_at <= *wish.max_age);
    if (fresh_enough && !wish.again) {
        const auto issue = [&with, &request, &found, now] {
            code_grant granted;
            granted.account = found->account;
            granted.session = found->id;
            granted.client = request.client;
            granted.scope = request.scope;
            granted.nonce = request.nonce;
            granted.signed_in_at = found->signed_in_at;
            granted.redirect_uri = request.redirect_uri;
            granted.challenge = request.challenge;
            return with.granted.issue_code(granted, now);
        };
        auto code = co_await run_on(with.blocking, issue);
        co_return redirect(authorization_answer(with, request, {{"code", std::move(code)}}));
    }
    if (wish.silent) {
        co_return error_redirect(with, request, {"login_required", "nobody is signed in"});
    }

    const auto browser = browser_of(with, message);
    sign_in_page page;
    page.user_name = request.login_hint;
    page.form.request = with.pending.add(std::move(request), message.peer(), now);
    page.form.token = with.form_token(browser.secret, page.form.request);
    auto answer = render(with.settings, in, 200, page);
    remember_browser(with, browser, answer);
    co_return answer;
}

} // namespace organizer::identity::issuer
