#include "http/header_text.hpp"

#include <gtest/gtest.h>

namespace organizer::http {
namespace {

TEST(header_text, an_entity_tag_is_found_in_a_list_by_weak_comparison) {
    EXPECT_TRUE(none_match_hits(R"("1-a")", R"("1-a")"));
    EXPECT_TRUE(none_match_hits(R"(W/"1-a")", R"("1-a")"));
    EXPECT_TRUE(none_match_hits(R"("1-a")", R"(W/"1-a")"));
    EXPECT_TRUE(none_match_hits(R"("0-0" ,  "1-a")", R"("1-a")"));
    EXPECT_TRUE(none_match_hits("*", R"("1-a")"));
    EXPECT_FALSE(none_match_hits(R"("1-ab")", R"("1-a")"));
    EXPECT_FALSE(none_match_hits("1-a", R"("1-a")"));
    EXPECT_FALSE(none_match_hits("", R"("1-a")"));
}

} // namespace
} // namespace organizer::http
