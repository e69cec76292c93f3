#pragma once

// A whole server without sockets: the real router, handlers, verifier and entities over a store of choice, with a clock
// that stands still until it is told to move.

#include "api/services.hpp"
#include "domain/local_date.hpp"
#include "http/message.hpp"
#include "http/router.hpp"
#include "ops/clock.hpp"
#include "test_tokens.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::store {
class document_store;
class entities;
} // namespace organizer::store

namespace organizer::testing {

class test_clock final : public ops::clock {
public:
    domain::instant now() const override {
        return domain::instant(std::chrono::milliseconds(now_.fetch_add(step_.load())));
    }
    void set(domain::instant moment) { now_.store(moment.time_since_epoch().count()); }
    void advance(std::chrono::milliseconds by) { now_.fetch_add(by.count()); }
    /// From now on every look at the clock moves it.
    void step(std::chrono::milliseconds by) { step_.store(by.count()); }

private:
    std::atomic<std::int64_t> step_{0};
    mutable std::atomic<std::int64_t> now_{1'796'205'600'000}; ///< Wednesday, 2 December 2026, 10:00 UTC
};

/// A request as a test says it.
struct ask {
    http::method verb = http::method::get;
    std::string target;
    std::string body = {};
    std::map<std::string, std::string> headers = {}; ///< by their usual spelling
};

struct reply {
    unsigned status = 0;
    std::string type;
    std::string text;
    std::map<std::string, std::string> headers;
    boost::json::value json;   ///< null if the body is no JSON
    std::uint64_t started = 0; ///< order of starts and ends among all requests of the world
    std::uint64_t finished = 0;

    /// The value at a JSON pointer; fails the test and gives null if it is not there.
    const boost::json::value& at(std::string_view pointer) const;
    std::string text_at(std::string_view pointer) const;
    std::int64_t number_at(std::string_view pointer) const;
    std::string code() const; ///< of a problem, else empty
    std::string header(const std::string& name) const;
};

enum class engine { memory, sqlite };
/// Where accounts are kept: here, so that the account says who is administrator, or elsewhere, so that the token's
/// roles say it.
enum class sign_in { built_in, elsewhere };

class world;

/// The secret that one-time links of every test's installation are made from.
inline constexpr std::string_view installation_key = "key of the test installation";

/// What one person sends. Every change gets an `Idempotency-Key` of its own unless one is given.
class client {
public:
    client(world& in, std::optional<person> who) : world_(&in), who_(std::move(who)) {}

    reply get(std::string target, std::map<std::string, std::string> headers = {}) const;
    reply post(std::string target, const boost::json::value& body = nullptr, std::string op = {}) const;
    reply put(std::string target, const boost::json::value& body, std::string op = {}) const;
    reply patch(std::string target, const boost::json::value& body, std::string if_match, std::string op = {}) const;
    reply del(std::string target, std::string op = {}) const;
    reply post_csv(std::string target, std::string csv) const;
    reply send(ask asked) const;
    /// The request with token, key and content type, not yet sent.
    ask prepared(http::method verb, std::string target, const boost::json::value& body = nullptr,
                 std::string op = {}) const;

    const person& who() const { return *who_; }

private:
    world* world_;
    std::optional<person> who_;
};

class world {
public:
    explicit world(engine kept_in = engine::memory, sign_in accounts = sign_in::built_in,
                   api::request_limits limits = {0, 0}, std::string vfs = {});
    ~world();
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    test_clock& clock() { return clock_; }
    store::entities& entities();
    store::document_store& documents();
    const std::vector<http::route>& routes() const;

    /// A person with an account in the store. `roles` stand in the token.
    client add_person(std::string_view name, bool admin = false, std::vector<std::string> roles = {});
    client nobody() { return {*this, std::nullopt}; }

    /// An event by an administrator, in whose name everything stands.
    reply make_event(const client& admin, std::string_view slug, boost::json::object more = {});
    /// Makes somebody a member by invitation and acceptance.
    void make_member(const client& coordinator, const client& newcomer, std::string_view slug, std::string_view access,
                     std::optional<std::string> helper = {});
    /// A helper by the API; the id.
    std::string make_helper(const client& coordinator, std::string_view slug, boost::json::object values);

    std::vector<reply> send_together(std::span<const ask> asked);
    /// A right token of the person; it holds for all days that tests play on.
    std::string token(const person& who);

    /// Waits until everything decided so far stands in the activity log.
    void settle();

    /// Ends the server as it is, without waiting for anything, and starts another over the same store, which is closed
    /// and opened again where it outlives a process.
    void restart();

    /// From now on the store answers nothing but `storeUnavailable`, or answers again.
    void take_store_away(bool away);

private:
    struct parts;
    const engine engine_;
    const sign_in accounts_;
    const api::request_limits limits_;
    const std::string vfs_; ///< the layer below SQLite; empty: the system's
    test_clock clock_;
    std::map<std::string, std::string> tokens_;
    std::unique_ptr<parts> parts_;
};

/// A fresh UUID.
std::string fresh_op();

} // namespace organizer::testing
