#include "identity/issuer/parts.hpp"

#include "identity/crypto.hpp"
#include "store/ids.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <stdexcept>

namespace organizer::identity::issuer {
namespace {

constexpr long long browser_seconds = 400LL * 24 * 3600;

bool is_secret(std::string_view text) { return text.size() == 43 && from_base64url(text).has_value(); }

std::string_view cookie_value(const http::request& message, std::string_view name) {
    const auto header = message.header("Cookie");
    return header ? cookie_of(*header, name).value_or("") : std::string_view();
}

std::string kept_value(transaction& work, std::string_view name, const std::string& fresh) {
    {
        auto read = work.prepare("SELECT value FROM installation WHERE name = ?");
        read.bind(name);
        if (read.row()) {
            return read.text(0);
        }
    }
    work.prepare("INSERT INTO installation (name, value) VALUES (?, ?)").bind(name).bind_blob(fresh).run();
    return fresh;
}

/// The tenant of the accounts that exist, or empty.
std::string tenant_of(store::entities& accounts) {
    boost::asio::io_context context;
    std::string tenant;
    std::exception_ptr failure;
    boost::asio::co_spawn(
        context, accounts.accounts(),
        [&](std::exception_ptr thrown, domain::result<std::vector<store::kept<domain::account>>> found) {
            failure = std::move(thrown);
            if (!failure && found && !found->empty()) {
                tenant = found->front()->value.tid;
            } else if (!failure && !found) {
                failure = std::make_exception_ptr(std::runtime_error("the accounts cannot be read"));
            }
        });
    context.run();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return tenant;
}

} // namespace

installation open_installation(database& file, store::entities& accounts) {
    installation made;
    bool fresh = false;
    {
        transaction look(file);
        fresh = !look.prepare("SELECT 1 FROM installation").row();
    }
    const auto tenant = fresh ? tenant_of(accounts) : std::string();
    transaction work(file);
    made.tenant = kept_value(work, "tenant", tenant.empty() ? random_uuid() : tenant);
    made.key = kept_value(work, "key", random_bytes(32));
    work.commit();
    return made;
}

parts::parts(issuer_settings given, const std::filesystem::path& path, store::entities& accounts_,
             const ops::clock& clock_, ops::pool& blocking_, ops::pool& hashing_)
    : settings(std::move(given)), accounts(accounts_), clock(clock_), blocking(blocking_), hashing(hashing_),
      file(path), here(open_installation(file, accounts_)), keys(file), known(file), signed_in(file), granted(file),
      one_time(file, here.key), tried(file), form_key(random_bytes(32)), dummy_hash(unmatched_hash(settings.cost)),
      discovery(discovery_document(settings)), configuration(pages_configuration(settings)) {
    keys.rotate(now());
}

std::string parts::form_token(std::string_view browser, std::string_view request) const {
    std::string text(browser);
    text += '\0';
    text += request;
    return to_base64url(as_bytes(hmac_sha256(form_key, text)));
}

browser_mark browser_of(const parts& with, const http::request& message) {
    const auto value = cookie_value(message, with.settings.browser_cookie());
    if (is_secret(value)) {
        return {std::string(value), false};
    }
    return {random_secret(), true};
}

std::string session_secret_of(const parts& with, const http::request& message) {
    const auto value = cookie_value(message, with.settings.session_cookie());
    return is_secret(value) ? std::string(value) : std::string();
}

language language_of(const http::request& message, std::string_view ui_locales) {
    return choose_language(ui_locales, message.header("Accept-Language").value_or(""));
}

void remember_browser(const parts& with, const browser_mark& browser, response& answer) {
    if (browser.fresh) {
        answer.headers.emplace_back(
            "Set-Cookie", with.settings.set_cookie(with.settings.browser_cookie(), browser.secret, browser_seconds));
    }
}

bool same_origin_post(const parts& with, const http::request& message) {
    if (message.header_count("Origin") > 1 || message.header_count("Sec-Fetch-Site") > 1) {
        return false;
    }
    const auto site = message.header("Sec-Fetch-Site");
    if (site && *site != "same-origin") {
        return false;
    }
    const auto origin = message.header("Origin");
    if (!origin || *origin == with.settings.public_url) {
        return true;
    }
    // Under our `no-referrer` browsers hide the origin of a form; then only their own word on the site counts.
    return *origin == "null" && site.has_value();
}

std::optional<parameters> form_of(const http::request& message) {
    const auto type = message.header("Content-Type");
    constexpr std::string_view expected = "application/x-www-form-urlencoded";
    if (!type || type->substr(0, type->find(';')) != expected || message.body().size() > most_form_bytes) {
        return std::nullopt;
    }
    return read_parameters(message.body());
}

bool token_fits(const parts& with, const http::request& message, const parameters& form) {
    const auto browser = browser_of(with, message);
    return !browser.fresh &&
           same_bytes(with.form_token(browser.secret, value_of(form, "request")), value_of(form, "token"));
}

response see_other(std::string location) {
    response answer;
    answer.status = 303;
    answer.headers.emplace_back("Location", std::move(location));
    answer.headers.emplace_back("Cache-Control", "no-store");
    return answer;
}

response refusal_page(const parts& with, language in, unsigned status, std::string_view english,
                      std::string_view german) {
    return render(with.settings, in, status,
                  message_page{std::string(say(in, "This does not work", "Das geht nicht")),
                               std::string(say(in, english, german)),
                               std::string(say(in, "To the start page", "Zur Startseite"))});
}

response json_answer(unsigned status, std::string body) {
    auto answer = response::text(status, "application/json", std::move(body));
    answer.headers.emplace_back("Cache-Control", "no-store");
    return answer;
}

awaitable<domain::result<store::kept<domain::account>>> live_account(parts& with, std::string id) {
    auto found = co_await with.accounts.account(std::move(id));
    if (found && *found && (*found)->value.disabled) {
        *found = nullptr;
    }
    co_return found;
}

awaitable<domain::result<std::string>> make_account(parts& with, std::string oid, std::string name,
                                                    std::string user_name, bool admin) {
    const auto id = account_id(with.here.tenant, oid);
    domain::create_account wanted;
    wanted.tid = with.here.tenant;
    wanted.oid = oid;
    wanted.name = name;
    wanted.login_name = user_name;
    wanted.admin = admin;
    domain::command_header header;
    header.op = store::creation_id("account", "-", id);
    header.kind = "createAccount";
    header.actor = id;
    header.token_access = domain::access::admin; // the issuer itself makes accounts; links are its permission
    header.at = with.clock.now();
    header.hash =
        store::command_hash(with.here.key, header.kind, id, name + '\0' + user_name + '\0' + (admin ? "1" : "0"));
    domain::account_command command = std::move(wanted);
    auto outcome = co_await with.accounts.execute(std::move(header), id, std::move(command));
    if (!outcome) {
        if (outcome.error().kind != domain::failure::other_command) {
            co_return outcome.error();
        }
    } else if (!outcome->entry.ok && outcome->entry.code != "alreadyExists") {
        domain::problem refused;
        refused.kind = outcome->entry.refused_as;
        refused.code = outcome->entry.code;
        co_return refused;
    }
    // Whoever came first with this person made the document; the name given then stands.
    co_return id;
}

} // namespace organizer::identity::issuer
