// What can never be violated on a date, under long random sequences of commands by people of every access.

#include "domain/test_invariants.hpp"
#include "domain/test_world.hpp"

#include <random>

namespace organizer::domain::testing {
namespace {

class player {
public:
    explicit player(unsigned seed) : random_(seed) {
        for (const char* each : {"dora-h", "emil-h", "fred-h"}) {
            on_.helpers.emplace(each, a_helper(each));
        }
        for (const auto& [id, who] : on_.helpers) {
            helpers_.push_back(id);
        }
    }

    void play(int moves) {
        for (int i = 0; i < moves; ++i) {
            change_surroundings();
            const std::string actor = pick(std::vector<std::string>{"carla", "carla", "ron", "hanna", "stranger"});
            const auto before = on_.state;
            const schedule_command command = some_command();
            const auto made = on_.give(actor, command);
            SCOPED_TRACE(std::string{kind_of(command)} + " by " + actor + ": " + outcome(made));
            check(before, made);
            if (actor == "hanna" && made.after) {
                check_only_own(before, made);
            }
            accepted_ += made.after ? 1 : 0;
            ops_.push_back(on_.last_op);
        }
    }

    int accepted() const { return accepted_; }

private:
    template <class Values>
    typename Values::value_type pick(const Values& values) {
        std::uniform_int_distribution<std::size_t> any(0, values.size() - 1);
        return values[any(random_)];
    }
    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

    std::string some_slot() {
        if (!on_.state || on_.state->slots.empty() || number(0, 9) == 0) {
            return pick(std::vector<std::string>{"marshal-1", "run-director-1", "pacer-1", "umpire-1"});
        }
        return slot_id(pick(on_.state->slots));
    }
    /// Mostly who is really there.
    std::string some_expect(const std::string& slot) { return number(0, 4) == 0 ? pick(helpers_) : on_.holder(slot); }

    schedule_command some_command() {
        const std::string slot = some_slot();
        const std::string other = some_slot();
        switch (number(0, 12)) {
        case 0:
            return publish{};
        case 1:
            return number(0, 5) == 0 ? schedule_command{cancel{"weather", ""}} : schedule_command{reinstate{}};
        case 2:
            return set_need{pick(std::vector<std::string>{"marshal", "timekeeper", "pacer", "results-processor"}),
                            number(0, 3), number(0, 2), std::nullopt};
        case 3:
            return apply_needs{};
        case 4:
        case 5:
            return swap{{slot, other}, {some_expect(slot), some_expect(other)}, ""};
        case 6:
            return unassign{slot, some_expect(slot)};
        case 7:
        case 8:
            return undo_schedule{ops_.empty() ? "none" : pick(ops_)};
        default: {
            const auto state = pick(std::vector{assignment_state::proposed, assignment_state::confirmed,
                                                assignment_state::confirmed, assignment_state::declined});
            return assign{slot, pick(helpers_), state, some_expect(slot), ""};
        }
        }
    }

    void change_surroundings() {
        switch (number(0, 30)) {
        case 0:
            on_.event.needs = {
                {"run-director", 1, 0}, {"marshal", number(0, 4), 1}, {"finish-tokens", 1, number(0, 1)}};
            break;
        case 1:
            on_.event.allowed_pairs =
                number(0, 1) == 0 ? usual_pairs() : std::vector<allowed_pair>{{"marshal", "timekeeper"}};
            break;
        case 2: {
            helper& who = on_.helpers.at(pick(helpers_));
            who.archived = !who.archived;
            break;
        }
        default:
            break;
        }
    }

    void check(const std::optional<schedule>& before, const decision<schedule>& made) {
        EXPECT_EQ(broken_decision(before ? *before : draft_of(on_.event, on_.date), made), "");
        if (made.after) {
            EXPECT_EQ(broken_schedule(*made.after), "");
        } else {
            EXPECT_EQ(on_.state, before);
        }
    }

    /// With helper access nobody else is moved out of a place.
    static void check_only_own(const std::optional<schedule>& before, const decision<schedule>& made) {
        ASSERT_TRUE(before);
        for (const slot& each : before->slots) {
            if (is_open(each) || each.assignment->helper == "hanna-h") {
                continue;
            }
            const slot* now_there = find_slot(*made.after, slot_id(each));
            ASSERT_TRUE(now_there);
            EXPECT_EQ(now_there->assignment->helper, each.assignment->helper);
        }
    }

    std::mt19937 random_;
    roster on_;
    std::vector<std::string> helpers_;
    std::vector<std::string> ops_;
    int accepted_ = 0;
};

TEST(schedule_invariants, hold_under_random_commands) {
    int accepted = 0;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        player one{seed};
        one.play(300);
        accepted += one.accepted();
        if (::testing::Test::HasFailure()) {
            break;
        }
    }
    EXPECT_GT(accepted, 600) << "the sequences reach real states";
}

} // namespace
} // namespace organizer::domain::testing
