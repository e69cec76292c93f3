// The coroutine face: what blocks never runs on the caller's thread, and whatever waits is answered.

#include "store/document_ids.hpp"
#include "store/make_entities.hpp"
#include "store/memory/memory_store.hpp"

#include "ops/clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace organizer::store {
namespace {

namespace asio = boost::asio;

class fixed_clock final : public ops::clock {
public:
    domain::instant now() const override { return domain::instant(std::chrono::milliseconds(1'764'500'400'000)); }
};

/// A store whose writes wait until a gate is opened.
class gated_store final : public document_store {
public:
    domain::result<std::optional<document>> find(std::string_view id) override { return over_->find(id); }
    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit) override {
        return over_->list(event, kind, after, limit);
    }
    domain::result<insert_outcome> insert(const document& fresh) override {
        pass();
        return over_->insert(fresh);
    }
    domain::result<replace_outcome> replace(const document& next) override {
        pass();
        return over_->replace(next);
    }
    domain::result<change_page> changed_since(std::string_view since, std::size_t limit) override {
        return over_->changed_since(since, limit);
    }
    domain::result<std::string> newest_change() override { return over_->newest_change(); }
    domain::result<void> ping() override { return over_->ping(); }

    void open_gate() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    /// Waits until so many writers stand at the gate.
    void wait_for(int writers) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= writers; });
    }

private:
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
        --waiting_;
    }

    std::unique_ptr<document_store> over_ = make_memory_store();
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int waiting_ = 0;
};

using account_outcome = domain::result<command_outcome<domain::account>>;

domain::command_header header(const std::string& op) {
    domain::command_header made;
    made.op = op;
    made.kind = "createAccount";
    made.actor = "set-up";
    made.token_access = domain::access::admin;
    made.at = fixed_clock().now();
    made.hash = "h";
    return made;
}

domain::create_account wish(const std::string& name) {
    domain::create_account made;
    made.tid = "t";
    made.oid = name;
    made.name = name;
    made.login_name = name;
    made.admin = true;
    return made;
}

/// Starts a command; its outcome is put into `into` on the context's thread.
void start(asio::io_context& on, entities& with, const std::string& account, std::vector<account_outcome>& into) {
    asio::co_spawn(
        on,
        [](entities& to, std::string id, std::vector<account_outcome>& outcomes) -> asio::awaitable<void> {
            auto outcome = co_await to.execute(header("op-" + id), id, domain::account_command(wish(id)));
            outcomes.push_back(std::move(outcome));
        }(with, account, into),
        asio::detached);
}

entities_options plain(std::size_t threads = 4, std::size_t waiting = 100) {
    entities_options options;
    options.threads = threads;
    options.most_waiting_work = waiting;
    options.project = false;
    return options;
}

TEST(entities_face, a_blocked_store_does_not_block_the_callers_thread) {
    gated_store store;
    const fixed_clock clock;
    const auto entities = make_entities(store, clock, plain());
    asio::io_context io(1);
    std::vector<account_outcome> outcomes;
    start(io, *entities, "a", outcomes);
    start(io, *entities, "b", outcomes);
    // Runs on the only thread of the context: it would never be reached if a command held that thread.
    asio::post(io, [&] {
        store.wait_for(2);
        EXPECT_TRUE(outcomes.empty());
        store.open_gate();
    });
    io.run();
    ASSERT_EQ(outcomes.size(), 2U);
    for (const auto& outcome : outcomes) {
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->entry.ok) << outcome->entry.code;
    }
    EXPECT_TRUE(entities->account_if_loaded("a"));
    EXPECT_EQ(entities->account_if_loaded("c"), nullptr);
}

TEST(entities_face, many_commands_of_one_document_are_decided_in_batches_and_all_answered) {
    gated_store store;
    const fixed_clock clock;
    const auto entities = make_entities(store, clock, plain(2));
    asio::io_context io(1);
    std::vector<account_outcome> outcomes;
    for (int at = 0; at < 200; ++at) {
        start(io, *entities, "a", outcomes); // 200 repeats of one command
    }
    store.open_gate();
    io.run();
    ASSERT_EQ(outcomes.size(), 200U);
    int first = 0;
    for (const auto& outcome : outcomes) {
        ASSERT_TRUE(outcome);
        EXPECT_TRUE(outcome->entry.ok);
        first += outcome->repeated ? 0 : 1;
    }
    EXPECT_EQ(first, 1);
    EXPECT_EQ(store.find(account_document_id("a"))->value().v, 1);
}

TEST(entities_face, a_full_queue_is_busy_at_once) {
    gated_store store;
    const fixed_clock clock;
    const auto entities = make_entities(store, clock, plain(1, 1));
    asio::io_context io(1);
    std::vector<account_outcome> outcomes;
    start(io, *entities, "a", outcomes);
    while (io.poll_one() != 0) {
    }
    store.wait_for(1); // the only worker stands at the gate
    start(io, *entities, "b", outcomes);
    start(io, *entities, "c", outcomes);
    while (outcomes.empty()) {
        ASSERT_EQ(io.run_one(), 1U);
    }
    ASSERT_FALSE(outcomes.front());
    EXPECT_EQ(outcomes.front().error().kind, domain::failure::unavailable);
    EXPECT_EQ(outcomes.front().error().code, "storeBusy");
    store.open_gate();
    io.run();
    EXPECT_EQ(outcomes.size(), 3U);
}

TEST(entities_face, what_waits_when_the_entities_end_is_answered) {
    gated_store store;
    const fixed_clock clock;
    asio::io_context io(1);
    std::vector<account_outcome> outcomes;
    auto entities = make_entities(store, clock, plain(1, 10));
    start(io, *entities, "a", outcomes);
    start(io, *entities, "b", outcomes);
    while (io.poll_one() != 0) {
    }
    store.wait_for(1);
    std::thread ending([&] { entities.reset(); });
    store.open_gate();
    ending.join();
    io.run();
    ASSERT_EQ(outcomes.size(), 2U) << "nobody waits for ever";
}

TEST(entities_face, events_are_those_of_the_member) {
    const auto store = make_memory_store();
    const fixed_clock clock;
    const auto entities = make_entities(*store, clock, plain());
    asio::io_context io(1);
    bool done = false;
    asio::co_spawn(
        io,
        [](store::entities& with, bool& ended) -> asio::awaitable<void> {
            for (const std::string slug : {"monrepos", "elsewhere"}) {
                domain::create_event event;
                event.slug = slug;
                event.settings.name = slug;
                event.settings.time_zone = "Europe/Berlin";
                event.settings.country = "DE";
                event.settings.languages = {"de"};
                domain::command_header given = header("op-" + slug);
                given.kind = "createEvent";
                given.actor = slug == "monrepos" ? "one" : "two";
                domain::event_command command = std::move(event);
                auto made = co_await with.execute(std::move(given), slug, std::move(command));
                EXPECT_TRUE(made) << made.error().code;
                EXPECT_TRUE(made && made->entry.ok);
            }
            auto own = co_await with.events_of("one");
            EXPECT_TRUE(own && own->size() == 1 && own->front()->value.slug == "monrepos");
            auto all = co_await with.events_of("");
            EXPECT_TRUE(all && all->size() == 2);
            auto none = co_await with.events_of("three");
            EXPECT_TRUE(none && none->empty());
            auto absent = co_await with.view("nowhere");
            EXPECT_TRUE(absent && !*absent);
            auto view = co_await with.view("monrepos");
            EXPECT_TRUE(view && *view && (*view)->event->value.name == "monrepos");
            EXPECT_TRUE(with.view_if_loaded("monrepos"));
            auto decided = co_await with.decided(event_document_id("monrepos"), "op-monrepos");
            EXPECT_TRUE(decided && *decided && (*decided)->kind == "createEvent");
            ended = true;
        }(*entities, done),
        asio::detached);
    io.run();
    EXPECT_TRUE(done);
}

} // namespace
} // namespace organizer::store
