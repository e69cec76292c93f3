#include "store/ids.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace organizer::store {
namespace {

TEST(ids, a_name_gives_the_same_uuid_for_ever) {
    // Stored ids depend on it: this value may never change.
    EXPECT_EQ(uuid_v5("monrepos"), "6b864520-b87a-59b7-a6fe-6fd031eedf31");
    EXPECT_NE(uuid_v5("monrepos"), uuid_v5("Monrepos"));
    EXPECT_TRUE(std::regex_match(uuid_v5("x"),
                                 std::regex("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
}

TEST(ids, what_a_command_creates_differs_by_each_part) {
    const std::set<std::string> ids = {creation_id("helper", "a", "op"),  creation_id("helper", "b", "op"),
                                       creation_id("helper", "a", "op2"), creation_id("other", "a", "op"),
                                       creation_id("helpe", "ra", "op"),  creation_id("helper", "aop", "")};
    EXPECT_EQ(ids.size(), 6U) << "no two lists of parts run together";
    EXPECT_EQ(creation_id("helper", "a", "op"), creation_id("helper", "a", "op"));
}

TEST(ids, random_ones_are_of_version_4_and_differ) {
    std::set<std::string> drawn;
    const std::regex form("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    for (int at = 0; at < 100; ++at) {
        drawn.insert(random_uuid());
        EXPECT_TRUE(std::regex_match(*drawn.rbegin(), form));
    }
    EXPECT_EQ(drawn.size(), 100U);
}

TEST(ids, the_hash_of_a_command_depends_on_the_key_and_on_each_part) {
    const std::set<std::string> hashes = {
        command_hash("key", "assign", "schedule:a:1", "x"), command_hash("key2", "assign", "schedule:a:1", "x"),
        command_hash("key", "assig", "nschedule:a:1", "x"), command_hash("key", "assign", "schedule:a:1x", ""),
        command_hash("key", "assign", "schedule:a:1", "y")};
    EXPECT_EQ(hashes.size(), 5U);
    EXPECT_EQ(hashes.begin()->size(), 32U);
}

} // namespace
} // namespace organizer::store
