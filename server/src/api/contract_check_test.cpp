#include "api/contract_check.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace organizer::api {
namespace {

using fault_list = std::vector<domain::field_fault>;

fault_list faults_of(std::string_view schema, std::string_view json) {
    const auto* found = contract::find_schema(schema);
    EXPECT_NE(found, nullptr) << schema;
    fault_list faults;
    check(boost::json::parse(json), *found, "", faults);
    return faults;
}

TEST(contract_check, takes_what_the_contract_describes) {
    EXPECT_EQ(faults_of("AssignmentEdit", R"({"helper":null,"expect":"h-1"})"), fault_list{});
    EXPECT_EQ(faults_of("HelperPatch", R"({"phone":null,"ageBand":null})"), fault_list{});
    EXPECT_EQ(faults_of("Cancellation", R"({"reason":"noAed"})"), fault_list{});
}

TEST(contract_check, names_every_fault_with_its_place) {
    EXPECT_EQ(faults_of("AssignmentEdit", R"({"helper":5,"color":"red"})"),
              (fault_list{{"/expect", "missing"}, {"/helper", "wrongType"}, {"/color", "unknown"}}));
    EXPECT_EQ(faults_of("Swap", R"({"slots":["marshal-1"],"expect":[null,null]})"), (fault_list{{"/slots", "tooFew"}}));
    EXPECT_EQ(faults_of("Swap", R"({"slots":["marshal-1","x"],"expect":[null,null]})"),
              (fault_list{{"/slots/1", "tooShort"}, {"/slots/1", "badFormat"}}));
    EXPECT_EQ(faults_of("NeedEdit", R"({"need":61,"prefer":-1,"expect":{"need":1}})"),
              (fault_list{{"/need", "tooLarge"}, {"/prefer", "tooSmall"}, {"/expect/prefer", "missing"}}));
    EXPECT_EQ(faults_of("Undo", R"({"op":"x"})"), (fault_list{{"/op", "badFormat"}}));
    EXPECT_EQ(faults_of("HelperPatch", "{}"), (fault_list{{"", "tooFew"}}));
    EXPECT_EQ(faults_of("HelperDraft", R"({"name":"x","a/b~c":1})"), (fault_list{{"/a~1b~0c", "unknown"}}));
}

TEST(contract_check, counts_code_points_and_not_bytes) {
    const auto name = [](std::size_t letters) {
        std::string made = R"({"name":")";
        for (std::size_t at = 0; at < letters; ++at) {
            made += "ü";
        }
        return made + R"("})";
    };
    EXPECT_EQ(faults_of("HelperDraft", name(120)), fault_list{});
    EXPECT_EQ(faults_of("HelperDraft", name(121)), (fault_list{{"/name", "tooLong"}}));
}

TEST(contract_check, lists_at_most_fifty_faults) {
    std::string many = "{";
    for (int at = 0; at < 200; ++at) {
        many += "\"x" + std::to_string(at) + "\":1,";
    }
    many += R"("name":"x"})";
    EXPECT_EQ(faults_of("HelperDraft", many).size(), most_faults);
}

} // namespace
} // namespace organizer::api
