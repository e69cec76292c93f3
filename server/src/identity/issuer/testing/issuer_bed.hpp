#pragma once

// For tests only: a whole issuer over a memory store with a clock that stands still, and browsers that talk to it
// without sockets.

#include "http/fake_request.hpp"
#include "http/router.hpp"
#include "identity/crypto.hpp"
#include "identity/issuer/database.hpp"
#include "identity/issuer/forms.hpp"
#include "identity/issuer/issuer.hpp"
#include "identity/issuer/times.hpp"
#include "ops/clock.hpp"
#include "ops/pool.hpp"
#include "store/entities.hpp"
#include "store/make_entities.hpp"
#include "store/memory/memory_store.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::identity::testing {

using headers = std::vector<std::pair<std::string, std::string>>;

/// A clock that only tests move.
class still_clock final : public ops::clock {
public:
    domain::instant now() const override { return domain::instant(std::chrono::milliseconds(milliseconds_.load())); }
    void forward(std::chrono::seconds by) { milliseconds_ += std::chrono::milliseconds(by).count(); }

private:
    std::atomic<std::int64_t> milliseconds_{1'795'000'000'000};
};

/// Runs a coroutine to its end on a context of its own.
template <class Value>
Value wait_for(boost::asio::awaitable<Value> work) {
    boost::asio::io_context context;
    std::optional<Value> made;
    std::exception_ptr failure;
    boost::asio::co_spawn(context, std::move(work), [&](std::exception_ptr thrown, Value value) {
        failure = thrown;
        if (!thrown) {
            made.emplace(std::move(value));
        }
    });
    context.run();
    if (failure) {
        std::rethrow_exception(failure);
    }
    return std::move(*made);
}

/// What the outside sees of an answer.
struct seen_answer {
    unsigned status = 0;
    std::string body;
    headers sent;

    /// The first header of that name (as the handlers spell it), or empty.
    std::string header(std::string_view name) const {
        for (const auto& [key, value] : sent) {
            if (key == name) {
                return value;
            }
        }
        return {};
    }
    std::string location() const { return header("Location"); }
    /// A parameter of the redirect's query or fragment.
    std::string parameter(std::string_view name) const {
        const auto target = location();
        const auto mark = target.find_first_of("?#");
        if (mark == std::string::npos) {
            return {};
        }
        const auto read = issuer::read_parameters(std::string_view(target).substr(mark + 1));
        return read ? std::string(issuer::value_of(*read, name)) : std::string();
    }
    boost::json::object json() const { return boost::json::parse(body).as_object(); }
};

/// A folder that goes with the test.
class temporary_folder {
public:
    temporary_folder() : path_(std::filesystem::temp_directory_path() / ("organizer-" + random_uuid())) {
        std::filesystem::create_directory(path_);
    }
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// The issuer and what it stands on.
class issuer_bed {
public:
    explicit issuer_bed(issuer::issuer_settings settings = quick_settings()) : settings_(std::move(settings)) {
        documents_ = store::make_memory_store();
        store::entities_options options;
        options.threads = 2;
        options.project = false;
        accounts_ = store::make_entities(*documents_, clock, options);
        start();
    }

    /// Hashes that take no time; everything else as in the product.
    static issuer::issuer_settings quick_settings() {
        issuer::issuer_settings settings;
        settings.public_url = "http://localhost:8080";
        settings.cost = {64, 1};
        return settings;
    }

    /// Loses the issuer's file, as when the store alone was restored.
    void lose_file() {
        router_.reset();
        issuer_.reset();
        for (const auto* name : {"issuer.db", "issuer.db-wal", "issuer.db-shm"}) {
            std::filesystem::remove(folder_.path() / name);
        }
        start();
    }

    /// Changes what a hash costs, as a later release would.
    void set_cost(issuer::password_cost cost) {
        settings_.cost = cost;
        restart();
    }

    /// Ends the issuer and opens its file again.
    void restart() {
        router_.reset();
        issuer_.reset();
        start();
    }

    seen_answer ask(http::method verb, std::string target, headers sent = {}, std::string body = {},
                    std::string peer = "192.0.2.1") {
        const http::fake_request message(verb, std::move(target), std::move(sent), std::move(body), std::move(peer));
        auto match = router_->find(verb, message.path());
        if (match.found == nullptr) {
            return {match.allow.empty() ? 404U : 405U, {}, {}};
        }
        http::request_context context{message, "request", "trace", std::move(match.path_values)};
        auto answer = wait_for(match.found->handle(context));
        return {answer.status, std::string(answer.bytes()), {answer.headers.begin(), answer.headers.end()}};
    }

    /// An account with a password, made as an administrator would: account, reset link, form.
    std::string person(const std::string& user_name, const std::string& password, bool admin = false);

    issuer::issuer& tokens() { return *issuer_; }
    store::entities& accounts() { return *accounts_; }
    const std::filesystem::path& folder() const { return folder_.path(); }
    const issuer::issuer_settings& settings() const { return settings_; }

    /// Disables or enables an account, or changes what else an administrator may.
    void edit(const std::string& account, domain::edit_account change) {
        domain::command_header header;
        header.op = random_uuid();
        header.kind = "editAccount";
        header.actor = account;
        header.token_access = domain::access::admin;
        header.at = clock.now();
        header.hash = header.op;
        auto outcome = wait_for(accounts_->execute(header, account, domain::account_command(std::move(change))));
        ASSERT_TRUE(outcome.has_value() && outcome->entry.ok);
    }
    void disable(const std::string& account) {
        domain::edit_account change;
        change.disabled = true;
        edit(account, std::move(change));
    }

    still_clock clock;

private:
    /// The row of a signing key: making one takes a tenth of a second, so all beds of a test binary share the first
    /// one's.
    struct key_row {
        std::string kid;
        std::string bytes;
    };
    static std::optional<key_row>& shared_key() {
        static std::optional<key_row> kept;
        return kept;
    }
    void lend_key(const std::filesystem::path& path) {
        if (!shared_key() || std::filesystem::exists(path)) {
            return;
        }
        issuer::database file(path);
        issuer::transaction work(file);
        const auto now = issuer::unix_seconds(clock.now());
        work.prepare("INSERT INTO signing_key (kid, private_key, published_at, active_from) VALUES (?, ?, ?, ?)")
            .bind(shared_key()->kid)
            .bind_blob(shared_key()->bytes)
            .bind(now)
            .bind(now)
            .run();
        work.commit();
    }
    void borrow_key(const std::filesystem::path& path) {
        issuer::database file(path);
        issuer::transaction work(file);
        auto read = work.prepare("SELECT kid, private_key FROM signing_key");
        if (read.row()) {
            shared_key() = key_row{read.text(0), read.text(1)};
        }
    }

    void start() {
        const auto path = folder_.path() / "issuer.db";
        lend_key(path);
        issuer_ = std::make_unique<issuer::issuer>(settings_, path, *accounts_, clock, blocking_, hashing_);
        router_ = std::make_unique<http::router>(issuer_->routes());
        if (!shared_key()) {
            borrow_key(path);
        }
    }

    issuer::issuer_settings settings_;
    temporary_folder folder_;
    ops::pool blocking_{"issuer", 1, 64};
    ops::pool hashing_{"hashing", 1, 64};
    std::unique_ptr<store::document_store> documents_;
    std::unique_ptr<store::entities> accounts_;
    std::unique_ptr<issuer::issuer> issuer_;
    std::unique_ptr<http::router> router_;
};

/// The value of a hidden field in a page, or empty.
inline std::string hidden_field(std::string_view page, std::string_view name) {
    const auto start = page.find("name=\"" + std::string(name) + "\" value=\"");
    if (start == std::string_view::npos) {
        return {};
    }
    const auto from = page.find("value=\"", start) + 7;
    return std::string(page.substr(from, page.find('"', from) - from));
}

inline std::string form_text(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        text += text.empty() ? "" : "&";
        text += issuer::encoded(name) + "=" + issuer::encoded(value);
    }
    return text;
}

/// A browser: keeps cookies, sends `Origin` and `Sec-Fetch-Site` as browsers do.
class browser {
public:
    explicit browser(issuer_bed& bed, std::string address = "192.0.2.1") : bed_(bed), address_(std::move(address)) {}

    seen_answer get(const std::string& target) {
        return keep(bed_.ask(http::method::get, target, sent({}), {}, address_));
    }
    seen_answer post(const std::string& target, const std::vector<std::pair<std::string, std::string>>& fields,
                     headers extra = {{"Origin", "null"}, {"Sec-Fetch-Site", "same-origin"}}) {
        extra.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        return keep(bed_.ask(http::method::post, target, sent(std::move(extra)), form_text(fields), address_));
    }

    /// A right authorization request, with some parameters changed (an empty value removes one).
    static std::string authorize_target(const std::map<std::string, std::string>& changed = {}) {
        std::map<std::string, std::string> values{
            {"client_id", "organizer-web"},
            {"response_type", "code"},
            {"redirect_uri", "http://localhost:8080/redirect.html"},
            {"scope", "openid profile offline_access api://organizer-api/access_as_user"},
            {"state", "state 1"},
            {"nonce", "nonce-1"},
            {"response_mode", "fragment"},
            {"code_challenge", challenge()},
            {"code_challenge_method", "S256"}};
        for (const auto& [name, value] : changed) {
            values[name] = value;
        }
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& [name, value] : values) {
            if (!value.empty()) {
                fields.emplace_back(name, value);
            }
        }
        return "/oidc/authorize?" + form_text(fields);
    }
    static std::string verifier() { return "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; }
    static std::string challenge() { return "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; } ///< RFC 7636, appendix B

    /// Opens the sign-in page and sends it.
    seen_answer sign_in(const std::string& user_name, const std::string& password,
                        const std::map<std::string, std::string>& changed = {}) {
        const auto page = get(authorize_target(changed));
        EXPECT_EQ(page.status, 200U) << page.location();
        return send_sign_in(page, user_name, password);
    }
    seen_answer send_sign_in(const seen_answer& page, const std::string& user_name, const std::string& password) {
        return post("/oidc/login", {{"request", hidden_field(page.body, "request")},
                                    {"token", hidden_field(page.body, "token")},
                                    {"user_name", user_name},
                                    {"password", password}});
    }

    seen_answer redeem(const std::string& code, const std::map<std::string, std::string>& changed = {}) {
        std::map<std::string, std::string> values{{"grant_type", "authorization_code"},
                                                  {"client_id", "organizer-web"},
                                                  {"redirect_uri", "http://localhost:8080/redirect.html"},
                                                  {"code", code},
                                                  {"code_verifier", verifier()}};
        return token(std::move(values), changed);
    }
    seen_answer refresh(const std::string& refresh_token, const std::map<std::string, std::string>& changed = {}) {
        return token(
            {{"grant_type", "refresh_token"}, {"client_id", "organizer-web"}, {"refresh_token", refresh_token}},
            changed);
    }

    /// Opens a one-time link and sends its form.
    seen_answer use_link(const std::string& link, std::vector<std::pair<std::string, std::string>> fields = {}) {
        const auto target = path_of(link);
        const auto page = get(target);
        fields.emplace_back("request", hidden_field(page.body, "request"));
        fields.emplace_back("token", hidden_field(page.body, "token"));
        return post(target, fields);
    }
    static std::string path_of(const std::string& link) { return link.substr(link.find('/', link.find("://") + 3)); }

    std::map<std::string, std::string> cookies;

private:
    seen_answer token(std::map<std::string, std::string> values, const std::map<std::string, std::string>& changed) {
        for (const auto& [name, value] : changed) {
            values[name] = value;
        }
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& [name, value] : values) {
            if (!value.empty()) {
                fields.emplace_back(name, value);
            }
        }
        return post("/oidc/token?client-request-id=1", fields, {});
    }
    headers sent(headers extra) const {
        std::string line;
        for (const auto& [name, value] : cookies) {
            line += line.empty() ? "" : "; ";
            line += name + "=" + value;
        }
        if (!line.empty()) {
            extra.emplace_back("Cookie", line);
        }
        return extra;
    }
    seen_answer keep(seen_answer answer) {
        for (const auto& [name, value] : answer.sent) {
            if (name == "Set-Cookie") {
                const auto pair = value.substr(0, value.find(';'));
                const auto equals = pair.find('=');
                if (value.find("Max-Age=0") != std::string::npos) {
                    cookies.erase(pair.substr(0, equals));
                } else {
                    cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
                }
            }
        }
        return answer;
    }

    issuer_bed& bed_;
    std::string address_;
};

inline std::string issuer_bed::person(const std::string& user_name, const std::string& password, bool admin) {
    issuer::issuer::new_account wanted{random_uuid(), "Person " + user_name, user_name, admin};
    const auto account = wait_for(issuer_->create_account(std::move(wanted)));
    EXPECT_TRUE(account.has_value());
    const auto link = wait_for(issuer_->reset_link(*account, random_uuid()));
    EXPECT_TRUE(link.has_value());
    browser own(*this);
    const auto answer = own.use_link(*link, {{"password", password}});
    EXPECT_EQ(answer.status, 303U) << answer.body;
    return *account;
}

} // namespace organizer::identity::testing
