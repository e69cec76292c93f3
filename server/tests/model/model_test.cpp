// Random commands by many people over many dates and helpers, through the API, against a plain model: answers, tags,
// the store's documents and the activity log agree at each step. `model_test --steps N [--seed S] [--engine sqlite]`
// plays one long run instead of the tests.

#include "model/run.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace organizer::testing::model {
namespace {

void expect_agreement(const plan& what) {
    tally went;
    const auto differs = run(what, went);
    ASSERT_FALSE(differs) << *differs;
    // A run in which nothing happens proves nothing.
    EXPECT_GT(went.repeats, what.steps / 50);
    EXPECT_GT(went.statuses[200], what.steps / 10);
    for (const unsigned status : {201U, 403U, 404U, 409U, 412U, 422U}) {
        EXPECT_GT(went.statuses[status], 0U) << status;
    }
}

TEST(model, a_server_in_memory_agrees_at_each_step) {
    for (const std::uint64_t seed : {20260101U, 20260102U}) {
        expect_agreement({.kept_in = engine::memory, .seed = seed, .steps = 2500, .restart_every = 200});
    }
}

TEST(model, a_server_over_sqlite_agrees_at_each_step_and_after_each_restart) {
    expect_agreement({.kept_in = engine::sqlite, .seed = 20260103, .steps = 800, .restart_every = 40});
}

/// One long run as the command line asks for; the exit status.
int long_run(const plan& what) {
    const auto begin = std::chrono::steady_clock::now();
    tally went;
    const auto differs = run(what, went);
    if (differs) {
        std::printf("model: %s\n", differs->c_str());
        return 1;
    }
    const std::chrono::duration<double, std::ratio<60>> took = std::chrono::steady_clock::now() - begin;
    std::printf("model: %zu steps over %s from seed %llu agree, %zu repeats, %zu restarts, in %.1f minutes; answers:",
                went.steps, what.kept_in == engine::memory ? "memory" : "sqlite",
                static_cast<unsigned long long>(what.seed), went.repeats, went.restarts, took.count());
    for (const auto& [status, count] : went.statuses) {
        std::printf(" %u x %zu", status, count);
    }
    std::printf("\n");
    return 0;
}

bool read_number(std::string_view text, auto& into) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size();
}

} // namespace
} // namespace organizer::testing::model

int main(int count, char** arguments) {
    using organizer::testing::engine;
    namespace model = organizer::testing::model;
    ::testing::InitGoogleTest(&count, arguments);
    ::unsetenv("ORGANIZER_EXCHANGES"); // the exchanges of thousands of steps say no more than those of the scenarios
    if (count == 1) {
        return RUN_ALL_TESTS();
    }
    model::plan what{.check_every = 200, .restart_every = 500, .progress = true};
    for (int at = 1; at + 1 < count; at += 2) {
        const std::string_view name = arguments[at];
        const std::string_view value = arguments[at + 1];
        const bool good = name == "--steps"    ? model::read_number(value, what.steps)
                          : name == "--seed"   ? model::read_number(value, what.seed)
                          : name == "--engine" ? value == "memory" || value == "sqlite"
                                               : false;
        if (!good) {
            std::fprintf(stderr, "model_test: %s %s is not understood\n", arguments[at], arguments[at + 1]);
            return 2;
        }
        if (name == "--engine") {
            what.kept_in = value == "sqlite" ? engine::sqlite : engine::memory;
        }
    }
    return model::long_run(what);
}
