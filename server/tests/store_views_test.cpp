// What is kept in memory of events, and who reads it: the budget of views, and the members of all events.

#include "store_noting.hpp"

#include <set>

namespace organizer::store::testing {
namespace {

document event_named(const std::string& name, const std::string& member) {
    document made = event_document({{member, domain::access::coordinator, {}}});
    made.id = event_document_id(name);
    made.body["slug"] = name;
    return made;
}

class store_views : public noted_fixture {};
INSTANTIATE_TEST_SUITE_P(engines, store_views, ::testing::ValuesIn(engines()), name_of);

TEST_P(store_views, views_beyond_the_budget_make_room_and_are_read_anew) {
    constexpr int events = 20;
    for (int at = 0; at < events; ++at) {
        seed(event_named("event-" + std::to_string(at), "account-x"));
    }
    auto given = options(true, false);
    given.most_view_bytes = 20'000;
    commands small(store(), clock_, given);
    std::set<std::uint64_t> generations;
    std::size_t in_memory = 0;
    for (int round = 0; round < 2; ++round) {
        for (int at = 0; at < events; ++at) {
            const auto name = "event-" + std::to_string(at);
            const auto view = small.views().load(name);
            ASSERT_TRUE(good(view));
            ASSERT_TRUE(*view);
            EXPECT_EQ((*view)->event->value.slug, name);
            EXPECT_TRUE(generations.insert((*view)->generation).second || round == 1);
            EXPECT_LE(small.views().bytes(), given.most_view_bytes);
        }
    }
    for (int at = 0; at < events; ++at) {
        in_memory += small.views().view_if_loaded("event-" + std::to_string(at)) ? 1U : 0U;
    }
    EXPECT_GT(in_memory, 1U);
    EXPECT_LT(in_memory, static_cast<std::size_t>(events));
    EXPECT_FALSE(*small.views().load("no-such-event"));
}

TEST_P(store_views, all_events_are_read_once_however_many_ask_for_theirs_at_first) {
    seed_event();
    noting_store noted(store());
    noted.before_list = []() -> domain::result<void> {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return {};
    };
    commands fresh(noted, clock_, options(true, false));
    std::vector<std::thread> asking;
    for (int each = 0; each < 8; ++each) {
        asking.emplace_back([&fresh] { EXPECT_TRUE(good(fresh.views().events_of("nobody"))); });
    }
    for (auto& each : asking) {
        each.join();
    }
    EXPECT_EQ(noted.reads_of("event"), 1U);
}

TEST_P(store_views, whoever_waits_for_all_events_to_be_read_shares_the_failure) {
    seed_event();
    noting_store noted(store());
    bool gone = true;
    noted.before_list = [&gone]() -> domain::result<void> {
        if (!gone) {
            return {};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return away();
    };
    commands fresh(noted, clock_, options(true, false));
    in_parallel(8, [&](std::size_t) {
        const auto events = fresh.views().events_of(coordinator);
        ASSERT_FALSE(events);
        EXPECT_EQ(events.error().code, "storeUnavailable");
    });
    EXPECT_LE(noted.reads_of("event"), 2U) << "one, and one more if somebody comes when it has ended";
    gone = false;
    const auto events = fresh.views().events_of(coordinator);
    ASSERT_TRUE(good(events));
    EXPECT_EQ(events->size(), 1U);
}

TEST_P(store_views, nobody_waits_for_all_events_to_be_read_longer_than_the_deadline) {
    seed_event();
    noting_store noted(store());
    std::atomic<bool> reading = false;
    std::atomic<bool> open = false;
    noted.before_list = [&]() -> domain::result<void> {
        reading = true;
        reading.notify_all();
        open.wait(false);
        return {};
    };
    auto given = options(true, false);
    given.deadline = std::chrono::milliseconds(20);
    commands fresh(noted, clock_, given);
    std::thread first([&] { EXPECT_TRUE(good(fresh.views().events_of(coordinator))); });
    reading.wait(false);
    const auto late = fresh.views().events_of(coordinator);
    open = true;
    open.notify_all();
    first.join();
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "storeBusy");
}

TEST_P(store_views, all_events_are_not_read_over_and_over_while_everything_is_forgotten) {
    seed_event();
    noting_store noted(store());
    commands fresh(noted, clock_, options(true, false));
    int forgets = 2;
    noted.before_list = [&]() -> domain::result<void> {
        if (forgets > 0) {
            --forgets;
            fresh.views().forget();
        }
        return {};
    };
    const auto busy = fresh.views().events_of(coordinator);
    ASSERT_FALSE(busy);
    EXPECT_EQ(busy.error().code, "storeBusy");
    forgets = 1;
    EXPECT_TRUE(good(fresh.views().events_of(coordinator)));
}

TEST_P(store_views, the_events_of_an_account_follow_its_memberships) {
    seed_event();
    for (int at = 0; at < 3; ++at) {
        seed(event_named("event-" + std::to_string(at), at == 1 ? "account-y" : "account-x"));
    }
    const auto names = [&](const std::string& account) {
        std::vector<std::string> found;
        const auto events = loop().views().events_of(account);
        EXPECT_TRUE(good(events));
        for (const auto& each : *events) {
            found.push_back(each->value.slug);
        }
        return found;
    };
    using list = std::vector<std::string>;
    EXPECT_EQ(names("account-x"), (list{"event-0", "event-2"}));
    EXPECT_EQ(names("account-y"), (list{"event-1"}));
    EXPECT_EQ(names("nobody"), list{});
    const auto id = event_document_id("event-0");
    ASSERT_TRUE(good(loop().execute<domain::event>(header("end", "endMembership", "account-x"), id,
                                                   domain::end_membership{"account-x"})));
    EXPECT_EQ(names("account-x"), (list{"event-2"}));
    EXPECT_EQ(names(coordinator), (list{"event-0", "event-1", "event-2", slug}));
    loop().views().forget();
    EXPECT_EQ(names("account-x"), (list{"event-2"}));
}

} // namespace
} // namespace organizer::store::testing
