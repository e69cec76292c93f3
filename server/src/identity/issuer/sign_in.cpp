#include "identity/issuer/parts.hpp"

#include "identity/crypto.hpp"

namespace organizer::identity::issuer {
namespace {

constexpr std::size_t most_user_name_bytes = 500;

/// What the tables say before the password is looked at.
struct first_look {
    std::optional<credential> person;
    std::int64_t wait = 0;
};

response try_again(parts& with, language in, const form_binding& form, std::string_view user_name, unsigned status,
                   std::string_view english, std::string_view german) {
    sign_in_page page;
    page.form = form;
    page.user_name = user_name;
    page.error = say(in, english, german);
    return render(with.settings, in, status, page);
}

} // namespace

awaitable<response> sign_in(parts& with, request_context& context) {
    const auto& message = context.message;
    auto in = language_of(message);
    const auto form = form_of(message);
    if (!form) {
        co_return refusal_page(with, in, 400, "The form is not well-formed.", "Das Formular ist fehlerhaft.");
    }
    if (!same_origin_post(with, message) || !token_fits(with, message, *form)) {
        co_return refusal_page(with, in, 403, "This form was not made for your browser. Sign in again.",
                               "Dieses Formular war nicht für deinen Browser. Melde dich neu an.");
    }
    const auto now = with.now();
    const auto request = with.pending.find(value_of(*form, "request"), now);
    if (!request) {
        co_return refusal_page(with, in, 400, "This sign-in page has run out. Sign in again.",
                               "Diese Anmeldeseite ist abgelaufen. Melde dich neu an.");
    }
    const form_binding binding{std::string(value_of(*form, "request")), std::string(value_of(*form, "token"))};
    const auto typed_name = std::string(value_of(*form, "user_name")).substr(0, most_user_name_bytes);
    if (const auto asked = value_of(*form, "language"); !asked.empty()) {
        in = choose_language(asked, "");
        sign_in_page page;
        page.form = binding;
        page.user_name = request->login_hint;
        co_return render(with.settings, in, 200, page);
    }
    if (const auto kept = value_of(*form, "in"); !kept.empty()) {
        in = choose_language(kept, "");
    }

    const auto browser = browser_of(with, message);
    attempt tried;
    tried.user_name = typed_name;
    tried.address = message.peer();
    const auto look = [&with, &tried, &browser, now] {
        first_look seen;
        seen.person = with.known.find_by_name(tried.user_name);
        tried.known_browser = seen.person && with.signed_in.knows(seen.person->account, browser.secret);
        seen.wait = with.tried.begin(tried, now);
        return seen;
    };
    auto seen = co_await run_on(with.blocking, look);
    if (seen.wait > 0) {
        auto answer = try_again(with, in, binding, typed_name, 429, "Too many attempts. Wait a little and try again.",
                                "Zu viele Versuche. Warte etwas und versuche es noch einmal.");
        answer.headers.emplace_back("Retry-After", std::to_string(seen.wait));
        co_return answer;
    }

    // An unknown name costs the same as a wrong password: there is always one hash to check.
    const bool has_password = seen.person && !seen.person->password.empty();
    const std::string hash = has_password ? seen.person->password : with.dummy_hash;
    const std::string password(value_of(*form, "password"));
    const auto check = [&hash, &password] {
        return password.size() <= most_password && check_password(password, hash);
    };
    const bool right = co_await run_on(with.hashing, check);
    store::kept<domain::account> account;
    if (right && has_password) {
        auto found = co_await live_account(with, seen.person->account);
        if (!found) {
            co_return try_again(with, in, binding, typed_name, 503, "The store is away. Try again.",
                                "Der Speicher ist gerade nicht da. Versuche es noch einmal.");
        }
        account = *found;
    }
    if (!account) {
        co_return try_again(with, in, binding, typed_name, 400, "User name or password is wrong.",
                            "Benutzername oder Passwort ist falsch.");
    }

    std::string stronger;
    if (weaker_than(hash, with.settings.cost)) {
        const auto rehash = [&with, &password] { return hash_password(password, with.settings.cost); };
        stronger = co_await run_on(with.hashing, rehash);
    }
    const auto former = session_secret_of(with, message);
    struct signed_in_now {
        std::string session_secret;
        std::string code;
    };
    const auto begin = [&] {
        with.tried.succeeded(tried);
        if (!stronger.empty()) {
            with.known.rehash(seen.person->account, hash, stronger);
        }
        transaction work(with.file);
        auto begun = sessions::begin(work, seen.person->account, browser.secret, former, now);
        code_grant granted;
        granted.account = seen.person->account;
        granted.session = begun.made.id;
        granted.client = request->client;
        granted.scope = request->scope;
        granted.nonce = request->nonce;
        granted.signed_in_at = now;
        granted.redirect_uri = request->redirect_uri;
        granted.challenge = request->challenge;
        auto code = grants::issue_code(work, granted, now);
        work.commit();
        return signed_in_now{std::move(begun.secret), std::move(code)};
    };
    auto made = co_await run_on(with.blocking, begin);
    with.pending.drop(binding.request);
    auto answer = see_other(authorization_answer(with, *request, {{"code", std::move(made.code)}}));
    answer.headers.emplace_back("Set-Cookie", with.settings.set_cookie(with.settings.session_cookie(),
                                                                       made.session_secret, session_life.count()));
    co_return answer;
}

} // namespace organizer::identity::issuer
