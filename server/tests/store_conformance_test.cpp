// The promises of the port, which every engine keeps.

#include "store_engines.hpp"

#include <boost/json/serialize.hpp>

#include <atomic>
#include <limits>
#include <mutex>
#include <set>
#include <thread>

namespace organizer::store::testing {
namespace {

/// Counts a writer out, however it ends.
struct counted_out {
    std::atomic<int>& running;
    ~counted_out() { --running; }
};

class store_conformance : public ::testing::TestWithParam<engine> {
protected:
    std::unique_ptr<opened_engine> opened_ = GetParam().open();
    document_store& store() { return opened_->store(); }

    void put(const document& fresh) {
        const auto inserted = store().insert(fresh);
        ASSERT_TRUE(good(inserted));
        ASSERT_EQ(*inserted, insert_outcome::inserted);
    }
    document get(std::string_view id) {
        auto found = store().find(id);
        EXPECT_TRUE(good(found));
        if (!found || !*found) {
            ADD_FAILURE() << id << " is not there";
            return {};
        }
        return std::move(**found);
    }
    std::vector<std::string> ids(std::string_view event, std::string_view kind, std::string_view after,
                                 std::size_t limit) {
        const auto page = store().list(event, kind, after, limit);
        EXPECT_TRUE(good(page));
        std::vector<std::string> listed;
        for (const auto& each : *page) {
            listed.push_back(each.id);
        }
        return listed;
    }
};

INSTANTIATE_TEST_SUITE_P(engines, store_conformance, ::testing::ValuesIn(engines()), name_of);

TEST_P(store_conformance, what_is_not_there_is_nothing) {
    const auto found = store().find("helper:monrepos:nobody");
    ASSERT_TRUE(good(found));
    EXPECT_FALSE(found->has_value());
    EXPECT_TRUE(ids("monrepos", "helper", "", 10).empty());
    EXPECT_TRUE(good(store().ping()));
}

TEST_P(store_conformance, a_document_comes_back_as_it_was_stored) {
    document fresh = fresh_document("helper:monrepos:h1", "Jörg \"Zoë\" \n Bláithín \U0001F3C3");
    fresh.rev = 0;
    fresh.format = 7;
    fresh.deleted = true;
    fresh.body["numbers"] = {std::numeric_limits<std::int64_t>::min(), 0, std::numeric_limits<std::int64_t>::max()};
    fresh.body["nothing"] = nullptr;
    fresh.body["yes"] = true;
    fresh.body["nested"] = {{"unknown", {{"deep", {1, 2, 3}}}}, {"", "empty name"}};
    fresh.decided = {{{"op", "one"}, {"ok", true}}, {{"op", "two"}, {"ok", false}}};
    put(fresh);
    for (int round = 0; round < 2; ++round) {
        const document read = get(fresh.id);
        EXPECT_EQ(read.id, fresh.id);
        EXPECT_EQ(read.event, "monrepos");
        EXPECT_EQ(read.v, 1);
        EXPECT_EQ(read.rev, 0);
        EXPECT_EQ(read.format, 7);
        EXPECT_TRUE(read.deleted);
        EXPECT_EQ(read.updated_at, fresh.updated_at);
        EXPECT_EQ(read.body, fresh.body);
        EXPECT_EQ(read.decided, fresh.decided);
        opened_->reopen();
    }
}

TEST_P(store_conformance, a_second_insert_is_a_duplicate_and_changes_nothing) {
    put(fresh_document("helper:monrepos:h1", "first"));
    const auto again = store().insert(fresh_document("helper:monrepos:h1", "second"));
    ASSERT_TRUE(good(again));
    EXPECT_EQ(*again, insert_outcome::duplicate);
    EXPECT_EQ(get("helper:monrepos:h1").body.at("text"), "first");
}

TEST_P(store_conformance, a_replace_wins_only_against_the_version_it_was_made_from) {
    document next = fresh_document("helper:monrepos:h1", "first");
    auto absent = next;
    absent.v = 2;
    const auto lost = store().replace(absent);
    ASSERT_TRUE(good(lost));
    EXPECT_EQ(*lost, replace_outcome::lost);
    EXPECT_FALSE(store().find(next.id)->has_value());

    put(next);
    next.v = 2;
    next.body["text"] = "second";
    EXPECT_EQ(*store().replace(next), replace_outcome::replaced);
    EXPECT_EQ(*store().replace(next), replace_outcome::lost) << "the same version twice";
    next.v = 4;
    EXPECT_EQ(*store().replace(next), replace_outcome::lost) << "a version left out";
    const document read = get(next.id);
    EXPECT_EQ(read.v, 2);
    EXPECT_EQ(read.body.at("text"), "second");
}

TEST_P(store_conformance, a_list_has_one_event_and_kind_in_the_order_of_ids) {
    // Ids that tempt an engine to mix events, kinds or the order of bytes.
    for (const char* id : {"helper:a:2", "helper:a:10", "helper:a:Z", "helper:a:b", "helper:a:ü", "helper:a-b:1",
                           "helper:ab:1", "schedule:a:2026-01-03", "help:a:1", "helpers:a:1", "helper:-:1"}) {
        put(fresh_document(id));
    }
    EXPECT_EQ(ids("a", "helper", "", 1000),
              (std::vector<std::string>{"helper:a:10", "helper:a:2", "helper:a:Z", "helper:a:b", "helper:a:ü"}));
    EXPECT_EQ(ids("a", "helper", "", 2), (std::vector<std::string>{"helper:a:10", "helper:a:2"}));
    EXPECT_EQ(ids("a", "helper", "helper:a:2", 2), (std::vector<std::string>{"helper:a:Z", "helper:a:b"}));
    EXPECT_EQ(ids("a", "helper", "helper:a:11", 1), (std::vector<std::string>{"helper:a:2"}))
        << "after an id that is not there";
    EXPECT_TRUE(ids("a", "helper", "helper:a:ü", 10).empty());
    EXPECT_EQ(ids("-", "helper", "", 10), (std::vector<std::string>{"helper:-:1"}));
}

TEST_P(store_conformance, a_list_shows_what_has_no_state_and_what_is_deleted_but_never_decided) {
    document refused = fresh_document("helper:monrepos:h1");
    refused.rev = 0;
    refused.decided = {{{"op", "one"}}};
    put(refused);
    document hidden = fresh_document("helper:monrepos:h2", "still here");
    hidden.deleted = true;
    put(hidden);
    const auto page = store().list("monrepos", "helper", "", 10);
    ASSERT_TRUE(good(page));
    ASSERT_EQ(page->size(), 2U);
    EXPECT_EQ((*page)[0].rev, 0);
    EXPECT_TRUE((*page)[0].decided.empty());
    EXPECT_TRUE((*page)[1].deleted);
    EXPECT_EQ((*page)[1].body.at("text"), "still here");
}

TEST_P(store_conformance, changes_come_once_in_the_order_of_their_commits) {
    for (int at = 0; at < 5; ++at) {
        put(fresh_document("helper:monrepos:h" + std::to_string(at)));
    }
    document next = get("helper:monrepos:h1");
    next.v = 2;
    ASSERT_EQ(*store().replace(next), replace_outcome::replaced);

    std::vector<std::string> seen;
    std::string since;
    while (true) {
        const auto page = store().changed_since(since, 2);
        ASSERT_TRUE(good(page));
        EXPECT_LE(page->documents.size(), 2U);
        for (const auto& each : page->documents) {
            seen.push_back(each.id + " " + std::to_string(each.v));
            EXPECT_TRUE(each.decided.empty());
        }
        since = page->next;
        if (page->complete) {
            break;
        }
    }
    EXPECT_EQ(seen, (std::vector<std::string>{"helper:monrepos:h0 1", "helper:monrepos:h2 1", "helper:monrepos:h3 1",
                                              "helper:monrepos:h4 1", "helper:monrepos:h1 2"}));
    const auto none = store().changed_since(since, 10);
    ASSERT_TRUE(good(none));
    EXPECT_TRUE(none->documents.empty());
    EXPECT_EQ(none->next, since);

    opened_->reopen();
    put(fresh_document("helper:monrepos:h9"));
    const auto last = store().changed_since(since, 10);
    ASSERT_TRUE(good(last));
    ASSERT_EQ(last->documents.size(), 1U);
    EXPECT_EQ(last->documents[0].id, "helper:monrepos:h9");
}

TEST_P(store_conformance, what_cannot_be_stored_is_refused_and_nothing_is_written) {
    std::vector<document> refused(9, fresh_document("helper:monrepos:h1"));
    refused[0].body["x"] = 1.5;
    refused[1].body["x"] = std::numeric_limits<std::uint64_t>::max();
    refused[2].decided = {{{"x", {0.1}}}};
    refused[3].v = 0;
    refused[4].rev = -1;
    refused[5].event = "other";
    refused[6].id = "helper:monrepos";
    refused[7].body["x"] = std::string(2'100'000, 'x');
    boost::json::value deep = 1;
    for (int level = 0; level < 50; ++level) {
        deep = boost::json::array{deep};
    }
    refused[8].body["x"] = deep;
    for (std::size_t at = 0; at < refused.size(); ++at) {
        const auto outcome = store().insert(refused[at]);
        ASSERT_FALSE(outcome) << at;
        EXPECT_EQ(outcome.error().kind, domain::failure::unexpected) << at;
        EXPECT_EQ(outcome.error().code, "notStorable") << at;
    }
    EXPECT_FALSE(store().find("helper:monrepos:h1")->has_value());
    put(fresh_document("helper:monrepos:h1", "good"));
    document next = refused[0];
    next.v = 2;
    EXPECT_EQ(store().replace(next).error().code, "notStorable");
    EXPECT_EQ(get("helper:monrepos:h1").body.at("text"), "good");
}

TEST_P(store_conformance, of_a_hundred_parallel_inserts_one_wins) {
    std::atomic<int> inserted{0};
    in_parallel(100, [&](std::size_t at) {
        const auto outcome = store().insert(fresh_document("schedule:monrepos:2026-01-03", std::to_string(at)));
        ASSERT_TRUE(good(outcome));
        inserted += *outcome == insert_outcome::inserted ? 1 : 0;
    });
    EXPECT_EQ(inserted, 1);
}

TEST_P(store_conformance, of_a_hundred_parallel_edits_none_is_lost) {
    document start = fresh_document("schedule:monrepos:2026-01-03");
    start.body["count"] = 0;
    put(start);
    in_parallel(100, [&](std::size_t) {
        while (true) {
            auto found = store().find(start.id);
            ASSERT_TRUE(good(found));
            document next = std::move(**found);
            next.body["count"] = next.body.at("count").as_int64() + 1;
            ++next.v;
            const auto outcome = store().replace(next);
            ASSERT_TRUE(good(outcome));
            if (*outcome == replace_outcome::replaced) {
                return;
            }
        }
    });
    const document end = get(start.id);
    EXPECT_EQ(end.body.at("count"), 100);
    EXPECT_EQ(end.v, 101);
}

TEST_P(store_conformance, whoever_was_answered_finds_the_write_and_never_half_of_one) {
    constexpr int writers = 8;
    constexpr int writes = 40;
    for (int at = 0; at < writers; ++at) {
        document start = fresh_document("helper:monrepos:h" + std::to_string(at));
        start.body["v"] = 1;
        put(start);
    }
    std::atomic<int> running{writers};
    std::atomic<int> reads{0};
    in_parallel(writers + 2, [&](std::size_t at) {
        if (at >= writers) {
            do {
                const auto page = store().list("monrepos", "helper", "", 100);
                ASSERT_TRUE(good(page));
                ASSERT_EQ(page->size(), static_cast<std::size_t>(writers));
                for (const auto& each : *page) {
                    ASSERT_EQ(each.body.at("v").as_int64(), each.v) << "half of a write";
                }
                ++reads;
                std::this_thread::yield();
            } while (running > 0);
            return;
        }
        const counted_out ends{running};
        const std::string id = "helper:monrepos:h" + std::to_string(at);
        for (int round = 2; round < writes; ++round) {
            document next = get(id);
            EXPECT_EQ(next.v, round - 1) << "an answered write is not there";
            next.v = round;
            next.body["v"] = round;
            EXPECT_EQ(*store().replace(next), replace_outcome::replaced);
        }
    });
    EXPECT_GT(reads, 0);
}

TEST_P(store_conformance, a_follower_of_changes_misses_nothing_that_is_written_meanwhile) {
    constexpr std::size_t writers = 8;
    constexpr int each_writes = 25;
    std::set<std::string> seen;
    std::atomic<int> running{static_cast<int>(writers)};
    in_parallel(writers + 1, [&](std::size_t at) {
        if (at < writers) {
            const counted_out ends{running};
            for (int round = 0; round < each_writes; ++round) {
                const auto id = "helper:monrepos:h" + std::to_string(at) + "-" + std::to_string(round);
                ASSERT_TRUE(good(store().insert(fresh_document(id))));
            }
            return;
        }
        std::string since;
        while (true) {
            const bool last = running == 0;
            const auto page = store().changed_since(since, 7);
            ASSERT_TRUE(good(page));
            for (const auto& each : page->documents) {
                EXPECT_TRUE(seen.insert(each.id).second) << each.id << " came twice";
            }
            since = page->next;
            if (last && page->complete) {
                return;
            }
        }
    });
    EXPECT_EQ(seen.size(), writers * each_writes);
}

} // namespace
} // namespace organizer::store::testing
