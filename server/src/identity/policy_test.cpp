#include "domain/command_access.hpp"
#include "identity/policy.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>

namespace {

using namespace organizer::identity;
namespace domain = organizer::domain;
using domain::access;

constexpr std::array all_access{access::none, access::helper, access::run_director, access::coordinator, access::admin};

TEST(policy, everything_that_is_not_listed_is_refused) {
    for (const auto each : all_access) {
        for (const auto* action : {"", "deleteEverything", "getme", "getMe ", "*"}) {
            EXPECT_EQ(granted(action, each), grant::no) << action;
        }
    }
}

TEST(policy, each_action_stands_once_and_more_access_never_allows_less) {
    std::set<std::string_view> seen;
    for (const auto& row : policy()) {
        EXPECT_TRUE(seen.insert(row.action).second) << row.action;
        EXPECT_EQ(policy_of(row.action), &row);
        for (std::size_t i = 1; i < all_access.size(); ++i) {
            EXPECT_LE(granted(row.action, all_access[i - 1]), granted(row.action, all_access[i])) << row.action;
        }
        EXPECT_EQ(row.admin, grant::yes) << row.action;
        if (row.measured_by == scope::installation) {
            EXPECT_EQ(row.coordinator, grant::no) << row.action;
        }
        if (row.action != "getMe") {
            EXPECT_EQ(row.none, grant::no) << row.action;
        }
    }
    EXPECT_EQ(seen.size(), 39U);
}

TEST(policy, and_the_rules_of_the_commands_say_the_same) {
    // Which action carries which command, where their names differ.
    const std::map<std::pair<domain::command_noun, std::string>, std::vector<std::string_view>> actions{
        {{domain::command_noun::schedule, "assign"}, {"setAssignment"}},
        {{domain::command_noun::schedule, "unassign"}, {"setAssignment"}},
        {{domain::command_noun::schedule, "swap"}, {"swapSlots"}},
        {{domain::command_noun::schedule, "publish"}, {"publishSchedule"}},
        {{domain::command_noun::schedule, "cancel"}, {"cancelSchedule"}},
        {{domain::command_noun::schedule, "reinstate"}, {"reinstateSchedule"}},
        {{domain::command_noun::schedule, "undo"}, {"undoSchedule"}},
        {{domain::command_noun::helper, "undo"}, {"undoHelper"}},
    };
    const std::set<std::string_view> made_by_the_issuer{"createAccount"};
    const auto as_grant = [](domain::permission permission) {
        return permission == domain::permission::granted    ? grant::yes
               : permission == domain::permission::own_only ? grant::own
                                                            : grant::no;
    };
    std::size_t compared = 0;
    for (const auto& rule : domain::command_rules()) {
        if (made_by_the_issuer.contains(rule.kind)) {
            continue;
        }
        const auto named = actions.find({rule.noun, std::string(rule.kind)});
        const auto names = named == actions.end() ? std::vector<std::string_view>{rule.kind} : named->second;
        for (const auto action : names) {
            ASSERT_NE(policy_of(action), nullptr) << action;
            // Accepting an invitation is for those who are no members yet: its secret is the permission.
            if (policy_of(action)->measured_by == scope::person) {
                continue;
            }
            for (const auto each : all_access) {
                EXPECT_EQ(granted(action, each), as_grant(domain::permission_for(rule.noun, rule.kind, each)))
                    << action << " " << domain::to_text(each);
                ++compared;
            }
        }
    }
    EXPECT_GE(compared, 100U);
}

} // namespace
