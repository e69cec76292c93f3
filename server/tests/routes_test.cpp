// The server's routes, the contract's operations and the policy's rows are one set, and say the same of each.

#include "api/contract.hpp"
#include "identity/policy.hpp"
#include "world.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace organizer::testing {
namespace {

using identity::grant;

/// Operations that answer without a token. An operation of the contract that says `security: []` and is not here fails.
const std::set<std::string_view> open_operations{};

bool lists(const api::contract::operation& operation, std::string_view word) {
    return std::ranges::find(operation.access, word) != operation.access.end();
}

/// What the contract's `x-access` says of one access of an event.
grant event_grant(const api::contract::operation& operation, std::string_view access) {
    if (lists(operation, access)) {
        return grant::yes;
    }
    return lists(operation, "self") ? grant::own : grant::no;
}

TEST(routes, are_the_operations_of_the_contract) {
    world at;
    std::set<std::string> served;
    for (const auto& route : at.routes()) {
        served.insert(std::string(http::to_text(route.verb)) + " " + route.pattern + " " + route.operation);
    }
    std::set<std::string> promised;
    for (const auto& operation : api::contract::operations()) {
        promised.insert(std::string(operation.verb) + " " + std::string(operation.pattern) + " " +
                        std::string(operation.id));
    }
    EXPECT_EQ(served, promised);
    EXPECT_GE(served.size(), 39U);
}

TEST(routes, answer_without_a_token_only_where_the_list_says_so) {
    for (const auto& operation : api::contract::operations()) {
        EXPECT_EQ(operation.open, open_operations.contains(operation.id)) << operation.id;
    }
}

TEST(routes, have_the_access_that_the_contract_names) {
    std::set<std::string_view> rows;
    for (const auto& row : identity::policy()) {
        rows.insert(row.action);
    }
    for (const auto& operation : api::contract::operations()) {
        const auto* row = identity::policy_of(operation.id);
        ASSERT_NE(row, nullptr) << operation.id;
        rows.erase(operation.id);
        EXPECT_EQ(row->admin, grant::yes) << operation.id;
        if (lists(operation, "anyToken") || lists(operation, "anyRole")) {
            EXPECT_EQ(row->none, lists(operation, "anyToken") ? grant::yes : grant::no) << operation.id;
            EXPECT_EQ(row->helper, grant::yes) << operation.id;
            EXPECT_EQ(row->coordinator, grant::yes) << operation.id;
            continue;
        }
        EXPECT_EQ(row->none, grant::no) << operation.id;
        EXPECT_EQ(row->helper, event_grant(operation, "helper")) << operation.id;
        EXPECT_EQ(row->run_director, event_grant(operation, "runDirector")) << operation.id;
        EXPECT_EQ(row->coordinator, event_grant(operation, "coordinator")) << operation.id;
    }
    EXPECT_TRUE(rows.empty()) << "a row of the policy without operation: " << *rows.begin();
}

TEST(routes, say_of_each_change_what_it_may_answer) {
    for (const auto& operation : api::contract::operations()) {
        std::set<unsigned> statuses;
        for (const auto& answer : operation.answers) {
            statuses.insert(answer.status);
        }
        for (const unsigned status : {400U, 401U, 403U, 404U, 429U, 500U, 503U}) {
            EXPECT_TRUE(statuses.contains(status)) << operation.id << " " << status;
        }
        const bool change = !operation.command.empty();
        const bool keyed = std::ranges::any_of(operation.parameters, [](const api::contract::parameter& parameter) {
            return parameter.name == "Idempotency-Key" && parameter.required;
        });
        EXPECT_EQ(change, keyed) << operation.id;
        EXPECT_EQ(change, statuses.contains(409)) << operation.id;
        EXPECT_EQ(operation.verb == "PATCH", statuses.contains(412) && statuses.contains(428)) << operation.id;
    }
}

TEST(routes, that_are_not_there_are_404_and_other_verbs_405) {
    world at;
    const auto person = at.add_person("Ada", true);
    EXPECT_EQ(person.get("/api/v1/nothing").status, 404U);
    EXPECT_EQ(person.get("/api/v1/events/").status, 404U);
    EXPECT_EQ(person.del("/api/v1/events").status, 405U);
}

} // namespace
} // namespace organizer::testing
