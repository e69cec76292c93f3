#include "world.hpp"

#include "api/routes.hpp"
#include "domain/text.hpp"
#include "http/fake_request.hpp"
#include "http/router.hpp"
#include "identity/authenticator.hpp"
#include "identity/crypto.hpp"
#include "ops/pool.hpp"
#include "store/entities.hpp"
#include "store/make_entities.hpp"
#include "store/memory/memory_store.hpp"
#include "store/sqlite/sqlite_store.hpp"
#include "json/strict_json.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <stdexcept>
#include <unordered_set>

namespace organizer::testing {
namespace {

/// A directory that goes with its owner.
class scratch_directory {
public:
    scratch_directory() {
        auto path = (std::filesystem::temp_directory_path() / "organizer-test-XXXXXX").string();
        if (mkdtemp(path.data()) == nullptr) {
            throw std::runtime_error("cannot make a scratch directory");
        }
        path_ = path;
    }
    ~scratch_directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    scratch_directory(const scratch_directory&) = delete;
    scratch_directory& operator=(const scratch_directory&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// A store that can be away.
class switched_store final : public store::document_store {
public:
    explicit switched_store(std::unique_ptr<store::document_store> over) : over_(std::move(over)) {}

    void take_away(bool away) { away_ = away; }

    domain::result<std::optional<store::document>> find(std::string_view id) override {
        return away_ ? gone() : over_->find(id);
    }
    domain::result<std::vector<store::document>> list(std::string_view event, std::string_view kind,
                                                      std::string_view after, std::size_t limit) override {
        return away_ ? gone() : over_->list(event, kind, after, limit);
    }
    domain::result<store::insert_outcome> insert(const store::document& fresh) override {
        return away_ ? gone() : over_->insert(fresh);
    }
    domain::result<store::replace_outcome> replace(const store::document& next) override {
        return away_ ? gone() : over_->replace(next);
    }
    domain::result<store::change_page> changed_since(std::string_view since, std::size_t limit) override {
        return away_ ? gone() : over_->changed_since(since, limit);
    }
    domain::result<std::string> newest_change() override { return away_ ? gone() : over_->newest_change(); }
    domain::result<void> ping() override { return away_ ? gone() : over_->ping(); }

private:
    /// The problem as whatever a call gives.
    struct gone {
        template <class Value>
        operator domain::result<Value>() const {
            return domain::problem{domain::failure::unavailable, "storeUnavailable", {}, {}, "taken away by the test"};
        }
    };

    std::unique_ptr<store::document_store> over_;
    std::atomic<bool> away_{false};
};

/// One process has the store, as in the product.
store::entities_options as_the_product() {
    store::entities_options made;
    made.alone = true;
    return made;
}

boost::json::value parsed(const std::string& text) {
    boost::system::error_code error;
    auto value = boost::json::parse(text, error);
    return error ? boost::json::value() : value;
}

/// Body of a record: JSON as it is, a right text as a text, nothing (and what is neither) as null.
boost::json::value recorded(const std::string& text) {
    json::limits limits;
    limits.max_bytes = text.size();
    auto value = json::read(text, limits);
    if (value) {
        return std::move(*value);
    }
    return domain::code_points(text).value_or(0) > 0 ? boost::json::value(text) : boost::json::value();
}

/// Appends the exchange to the file that ORGANIZER_EXCHANGES names, for the check of all answers against the contract;
/// of equal ones the first.
void record(const ask& asked, const reply& answered, const std::string& operation) {
    const auto* file = std::getenv("ORGANIZER_EXCHANGES");
    if (file == nullptr || operation.empty()) {
        return;
    }
    static std::unordered_set<std::string> seen;
    const auto digest =
        identity::sha256(operation + std::to_string(answered.status) + asked.body + "\n" + answered.text);
    if (!seen.emplace(identity::as_bytes(digest)).second) {
        return;
    }
    std::string test;
    if (const auto* info = ::testing::UnitTest::GetInstance()->current_test_info()) {
        test = std::string(info->test_suite_name()) + "." + info->name();
    }
    const auto type = asked.headers.find("Content-Type");
    boost::json::object line;
    line["operation"] = operation;
    line["method"] = http::to_text(asked.verb);
    line["target"] = asked.target;
    line["status"] = answered.status;
    line["requestType"] = type == asked.headers.end() ? std::string() : type->second;
    line["request"] = recorded(asked.body);
    line["responseType"] = answered.type;
    line["response"] = recorded(answered.text);
    line["test"] = test;
    std::ofstream(file, std::ios::app) << boost::json::serialize(line) + "\n";
}

} // namespace

const boost::json::value& reply::at(std::string_view pointer) const {
    static const boost::json::value none;
    boost::system::error_code error;
    const auto* found = json.find_pointer(pointer, error);
    if (found == nullptr) {
        ADD_FAILURE() << "nothing at " << pointer << " of " << status << " " << text;
        return none;
    }
    return *found;
}

std::string reply::text_at(std::string_view pointer) const {
    const auto& value = at(pointer);
    return value.is_string() ? std::string(std::string_view(value.get_string())) : boost::json::serialize(value);
}

std::int64_t reply::number_at(std::string_view pointer) const {
    const auto& value = at(pointer);
    return value.is_int64() ? value.get_int64() : -1;
}

std::string reply::code() const {
    return json.is_object() && json.get_object().contains("code") ? text_at("/code") : std::string();
}

std::string reply::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

struct world::parts {
    /// What outlives a server.
    struct storage {
        std::unique_ptr<scratch_directory> scratch; ///< of SQLite
        std::unique_ptr<switched_store> documents;
    };

    parts(storage over, const ops::clock& clock, sign_in accounts, api::request_limits limits)
        : kept(std::move(over)), entities(store::make_entities(*kept.documents, clock, as_the_product())),
          verifier(test_tokens::instance().rules(), test_tokens::instance().keys()),
          authenticator(verifier, accounts == sign_in::built_in ? entities.get() : nullptr, clock),
          router(api::api_routes(services(limits, clock))) {}

    /// Opens a store, the one of before if there is one.
    static storage open(engine kept_in, const std::string& vfs, storage before = {}) {
        if (kept_in == engine::memory) {
            if (!before.documents) {
                before.documents = std::make_unique<switched_store>(store::make_memory_store());
            }
            return before;
        }
        before.documents.reset();
        if (!before.scratch) {
            before.scratch = std::make_unique<scratch_directory>();
        }
        before.documents = std::make_unique<switched_store>(open_sqlite(before.scratch->path(), vfs));
        return before;
    }

    static std::unique_ptr<store::document_store> open_sqlite(const std::string& directory, const std::string& vfs) {
        store::sqlite_options options;
        options.directory = directory;
        options.vfs = vfs;
        auto opened = store::open_sqlite(options);
        if (!opened) {
            throw std::runtime_error(opened.error().detail);
        }
        return std::move(*opened);
    }

    api::services services(api::request_limits limits, const ops::clock& clock) {
        auto links = [](std::string account, std::string op, std::string,
                        domain::instant now) -> boost::asio::awaitable<domain::result<api::one_time_link>> {
            co_return api::one_time_link{"http://localhost:8080/oidc/link/" + account + op,
                                         now + std::chrono::hours(24)};
        };
        return {.store = *entities,
                .authenticator = authenticator,
                .clock = clock,
                .workers = workers,
                .installation_key = std::string(installation_key),
                .public_url = "http://localhost:8080",
                .reset_link = links,
                .end_sessions = {},
                .limits = limits};
    }

    storage kept;
    std::unique_ptr<store::entities> entities;
    identity::verifier verifier;
    identity::authenticator authenticator;
    ops::pool workers{"test", 2, 16};
    http::router router;
    std::atomic<std::uint64_t> ticks{0};
};

world::world(engine kept_in, sign_in accounts, api::request_limits limits, std::string vfs)
    : engine_(kept_in), accounts_(accounts), limits_(limits), vfs_(std::move(vfs)),
      parts_(std::make_unique<parts>(parts::open(kept_in, vfs_), clock_, accounts, limits)) {}

world::~world() = default;

store::entities& world::entities() { return *parts_->entities; }

store::document_store& world::documents() { return *parts_->kept.documents; }

const std::vector<http::route>& world::routes() const { return parts_->router.routes(); }

namespace {

/// What the listener does with a request once it is read: finds the route and runs its handler.
boost::asio::awaitable<http::response> handle(const http::router& router, http::request_context& context) {
    auto match = router.find(context.message.verb(), context.message.path());
    if (match.found == nullptr) {
        domain::problem problem;
        problem.kind = match.allow.empty() ? domain::failure::absent : domain::failure::method_not_allowed;
        problem.code = match.allow.empty() ? "notFound" : "methodNotAllowed";
        co_return http::problem_response(problem, context);
    }
    context.path_values = std::move(match.path_values);
    co_return co_await match.found->handle(context);
}

} // namespace

std::vector<reply> world::send_together(std::span<const ask> asked) {
    boost::asio::io_context io(1);
    std::vector<reply> replies(asked.size());
    std::vector<http::fake_request> messages;
    std::vector<std::unique_ptr<http::request_context>> contexts;
    messages.reserve(asked.size());
    for (const auto& one : asked) {
        messages.emplace_back(one.verb, one.target,
                              std::vector<std::pair<std::string, std::string>>(one.headers.begin(), one.headers.end()),
                              one.body);
    }
    std::size_t open = asked.size();
    auto guard = boost::asio::make_work_guard(io);
    for (std::size_t at = 0; at < asked.size(); ++at) {
        contexts.push_back(
            std::make_unique<http::request_context>(http::request_context{messages[at], "request-1", "", {}}));
        auto run = [this, &context = *contexts.back(), &mine = replies[at]]() -> boost::asio::awaitable<void> {
            mine.started = ++parts_->ticks;
            auto made = co_await handle(parts_->router, context);
            mine.finished = ++parts_->ticks;
            mine.status = made.status;
            mine.type = std::string(made.content_type);
            mine.text = made.body ? *made.body : std::string();
            for (const auto& [name, value] : made.headers) {
                mine.headers[std::string(name)] = value;
            }
        };
        boost::asio::co_spawn(io, run, [&open, &guard](const std::exception_ptr& thrown) {
            if (--open == 0) {
                guard.reset();
            }
            if (thrown) {
                std::rethrow_exception(thrown);
            }
        });
    }
    io.run();
    for (std::size_t at = 0; at < asked.size(); ++at) {
        replies[at].json = parsed(replies[at].text);
        const auto found = parts_->router.find(asked[at].verb, messages[at].path());
        record(asked[at], replies[at], found.found == nullptr ? std::string() : found.found->operation);
    }
    return replies;
}

std::string world::token(const person& who) {
    std::string key = who.oid;
    for (const auto& role : who.roles) {
        key += " " + role;
    }
    auto& kept = tokens_[key];
    if (kept.empty()) {
        kept = test_tokens::instance().token(who);
    }
    return kept;
}

void world::settle() { EXPECT_TRUE(entities().settle(std::chrono::seconds(120)).has_value()); }

void world::restart() {
    auto kept = std::move(parts_->kept);
    parts_.reset();
    parts_ = std::make_unique<parts>(parts::open(engine_, vfs_, std::move(kept)), clock_, accounts_, limits_);
}

void world::take_store_away(bool away) { parts_->kept.documents->take_away(away); }

client world::add_person(std::string_view name, bool admin, std::vector<std::string> roles) {
    auto who = test_tokens::instance().make_person(name, std::move(roles));
    domain::create_account command;
    command.tid = test_tokens::instance().rules().tenant;
    command.oid = who.oid;
    command.name = who.name;
    command.login_name = "login of " + who.name;
    command.admin = admin;
    domain::command_header header;
    header.op = fresh_op();
    header.kind = "createAccount";
    header.actor = who.account;
    header.token_access = domain::access::admin;
    header.at = clock_.now();
    header.hash = "made by the test";
    boost::asio::io_context io(1);
    boost::asio::co_spawn(
        io,
        [&]() -> boost::asio::awaitable<void> {
            const auto made = co_await entities().execute(header, who.account, command);
            EXPECT_TRUE(made.has_value() && made->entry.ok) << (made ? made->entry.code : made.error().code);
        },
        [](const std::exception_ptr& thrown) {
            if (thrown) {
                std::rethrow_exception(thrown);
            }
        });
    io.run();
    return {*this, std::move(who)};
}

reply world::make_event(const client& admin, std::string_view slug, boost::json::object more) {
    boost::json::object body{{"id", slug},
                             {"name", std::string(slug) + " parkrun"},
                             {"series", "5k"},
                             {"timeZone", "Europe/Berlin"},
                             {"country", "DE"}};
    for (auto& [name, value] : more) {
        body[name] = value;
    }
    auto made = admin.post("/api/v1/events", body);
    EXPECT_EQ(made.status, 201U) << made.text;
    return made;
}

void world::make_member(const client& coordinator, const client& newcomer, std::string_view slug,
                        std::string_view access, std::optional<std::string> helper) {
    boost::json::object body{{"access", access}};
    if (helper) {
        body["helper"] = *helper;
    }
    const auto invited = coordinator.post("/api/v1/events/" + std::string(slug) + "/invitations", body);
    ASSERT_EQ(invited.status, 201U) << invited.text;
    const auto link = invited.text_at("/link");
    const auto accepted =
        newcomer.post("/api/v1/me/memberships", boost::json::object{{"secret", link.substr(link.rfind('/') + 1)}});
    ASSERT_EQ(accepted.status, 201U) << accepted.text;
}

std::string world::make_helper(const client& coordinator, std::string_view slug, boost::json::object values) {
    const auto made = coordinator.post("/api/v1/events/" + std::string(slug) + "/helpers", std::move(values));
    EXPECT_EQ(made.status, 201U) << made.text;
    return made.text_at("/helper/id");
}

ask client::prepared(http::method verb, std::string target, const boost::json::value& body, std::string op) const {
    ask asked{verb, std::move(target)};
    if (who_) {
        asked.headers["Authorization"] = "Bearer " + world_->token(*who_);
    }
    if (verb != http::method::get) {
        asked.headers["Idempotency-Key"] = op.empty() ? fresh_op() : std::move(op);
    }
    if (!body.is_null()) {
        asked.body = boost::json::serialize(body);
        asked.headers["Content-Type"] =
            verb == http::method::patch ? "application/merge-patch+json" : "application/json; charset=utf-8";
    }
    return asked;
}

reply client::send(ask asked) const {
    const std::array<ask, 1> one{std::move(asked)};
    return world_->send_together(one).front();
}

reply client::get(std::string target, std::map<std::string, std::string> headers) const {
    auto asked = prepared(http::method::get, std::move(target));
    asked.headers.merge(headers);
    return send(std::move(asked));
}

reply client::post(std::string target, const boost::json::value& body, std::string op) const {
    return send(prepared(http::method::post, std::move(target), body, std::move(op)));
}

reply client::put(std::string target, const boost::json::value& body, std::string op) const {
    return send(prepared(http::method::put, std::move(target), body, std::move(op)));
}

reply client::patch(std::string target, const boost::json::value& body, std::string if_match, std::string op) const {
    auto asked = prepared(http::method::patch, std::move(target), body, std::move(op));
    if (!if_match.empty()) {
        asked.headers["If-Match"] = std::move(if_match);
    }
    return send(std::move(asked));
}

reply client::del(std::string target, std::string op) const {
    return send(prepared(http::method::del, std::move(target), nullptr, std::move(op)));
}

reply client::post_csv(std::string target, std::string csv) const {
    auto asked = prepared(http::method::post, std::move(target));
    asked.headers.erase("Idempotency-Key");
    asked.headers["Content-Type"] = "text/csv";
    asked.body = std::move(csv);
    return send(std::move(asked));
}

std::string fresh_op() { return identity::random_uuid(); }

} // namespace organizer::testing
