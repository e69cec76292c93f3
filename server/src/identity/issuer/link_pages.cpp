#include "identity/issuer/link_pages.hpp"

#include "identity/crypto.hpp"

namespace organizer::identity::issuer {
namespace {

std::string_view access_words(language in, domain::access access) {
    switch (access) {
    case domain::access::coordinator:
        return say(in, "coordinator", "Koordination");
    case domain::access::run_director:
        return say(in, "Run Director", "Laufleitung");
    default:
        return say(in, "helper", "Helfer*in");
    }
}

awaitable<domain::result<std::optional<opened_link>>> open_invitation(parts& with, invitation_name name,
                                                                      std::string secret) {
    auto view = co_await with.accounts.view(name.event);
    if (!view) {
        co_return view.error();
    }
    std::optional<opened_link> opened;
    if (*view && (*view)->event) {
        const auto& event = (*view)->event->value;
        const auto* offered = domain::find_invitation(event, name.invitation);
        if (offered != nullptr && offered->secret_hash == hash_of_secret(secret) &&
            domain::is_open(*offered, with.clock.now())) {
            opened.emplace();
            opened->purpose = link_purpose::invitation;
            opened->oid = name_uuid(with.here.tenant, "invitation/" + name.event + "/" + name.invitation);
            opened->event_name = event.name;
            opened->access = offered->access;
        }
    }
    co_return opened;
}

} // namespace

bool asks_password(link_purpose purpose) { return purpose != link_purpose::sign_in; }

bool makes_account(link_purpose purpose) {
    return purpose == link_purpose::set_up || purpose == link_purpose::invitation;
}

awaitable<domain::result<std::optional<opened_link>>> open_link(parts& with, std::string secret) {
    if (auto name = read_invitation_secret(with.here.key, secret)) {
        auto invited = co_await open_invitation(with, std::move(*name), std::move(secret));
        co_return invited;
    }
    const auto now = with.now();
    const auto look = [&with, &secret] { return with.one_time.find(secret); };
    const auto found = co_await run_on(with.blocking, look);
    std::optional<opened_link> opened;
    if (!found || !found->open(now)) {
        co_return opened;
    }
    opened.emplace();
    opened->purpose = found->purpose;
    if (found->purpose == link_purpose::set_up) {
        opened->oid = name_uuid(with.here.tenant, "setUp/" + std::to_string(found->generation));
        co_return opened;
    }
    auto account = co_await live_account(with, found->subject);
    if (!account) {
        co_return account.error();
    }
    if (!*account) {
        opened.reset();
        co_return opened;
    }
    opened->account = found->subject;
    opened->person = (*account)->value.name;
    opened->user_name = (*account)->value.login_name;
    co_return opened;
}

action_page link_page(language in, const opened_link& opened, std::string_view secret, const link_answer& typed) {
    action_page page;
    page.action = "/oidc/link/" + std::string(secret);
    page.error = typed.error;
    const auto text = [in](std::string_view english, std::string_view german) {
        return std::string(say(in, english, german));
    };
    switch (opened.purpose) {
    case link_purpose::sign_in:
        page.title = text("Sign in", "Anmelden");
        page.text = text("This link signs in ", "Dieser Link meldet an: ") + opened.person +
                    text(", once.", ", ein einziges Mal.");
        page.button = text("Sign in", "Anmelden");
        break;
    case link_purpose::reset:
        page.title = text("New password", "Neues Passwort");
        page.text = text("Choose a new password for ", "Wähle ein neues Passwort für ") + opened.person +
                    text(". You are signed out everywhere else.", ". Du wirst überall sonst abgemeldet.");
        page.button = text("Save and sign in", "Speichern und anmelden");
        break;
    case link_purpose::set_up:
        page.title = text("Set up", "Einrichten");
        page.text = text("Make the first account. It administers everything; the first event comes next.",
                         "Lege das erste Konto an. Es verwaltet alles; danach kommt das erste Event.");
        page.button = text("Make the account", "Konto anlegen");
        break;
    case link_purpose::invitation:
        page.title = text("Invitation", "Einladung");
        page.text = opened.event_name + text(": you are invited as ", ": Du bist eingeladen als ") +
                    std::string(access_words(in, opened.access)) + ".";
        page.button = text("Make an account and accept", "Konto anlegen und annehmen");
        page.other_choice = {
            "sign_in", text("I have an account: sign in and accept", "Ich habe ein Konto: anmelden und annehmen")};
        break;
    }
    const auto add = [&](std::string name, std::string label, std::string type, std::string autocomplete,
                         std::string value, std::string hint) {
        const bool faulty = name == typed.faulty;
        page.fields.push_back({std::move(name), std::move(label), std::move(type), std::move(autocomplete),
                               std::move(value), std::move(hint), faulty});
    };
    if (makes_account(opened.purpose)) {
        add("name", text("Your name", "Dein Name"), "text", "name", typed.name, "");
        add("user_name", text("User name or e-mail", "Benutzername oder E-Mail"), "text", "username", typed.user_name,
            text("You sign in with it.", "Damit meldest du dich an."));
    }
    if (asks_password(opened.purpose)) {
        add("password", text("Password", "Passwort"), "password", "new-password", "",
            text("At least 10 characters; a short sentence is good.",
                 "Mindestens 10 Zeichen; ein kurzer Satz ist gut."));
    }
    return page;
}

std::string words_of(language in, password_fault fault) {
    switch (fault) {
    case password_fault::too_short:
        return std::string(
            say(in, "The password needs at least 10 characters.", "Das Passwort braucht mindestens 10 Zeichen."));
    case password_fault::too_long:
        return std::string(say(in, "The password is too long.", "Das Passwort ist zu lang."));
    case password_fault::like_user_name:
        return std::string(
            say(in, "The password is too close to the user name.", "Das Passwort ist dem Benutzernamen zu ähnlich."));
    case password_fault::common:
        break;
    }
    return std::string(say(in, "This password is easily guessed. Choose another one.",
                           "Dieses Passwort ist leicht zu erraten. Wähle ein anderes."));
}

} // namespace organizer::identity::issuer
