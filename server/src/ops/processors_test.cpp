#include "ops/processors.hpp"

#include <gtest/gtest.h>

#include <thread>

#include <sched.h>

namespace organizer::ops {
namespace {

TEST(Processors, CountsWhatTheAffinityMaskLeaves) {
    unsigned counted = 0;
    // A thread of its own: the mask is the thread's.
    std::thread narrowed([&counted] {
        cpu_set_t allowed{};
        ASSERT_EQ(sched_getaffinity(0, sizeof allowed, &allowed), 0);
        int first = 0;
        while (!CPU_ISSET(first, &allowed)) {
            ++first;
        }
        CPU_ZERO(&allowed);
        CPU_SET(first, &allowed);
        ASSERT_EQ(sched_setaffinity(0, sizeof allowed, &allowed), 0);
        counted = processors();
    });
    narrowed.join();
    EXPECT_EQ(counted, 1U);
}

} // namespace
} // namespace organizer::ops
