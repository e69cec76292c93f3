// Kept answers, request limits, entity tags, cursors, canonical texts, folding: what the shared path leans on.

#include "api/canonical.hpp"
#include "api/cursor.hpp"
#include "api/etag.hpp"
#include "api/folding.hpp"
#include "api/kept_answers.hpp"
#include "api/rate_limit.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace organizer::api {
namespace {

using std::chrono::milliseconds;

constexpr domain::local_date today = std::chrono::year(2026) / 12 / 5;
constexpr domain::local_date tomorrow = std::chrono::year(2026) / 12 / 6;

std::shared_ptr<const kept_answer> answer_of(std::string body) {
    auto made = std::make_shared<kept_answer>();
    made->body = std::make_shared<const std::string>(std::move(body));
    return made;
}

TEST(kept_answers, hold_for_one_generation_and_day) {
    kept_answers kept(1 << 20);
    kept.keep("key", 7, today, answer_of("seven"));
    ASSERT_NE(kept.find("key", 7, today), nullptr);
    EXPECT_EQ(*kept.find("key", 7, today)->body, "seven");
    EXPECT_EQ(kept.find("key", 8, today), nullptr);
    EXPECT_EQ(kept.find("key", 7, tomorrow), nullptr);
    EXPECT_EQ(kept.find("other", 7, today), nullptr);
}

TEST(kept_answers, are_not_replaced_by_older_ones) {
    kept_answers kept(1 << 20);
    kept.keep("key", 8, today, answer_of("eight"));
    kept.keep("key", 7, today, answer_of("seven"));
    ASSERT_NE(kept.find("key", 8, today), nullptr);
    EXPECT_EQ(*kept.find("key", 8, today)->body, "eight");
}

TEST(kept_answers, are_bounded_in_bytes_alone_and_nothing_is_free) {
    kept_answers many(64 << 20);
    kept_answers few(16 << 10);
    for (int at = 0; at < 20'000; ++at) {
        many.keep("key " + std::to_string(at), 1, today, answer_of("x"));
        few.keep("key " + std::to_string(at), 1, today, answer_of("x"));
    }
    EXPECT_EQ(many.size(), 20'000U);
    EXPECT_LE(few.size(), 40U);
    kept_answers small(64 << 10);
    for (int at = 0; at < 1'000; ++at) {
        small.keep("key " + std::to_string(at), 1, today, answer_of(std::string(1'000, 'x')));
    }
    EXPECT_LE(small.size(), 80U);
}

TEST(kept_answers, lose_the_least_recently_used_first) {
    kept_answers kept(8 << 10); // one in each part
    kept.keep("used", 1, today, answer_of("x"));
    for (int at = 0; at < 200; ++at) {
        kept.keep("key " + std::to_string(at), 1, today, answer_of("x"));
    }
    EXPECT_EQ(kept.find("used", 1, today), nullptr);
    EXPECT_NE(kept.find("key 199", 1, today), nullptr);
}

TEST(rate_limit, gives_turns_back_with_time) {
    rate_limit limit(2, 10);
    const domain::instant start{};
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_TRUE(limit.take("b", start));
    EXPECT_FALSE(limit.take("a", start + milliseconds(499)));
    EXPECT_TRUE(limit.take("a", start + milliseconds(500)));
    EXPECT_FALSE(limit.take("a", start)) << "a clock that goes back gives nothing";
}

TEST(rate_limit, forgets_who_was_quiet_longest) {
    rate_limit limit(1, 2);
    const domain::instant start{};
    EXPECT_TRUE(limit.take("a", start));
    EXPECT_TRUE(limit.take("b", start));
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_TRUE(limit.take("c", start)) << "b goes";
    EXPECT_FALSE(limit.take("a", start));
    EXPECT_TRUE(limit.take("b", start)) << "b is new again";
    EXPECT_TRUE(rate_limit(0, 2).take("a", start));
}

TEST(etags, tell_apart_what_is_shown) {
    const auto tag = [](visibility seen_as, unsigned shape, std::int64_t rev) {
        return etag_maker(rev, seen_as, shape).add("helper", 3).add(today).text();
    };
    const auto base = tag(visibility::coordinator, 1, 5);
    EXPECT_EQ(base, tag(visibility::coordinator, 1, 5));
    EXPECT_TRUE(base.starts_with("\"5-"));
    EXPECT_NE(base, tag(visibility::helper, 1, 5));
    EXPECT_NE(base, tag(visibility::coordinator, 2, 5));
    EXPECT_NE(base, tag(visibility::coordinator, 1, 6));
    EXPECT_NE(etag_maker(0, visibility::helper, 1).add("a").add("bc").text(),
              etag_maker(0, visibility::helper, 1).add("ab").add("c").text());
    EXPECT_NE(etag_maker(0, visibility::helper, 1).add(today).text(),
              etag_maker(0, visibility::helper, 1).add(tomorrow).text());
}

TEST(cursors, come_back_as_they_were) {
    const cursor place{std::string("sort\0key", 8), "id-1"};
    const auto text = to_text(place);
    EXPECT_EQ(cursor_from_text(text), place);
    EXPECT_EQ(cursor_from_text("abc"), std::nullopt);
    EXPECT_EQ(cursor_from_text("!"), std::nullopt);
}

TEST(canonical_texts, do_not_depend_on_the_order_of_members) {
    const auto text = [](const char* json) { return canonical_text(boost::json::parse(json)); };
    EXPECT_EQ(text(R"({"a":1,"b":[{"d":null,"c":"x"}]})"), text(R"({"b":[{"c":"x","d":null}],"a":1})"));
    EXPECT_NE(text(R"({"a":"1"})"), text(R"({"a":1})"));
    EXPECT_NE(text(R"(["a","b"])"), text(R"(["a,b"])"));
    EXPECT_NE(text(R"({"a":{}})"), text(R"({"a":[]})"));
}

TEST(folding, finds_words_however_they_are_written) {
    const auto found = [](std::string_view query, std::string_view name) {
        return begins_words(fold(query), fold(name));
    };
    for (const char* query : {"müller", "muller", "mueller", "MÜL", "jö", "joerg mul", "mul jor"}) {
        EXPECT_TRUE(found(query, "Jörg MÜLLER")) << query;
    }
    EXPECT_TRUE(found("strauss", "Strauß"));
    EXPECT_TRUE(found("strauß", "Strauss"));
    EXPECT_TRUE(found("müller", "Mueller")) << "the other way round";
    EXPECT_TRUE(found("ni s", "Bláithín Ní Shúilleabháin"));
    EXPECT_TRUE(found("oyvind", "Øyvind"));
    EXPECT_TRUE(found("becker", "Anna-Lena Becker-Meier"));
    EXPECT_TRUE(found("meier", "Anna-Lena Becker-Meier"));
    EXPECT_FALSE(found("ller", "Jörg MÜLLER"));
    EXPECT_FALSE(found("jörg x", "Jörg MÜLLER"));
    EXPECT_TRUE(found("jo\xCC\x88rg", "Jörg")) << "a mark of its own";
}

TEST(name_order, is_the_reader_s) {
    const name_order order;
    const std::vector<std::string> names{"Anna",       "Arm",  "Ärmel",  "Azur", "Müller",
                                         "Österreich", "Otto", "zander", "Zoë"};
    for (std::size_t at = 1; at < names.size(); ++at) {
        EXPECT_LT(order.key(names[at - 1]), order.key(names[at])) << names[at];
    }
    EXPECT_LT(order.key(std::string(500, 'a')), order.key(std::string(501, 'a')));
}

} // namespace
} // namespace organizer::api
