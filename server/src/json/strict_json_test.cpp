#include "json/strict_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

namespace {

using organizer::json::fault;
using organizer::json::fault_code;
using organizer::json::read;

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(strict_json, reads_what_is_there) {
    const auto text = R"({"a":[1,-2,9223372036854775807,true,null,"ü\u00fc\n"],"b":{},"c":[]})";
    const auto value = read(text);
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(boost::json::serialize(*value), R"({"a":[1,-2,9223372036854775807,true,null,"üü\n"],"b":{},"c":[]})");
}

TEST(strict_json, takes_any_kind_of_value_as_the_text) {
    EXPECT_EQ(read("7")->as_int64(), 7);
    EXPECT_TRUE(read(" null ")->is_null());
    EXPECT_EQ(read("\"x\"")->as_string(), "x");
}

TEST(strict_json, refuses_a_member_named_twice_at_any_depth) {
    EXPECT_EQ(read(R"({"a":1,"a":2})").error(), (fault{fault_code::duplicate_member, "/a"}));
    EXPECT_EQ(read(R"({"x":[{},{"r":1,"\u0072":2}]})").error(), (fault{fault_code::duplicate_member, "/x/1/r"}));
    EXPECT_TRUE(read(R"({"a":{"b":1},"b":{"b":2}})").has_value());
}

TEST(strict_json, refuses_fractions_and_exponents_where_integers_are_due) {
    EXPECT_EQ(read(R"({"n":1.0})").error(), (fault{fault_code::not_an_integer, "/n"}));
    EXPECT_EQ(read(R"([0,1e3])").error(), (fault{fault_code::not_an_integer, "/1"}));
    EXPECT_EQ(read("9223372036854775808").error(), (fault{fault_code::out_of_range, ""}));
}

TEST(strict_json, takes_finite_floats_when_told) {
    organizer::json::limits limits;
    limits.floats = true;
    EXPECT_DOUBLE_EQ(read("1.5", limits)->as_double(), 1.5);
    EXPECT_EQ(read("1e400", limits).error().code, fault_code::out_of_range);
}

TEST(strict_json, limits_depth) {
    EXPECT_TRUE(read(nested(32)).has_value());
    EXPECT_EQ(read(nested(33)).error().code, fault_code::too_deep);
    EXPECT_EQ(read(std::string(300000, '[')).error().code, fault_code::too_deep);
}

TEST(strict_json, limits_size) {
    organizer::json::limits limits;
    limits.max_bytes = 4;
    EXPECT_TRUE(read("1234", limits).has_value());
    EXPECT_EQ(read("12345", limits).error(), (fault{fault_code::too_large, ""}));
}

TEST(strict_json, refuses_bytes_that_are_not_utf8_and_lone_surrogates) {
    EXPECT_EQ(read("\"\xff\"").error().code, fault_code::syntax);
    EXPECT_EQ(read("\"\xc0\xaf\"").error().code, fault_code::syntax);
    EXPECT_EQ(read("\"\xed\xa0\x80\"").error().code, fault_code::syntax);
    EXPECT_EQ(read(R"("\ud800")").error().code, fault_code::syntax);
    EXPECT_EQ(read(R"({"\ud800":1})").error().code, fault_code::syntax);
}

TEST(strict_json, refuses_what_is_not_json) {
    for (const auto* text : {"", " ", "{", "[1,]", "{\"a\":1,}", "01", "+1", "NaN", "Infinity", "'a'", "1 2", "{} x",
                             "// c\n1", "\"\t\"", "\xef\xbb\xbf{}"}) {
        EXPECT_TRUE(read(text).has_error()) << text;
    }
}

TEST(strict_json, keeps_text_whole_across_long_strings_and_escapes) {
    const std::string body(100000, 'x');
    const auto value = read("{\"k\\\"~/\":\"" + body + "\\u0000" + body + "\"}");
    ASSERT_TRUE(value.has_value());
    const auto& text = value->as_object().at("k\"~/").as_string();
    EXPECT_EQ(text.size(), 200001U);
    EXPECT_EQ(text[100000], '\0');
}

TEST(strict_json, escapes_pointers) { EXPECT_EQ(read(R"({"a/b~c":1.5})").error().pointer, "/a~1b~0c"); }

} // namespace
