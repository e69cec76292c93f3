#include "store/shared_reading.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

namespace organizer::store {
namespace {

using domain::result;
using std::chrono::minutes;

bool is_unknown() { return false; }

TEST(shared_reading, is_not_done_for_what_is_known) {
    shared_reading reading;
    EXPECT_TRUE(reading.ensure(
        minutes(1), [] { return true; }, []() -> result<void> { throw std::logic_error("not needed"); }));
}

TEST(shared_reading, a_failure_is_shared_by_who_waited_and_nobody_else) {
    shared_reading reading;
    std::atomic<int> reads = 0;
    const auto fail = [&]() -> result<void> {
        ++reads;
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        return domain::problem{.code = "storedDamaged", .faults = {}, .facts = {}, .detail = {}};
    };
    std::thread other([&] { EXPECT_FALSE(reading.ensure(minutes(1), is_unknown, fail)); });
    while (reads == 0) {
        std::this_thread::yield();
    }
    const auto shared = reading.ensure(minutes(1), is_unknown, [] { return result<void>(); });
    other.join();
    ASSERT_FALSE(shared);
    EXPECT_EQ(shared.error().code, "storedDamaged");
    EXPECT_EQ(reads, 1);
    EXPECT_TRUE(reading.ensure(minutes(1), is_unknown, [] { return result<void>(); }));
}

TEST(shared_reading, one_that_breaks_off_leaves_nobody_waiting) {
    shared_reading reading;
    EXPECT_THROW(static_cast<void>(reading.ensure(minutes(1), is_unknown,
                                                  []() -> result<void> { throw std::runtime_error("no memory"); })),
                 std::runtime_error);
    EXPECT_TRUE(reading.ensure(minutes(1), is_unknown, [] { return result<void>(); }));
}

} // namespace
} // namespace organizer::store
