#include "identity/issuer/link_pages.hpp"

#include "domain/text.hpp"
#include "identity/crypto.hpp"

namespace organizer::identity::issuer {
namespace {

response not_open(const parts& with, language in) {
    return refusal_page(with, in, 404, "This link is not valid (any more). Ask for a new one.",
                        "Dieser Link gilt nicht (mehr). Bitte um einen neuen.");
}

response store_away(const parts& with, language in) {
    return refusal_page(with, in, 503, "The store is away. Try again.",
                        "Der Speicher ist gerade nicht da. Versuche es noch einmal.");
}

response show(const parts& with, const http::request& message, language in, const opened_link& opened,
              const std::string& secret, unsigned status, const link_answer& typed) {
    const auto browser = browser_of(with, message);
    auto page = link_page(in, opened, secret, typed);
    page.form = {secret, with.form_token(browser.secret, secret)};
    auto answer = render(with.settings, in, status, page);
    remember_browser(with, browser, answer);
    return answer;
}

/// Where the browser goes when the link was used: the SPA, which starts the code flow.
std::string onwards(const parts& with, link_purpose purpose, const std::string& secret) {
    // The fragment never reaches a server or its log.
    return purpose == link_purpose::invitation ? with.settings.endpoint("/invitation#" + secret)
                                               : with.settings.endpoint("/");
}

/// Notes what is wrong with the answers, if anything is.
void find_fault(language in, const opened_link& opened, link_answer& typed, std::string_view password) {
    const auto note = [&typed](std::string_view field, std::string_view error) {
        typed.faulty = field;
        typed.error = error;
    };
    if (makes_account(opened.purpose)) {
        std::vector<domain::field_fault> faults;
        domain::check_text(typed.name, domain::name_rule, "/name", faults);
        if (!faults.empty()) {
            return note("name", say(in, "Give a name of at most 120 characters.",
                                    "Gib einen Namen mit höchstens 120 Zeichen an."));
        }
        if (!is_user_name(typed.user_name)) {
            return note("user_name", say(in, "The user name needs 3 to 120 characters.",
                                         "Der Benutzername braucht 3 bis 120 Zeichen."));
        }
    }
    if (asks_password(opened.purpose)) {
        if (const auto fault = judge_password(password, typed.user_name)) {
            return note("password", words_of(in, *fault));
        }
    }
}

void say_name_taken(language in, link_answer& typed) {
    typed.faulty = "user_name";
    typed.error = say(in, "This user name is taken. Choose another one.",
                      "Diesen Benutzernamen gibt es schon. Wähle einen anderen.");
}

/// What became of the last step of a link.
enum class ending { done, link_gone, name_taken, account_exists };

} // namespace

awaitable<response> show_link(parts& with, request_context& context) {
    const auto& message = context.message;
    const auto query = read_parameters(message.query());
    const auto in = language_of(message, query ? value_of(*query, "ui_locales") : "");
    const std::string secret = context.path_value("secret");
    const auto opened = co_await open_link(with, secret);
    if (!opened) {
        co_return store_away(with, in);
    }
    if (!*opened) {
        co_return not_open(with, in);
    }
    co_return show(with, message, in, **opened, secret, 200, {});
}

awaitable<response> use_link(parts& with, request_context& context) {
    const auto& message = context.message;
    const std::string secret = context.path_value("secret");
    const auto form = form_of(message);
    auto in = language_of(message, form ? value_of(*form, "in") : "");
    if (!form) {
        co_return refusal_page(with, in, 400, "The form is not well-formed.", "Das Formular ist fehlerhaft.");
    }
    if (!same_origin_post(with, message) || value_of(*form, "request") != secret || !token_fits(with, message, *form)) {
        co_return refusal_page(with, in, 403, "This form was not made for your browser. Open the link again.",
                               "Dieses Formular war nicht für deinen Browser. Öffne den Link noch einmal.");
    }
    const auto opened_now = co_await open_link(with, secret);
    if (!opened_now) {
        co_return store_away(with, in);
    }
    if (!*opened_now) {
        co_return not_open(with, in);
    }
    const opened_link& opened = **opened_now;
    link_answer typed;
    typed.name = domain::trimmed(value_of(*form, "name"));
    typed.user_name = domain::trimmed(value_of(*form, "user_name"));
    if (const auto asked = value_of(*form, "language"); !asked.empty()) {
        co_return show(with, message, choose_language(asked, ""), opened, secret, 200, typed);
    }
    if (opened.purpose == link_purpose::invitation && value_of(*form, "choice") == "sign_in") {
        co_return see_other(onwards(with, opened.purpose, secret));
    }
    const std::string password(value_of(*form, "password"));
    if (opened.purpose == link_purpose::reset) {
        typed.user_name = opened.user_name;
    }
    find_fault(in, opened, typed, password);
    if (typed.error.empty() && makes_account(opened.purpose)) {
        const auto look = [&with, &typed] { return with.known.find_by_name(typed.user_name).has_value(); };
        if (co_await run_on(with.blocking, look)) {
            say_name_taken(in, typed);
        }
    }
    if (!typed.error.empty()) {
        co_return show(with, message, in, opened, secret, 400, typed);
    }

    std::string hash;
    if (asks_password(opened.purpose)) {
        const auto make_hash = [&with, &password] { return hash_password(password, with.settings.cost); };
        hash = co_await run_on(with.hashing, make_hash);
    }
    std::string account = opened.account;
    if (makes_account(opened.purpose)) {
        auto made = co_await make_account(with, opened.oid, typed.name, typed.user_name,
                                          opened.purpose == link_purpose::set_up);
        if (!made) {
            co_return store_away(with, in);
        }
        account = std::move(*made);
    }

    const auto now = with.now();
    const auto browser = browser_of(with, message);
    const auto former = session_secret_of(with, message);
    std::string session_secret;
    const auto finish = [&] {
        transaction work(with.file);
        if (opened.purpose != link_purpose::invitation && !links::use(work, secret, now)) {
            return ending::link_gone;
        }
        const credential next{account, typed.user_name, hash};
        if (opened.purpose == link_purpose::reset &&
            credentials::set_password(work, next, now) != credentials::outcome::stored) {
            return ending::name_taken;
        }
        if (makes_account(opened.purpose)) {
            const auto added = credentials::add(work, next, now);
            if (added != credentials::outcome::stored) {
                return added == credentials::outcome::exists ? ending::account_exists : ending::name_taken;
            }
        }
        session_secret = sessions::begin(work, account, browser.secret, former, now).secret;
        work.commit();
        return ending::done;
    };
    switch (co_await run_on(with.blocking, finish)) {
    case ending::done:
        break;
    case ending::link_gone:
        co_return not_open(with, in);
    case ending::name_taken:
        say_name_taken(in, typed);
        co_return show(with, message, in, opened, secret, 400, typed);
    case ending::account_exists:
        typed.error = say(in, "An account was made with this link already. Sign in with it.",
                          "Mit diesem Link wurde schon ein Konto angelegt. Melde dich damit an.");
        co_return show(with, message, in, opened, secret, 409, typed);
    }
    auto answer = see_other(onwards(with, opened.purpose, secret));
    answer.headers.emplace_back(
        "Set-Cookie", with.settings.set_cookie(with.settings.session_cookie(), session_secret, session_life.count()));
    co_return answer;
}

} // namespace organizer::identity::issuer
