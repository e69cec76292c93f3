// Every route × {no token, each ceiling} × {stranger, member of another event, each membership}: what may be asked is
// what the contract says, and nothing else.

#include "every_request.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

enum class ceiling { no_token, none, helper, run_director, coordinator, admin };
enum class membership { stranger, other_event, helper, run_director, coordinator };

constexpr std::array ceilings{ceiling::no_token,     ceiling::none,        ceiling::helper,
                              ceiling::run_director, ceiling::coordinator, ceiling::admin};
constexpr std::array memberships{membership::stranger, membership::other_event, membership::helper,
                                 membership::run_director, membership::coordinator};
constexpr std::array ceiling_names{"no token", "no role", "helper", "runDirector", "coordinator", "admin"};
constexpr std::array membership_names{"stranger", "other event", "helper", "runDirector", "coordinator"};
/// The contract's words, from the lowest.
constexpr std::array<std::string_view, 3> access_words{"helper", "runDirector", "coordinator"};

enum class expectation { unauthenticated, forbidden, absent, allowed };

/// 0 none, 1 helper, 2 runDirector, 3 coordinator, 4 admin.
int rank(ceiling of) { return std::max(0, static_cast<int>(of) - 1); }
int rank(membership of) { return std::max(0, static_cast<int>(of) - 1); }

bool lists(const api::contract::operation& operation, std::string_view word) {
    return std::ranges::find(operation.access, word) != operation.access.end();
}

/// What the contract's `x-access` means for one cell. The requests below are about what is one's own, where there is
/// such a thing.
expectation expected(const api::contract::operation& operation, ceiling token, membership member) {
    if (token == ceiling::no_token) {
        return expectation::unauthenticated;
    }
    if (lists(operation, "anyToken")) {
        return expectation::allowed;
    }
    if (token == ceiling::none) {
        return expectation::forbidden;
    }
    if (lists(operation, "anyRole")) {
        return expectation::allowed;
    }
    if (token == ceiling::admin) {
        return expectation::allowed;
    }
    if (operation.pattern.find("{event}") == std::string_view::npos) {
        return expectation::forbidden;
    }
    const auto effective = std::min(rank(token), rank(member));
    if (effective == 0) {
        return expectation::absent;
    }
    const auto word = access_words.at(static_cast<std::size_t>(effective) - 1);
    return lists(operation, word) || lists(operation, "self") ? expectation::allowed : expectation::forbidden;
}

/// The roles that a token with the ceiling carries.
std::vector<std::string> roles_of(ceiling token) {
    switch (token) {
    case ceiling::helper:
        return {"Organizer.Helper"};
    case ceiling::run_director:
        return {"Organizer.RunDirector"};
    case ceiling::coordinator:
        return {"Organizer.Coordinator"};
    case ceiling::admin:
        return {"Organizer.Admin"};
    default:
        return {};
    }
}

class access_matrix : public ::testing::Test, public cast {
protected:
    access_matrix() : cast(engine::memory, sign_in::elsewhere) {}

    member make_member_of(ceiling token, membership belongs) {
        const auto name = std::string(ceiling_names.at(static_cast<std::size_t>(token))) + " / " +
                          membership_names.at(static_cast<std::size_t>(belongs));
        // Invitations are accepted with a role; the token of the cell comes afterwards.
        auto joining = at.add_person(name, false, {"Organizer.Coordinator"});
        member made{client(at, joining.who()), ""};
        if (belongs == membership::other_event) {
            at.make_member(admin, joining, "elsewhere", "coordinator");
        } else if (belongs != membership::stranger) {
            made.helper = at.make_helper(coordinator, "monrepos", {{"name", name}});
            at.make_member(coordinator, joining, "monrepos", membership_names.at(static_cast<std::size_t>(belongs)),
                           made.helper);
        }
        auto who = joining.who();
        who.roles = roles_of(token);
        made.who = token == ceiling::no_token ? client(at, who) : client(at, who);
        return made;
    }

    void judge(const api::contract::operation& operation, ceiling token, membership belongs, const reply& answered) {
        const auto where = std::string(operation.id) + " by " + ceiling_names.at(static_cast<std::size_t>(token)) +
                           " / " + membership_names.at(static_cast<std::size_t>(belongs)) + ": " + answered.text;
        switch (expected(operation, token, belongs)) {
        case expectation::unauthenticated:
            EXPECT_EQ(answered.status, 401U) << where;
            EXPECT_EQ(answered.code(), "unauthenticated") << where;
            break;
        case expectation::forbidden:
            EXPECT_EQ(answered.status, 403U) << where;
            break;
        case expectation::absent:
            EXPECT_EQ(answered.status, 404U) << where;
            EXPECT_EQ(answered.code(), "notFound") << where;
            break;
        case expectation::allowed:
            EXPECT_NE(answered.status, 401U) << where;
            EXPECT_NE(answered.status, 403U) << where;
            EXPECT_NE(answered.status, 400U) << where;
            EXPECT_LT(answered.status, 500U) << where;
            EXPECT_NE(answered.code(), "notFound") << where;
            break;
        }
    }
};

TEST_F(access_matrix, every_route_by_everybody) {
    publish("2026-12-05");
    const auto spare = at.make_helper(coordinator, "monrepos", {{"name", "Spare"}});
    const auto invited = coordinator.post(path("/invitations"), boost::json::object{{"access", "helper"}});
    every_request requests{*this, spare, invited.text_at("/invitation/id")};
    std::vector<const api::contract::operation*> order;
    for (const auto& operation : api::contract::operations()) {
        order.push_back(&operation);
    }
    // Ending the own membership comes last, since nothing else is possible behind it.
    std::ranges::stable_partition(order, [](const auto* operation) { return operation->id != "endMembership"; });
    std::size_t cells = 0;
    for (const auto token : ceilings) {
        for (const auto belongs : memberships) {
            const auto by = make_member_of(token, belongs);
            for (const auto* operation : order) {
                auto asked = requests(*operation, by);
                if (token == ceiling::no_token) {
                    asked.headers.erase("Authorization");
                }
                judge(*operation, token, belongs, by.who.send(std::move(asked)));
                ++cells;
            }
        }
    }
    EXPECT_EQ(cells, order.size() * ceilings.size() * memberships.size());
    RecordProperty("cells", static_cast<int>(cells));
    std::printf("access matrix: %zu routes x %zu ceilings x %zu memberships = %zu cells\n", order.size(),
                ceilings.size(), memberships.size(), cells);
}

} // namespace
} // namespace organizer::testing
