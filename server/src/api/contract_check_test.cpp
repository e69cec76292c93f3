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

fault_list faults_of_text(const contract::schema& schema, std::string_view text) {
    fault_list faults;
    check_text(text, schema, "x", faults);
    return faults;
}

TEST(contract_check, a_parameter_is_text_of_the_schemas_type) {
    const contract::schema text{.types = contract::string, .least = 1, .most = 3};
    const contract::schema number{.types = contract::integer, .least = 0, .most = 100};
    const contract::schema truth{.types = contract::boolean};
    const contract::schema list{.types = contract::array};
    for (const auto* taken : {"a", "\"\\", "äöü", "\x7f", "1"}) {
        EXPECT_EQ(faults_of_text(text, taken), fault_list{}) << taken;
    }
    EXPECT_EQ(faults_of_text(text, ""), (fault_list{{"x", "tooShort"}}));
    EXPECT_EQ(faults_of_text(text, "äöüß"), (fault_list{{"x", "tooLong"}}));
    for (const auto* refused : {"\x01", "a\n", "\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80"}) { // control, not UTF-8
        EXPECT_EQ(faults_of_text(text, refused), (fault_list{{"x", "wrongType"}})) << refused;
    }
    EXPECT_EQ(faults_of_text(number, "100"), fault_list{});
    EXPECT_EQ(faults_of_text(number, "101"), (fault_list{{"x", "tooLarge"}}));
    EXPECT_EQ(faults_of_text(number, "-1"), (fault_list{{"x", "tooSmall"}}));
    for (const auto* refused : {"", "1.0", "1e2", " 1", "1 ", "+1", "9223372036854775808", "x"}) {
        EXPECT_EQ(faults_of_text(number, refused), (fault_list{{"x", "wrongType"}})) << refused;
    }
    EXPECT_EQ(faults_of_text(truth, "true"), fault_list{});
    EXPECT_EQ(faults_of_text(truth, "1"), (fault_list{{"x", "wrongType"}}));
    EXPECT_EQ(faults_of_text(list, "a"), (fault_list{{"x", "wrongType"}}));
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
