#include "http/path.hpp"

namespace organizer::http {
namespace {

TEST(path, decodes_a_segment_once) {
    EXPECT_EQ(decode_segment("run-director"), "run-director");
    EXPECT_EQ(decode_segment("a%20b%2B+c"), "a b++c");
    EXPECT_EQ(decode_segment("%2541"), "%41");
    EXPECT_EQ(decode_segment("M%C3%BCller"), "Müller");
    EXPECT_EQ(decode_segment(""), "");
}

TEST(path, refuses_what_has_two_readings) {
    for (const auto* bad :
         {"%",   "%4",  "%zz",           "%2f",  "%2F", "%5c",    "%00",       "%0a",          "%7f", ".",
          "..",  "%2e", "%2E%2e",        ".%2e", "a b", "a\"b",   "a<b",       "a\\b",         "a^b", "a`b",
          "a{b", "a|b", "M\xc3\xbcller", "%c3",  "%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "a#b", "a?b"}) {
        EXPECT_FALSE(decode_segment(bad)) << bad;
    }
}

TEST(path, whole_paths) {
    EXPECT_TRUE(well_formed_path("/"));
    EXPECT_TRUE(well_formed_path("/a//b/"));
    EXPECT_TRUE(well_formed_path("/api/v1/events/x"));
    EXPECT_FALSE(well_formed_path(""));
    EXPECT_FALSE(well_formed_path("*"));
    EXPECT_FALSE(well_formed_path("a/b"));
    EXPECT_FALSE(well_formed_path("/a/../b"));
    EXPECT_FALSE(well_formed_path("/a/%2e%2e/b"));
    EXPECT_FALSE(well_formed_path("/a/b%"));
}

} // namespace
} // namespace organizer::http
