// The store is away, or its disk is full: clear answers meanwhile, and afterwards nothing lost and nothing twice.

#include "every_request.hpp"
#include "store_faulty_vfs.hpp"

#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

constexpr const char* saturday = "2026-12-05";

void expect_unavailable(const reply& answered, const std::string& code, const std::string& where) {
    EXPECT_EQ(answered.status, 503U) << where << ": " << answered.text;
    EXPECT_EQ(answered.type, "application/problem+json") << where;
    EXPECT_EQ(answered.code(), code) << where;
    EXPECT_EQ(answered.header("Retry-After"), "1") << where;
    EXPECT_EQ(answered.header("Cache-Control"), "no-store") << where;
    EXPECT_EQ(answered.text.find("test"), std::string::npos) << where << " tells inner text: " << answered.text;
}

class store_away : public ::testing::TestWithParam<sign_in>, public cast {
public:
    store_away() : cast(engine::memory, GetParam()) {}

    /// What every operation answers to the administrator.
    template <class Judge>
    void ask_everything(const Judge& judge) {
        every_request requests{*this, zoe, fresh_op()};
        for (const auto& operation : api::contract::operations()) {
            judge(std::string(operation.id), admin.send(requests(operation, {admin, anna})));
        }
    }
};

INSTANTIATE_TEST_SUITE_P(accounts, store_away, ::testing::Values(sign_in::built_in, sign_in::elsewhere),
                         [](const auto& named) { return named.param == sign_in::built_in ? "built_in" : "elsewhere"; });

TEST_P(store_away, every_operation_of_a_server_that_has_read_nothing_yet_is_503) {
    at.take_store_away(true);
    at.restart();
    std::size_t refused = 0;
    ask_everything([&](const std::string& operation, const reply& answered) {
        // With accounts of its own the server must read who asks; else these two need nothing of the store.
        const bool needs_nothing = operation == "listRoles" || operation == "acceptInvitation";
        if (GetParam() == sign_in::elsewhere && needs_nothing) {
            EXPECT_LT(answered.status, 500U) << answered.text;
            return;
        }
        expect_unavailable(answered, "storeUnavailable", operation);
        ++refused;
    });
    EXPECT_GT(refused, 30U);
    at.take_store_away(false);
    ask_everything([](const std::string& operation, const reply& answered) {
        EXPECT_LT(answered.status, 500U) << operation << ": " << answered.text;
    });
}

TEST_P(store_away, a_change_is_503_and_its_repeat_with_the_same_key_is_carried_out_once) {
    const auto before = coordinator.get(day(saturday));
    ASSERT_EQ(before.status, 200U);
    at.take_store_away(true);
    const auto op = fresh_op();
    const auto refused = coordinator.put(slot(saturday, "marshal-1"), assignment(anna), op);
    expect_unavailable(refused, "storeUnavailable", "assign");
    at.take_store_away(false);
    const auto unchanged = coordinator.get(day(saturday));
    EXPECT_EQ(unchanged.json, before.json);
    EXPECT_EQ(unchanged.header("ETag"), before.header("ETag"));
    for (int time = 0; time < 2; ++time) {
        const auto done = coordinator.put(slot(saturday, "marshal-1"), assignment(anna), op);
        ASSERT_EQ(done.status, 200U) << done.text;
        EXPECT_EQ(done.number_at("/schedule/rev"), 1);
    }
    at.settle();
    const auto log = coordinator.get(path("/activity?entity=schedule:") + saturday);
    EXPECT_EQ(log.at("/entries").as_array().size(), 1U) << log.text;
}

TEST(store_full, is_503_until_there_is_space_and_then_all_goes_on) {
    store::testing::faulty_vfs disk;
    cast team(engine::sqlite, sign_in::built_in, disk.name());
    const auto& clara = team.coordinator;
    disk.fill_disk(true);
    std::string op;
    reply answered;
    for (int row = 0; row < 500; ++row) {
        op = fresh_op();
        answered = clara.post(cast::path("/helpers"),
                              boost::json::object{{"name", "Helper"}, {"notes", std::string(1900, 'n')}}, op);
        if (answered.status != 201) {
            break;
        }
    }
    expect_unavailable(answered, "storeFull", "createHelper");
    expect_unavailable(clara.put(cast::slot(saturday, "marshal-1"), cast::assignment(team.anna)), "storeFull",
                       "assign");
    const auto read = clara.get(cast::path("/schedules"));
    EXPECT_EQ(read.status, 200U) << "reading goes on: " << read.text;
    disk.fill_disk(false);
    const auto count = clara.get(cast::path("/helpers")).number_at("/total");
    for (int time = 0; time < 2; ++time) {
        const auto done = clara.post(cast::path("/helpers"),
                                     boost::json::object{{"name", "Helper"}, {"notes", std::string(1900, 'n')}}, op);
        ASSERT_EQ(done.status, 201U) << done.text;
    }
    EXPECT_EQ(clara.get(cast::path("/helpers")).number_at("/total"), count + 1);
    EXPECT_EQ(team.assign(clara, saturday, "marshal-1", team.anna).status, 200U);
    team.at.settle();
    team.at.restart();
    EXPECT_EQ(team.holder(saturday, "marshal-1"), team.anna);
    EXPECT_EQ(clara.get(cast::path("/helpers")).number_at("/total"), count + 1);
}

} // namespace
} // namespace organizer::testing
