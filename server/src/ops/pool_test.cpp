#include "ops/pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/system/system_error.hpp>

#include <future>
#include <latch>
#include <limits>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

namespace organizer::ops {
namespace {

namespace asio = boost::asio;

asio::awaitable<std::thread::id> run_and_tell_thread(pool& workers, std::function<void()> work, bool& ran) {
    ran = co_await workers.run(std::move(work));
    co_return std::this_thread::get_id();
}

TEST(pool, runs_on_a_worker_and_resumes_on_the_callers_thread) {
    pool workers("test", 1, 8);
    asio::io_context context;
    std::thread::id worker;
    bool ran = false;
    auto resumed = asio::co_spawn(context,
                                  run_and_tell_thread(
                                      workers, [&] { worker = std::this_thread::get_id(); }, ran),
                                  asio::use_future);
    context.run(); // ends only after the worker is done: the pool keeps the context at work
    EXPECT_TRUE(ran);
    EXPECT_EQ(resumed.get(), std::this_thread::get_id());
    EXPECT_NE(worker, std::this_thread::get_id());
}

TEST(pool, throws_the_works_exception_to_the_caller) {
    pool workers("test", 1, 8);
    asio::io_context context;
    bool ran = false;
    auto resumed = asio::co_spawn(context,
                                  run_and_tell_thread(
                                      workers, [] { throw std::out_of_range("x"); }, ran),
                                  asio::use_future);
    context.run();
    EXPECT_THROW(resumed.get(), std::out_of_range);
}

TEST(pool, a_full_queue_refuses_and_runs_nothing) {
    std::latch started(1);
    std::latch release(1);
    pool workers("test", 1, 1);
    ASSERT_TRUE(workers.post([&] {
        started.count_down();
        release.wait();
    }));
    started.wait();
    std::promise<void> second;
    ASSERT_TRUE(workers.post([&] { second.set_value(); }));
    EXPECT_FALSE(workers.post([] { ADD_FAILURE(); }));

    asio::io_context context;
    bool ran = true;
    auto resumed = asio::co_spawn(context,
                                  run_and_tell_thread(
                                      workers, [] { ADD_FAILURE(); }, ran),
                                  asio::use_future);
    context.run();
    EXPECT_FALSE(ran);
    resumed.get();

    release.count_down();
    second.get_future().get();
}

TEST(pool, starts_a_worker_when_none_is_free_and_no_more_than_it_may) {
    constexpr std::size_t most = 3;
    pool workers("test", most, 8);
    std::mutex mutex;
    std::set<std::thread::id> seen;
    const auto note_thread = [&] {
        const std::lock_guard lock(mutex);
        seen.insert(std::this_thread::get_id());
    };
    std::latch all_run(most);
    for (std::size_t i = 0; i < most; ++i) { // each holds its worker until all three run at once
        ASSERT_TRUE(workers.post([&] {
            note_thread();
            all_run.arrive_and_wait();
        }));
    }
    all_run.wait();
    std::latch rest_run(2 * most);
    for (std::size_t i = 0; i < 2 * most; ++i) {
        ASSERT_TRUE(workers.post([&] {
            note_thread();
            rest_run.count_down();
        }));
    }
    rest_run.wait();
    EXPECT_EQ(seen.size(), most);
}

TEST(pool, a_free_worker_takes_the_next_job) {
    pool workers("test", 20, 8);
    std::set<std::thread::id> seen;
    for (int i = 0; i < 20; ++i) {
        std::promise<void> done;
        ASSERT_TRUE(workers.post([&] {
            seen.insert(std::this_thread::get_id());
            done.set_value();
        }));
        done.get_future().get();
        std::this_thread::sleep_for(std::chrono::milliseconds(1)); // until the worker waits again
    }
    EXPECT_LT(seen.size(), 20U); // one, but for the times when a busy machine kept it from coming back
}

TEST(pool, ending_it_drops_what_waits_and_tells_the_caller) {
    std::latch started(1);
    std::latch release(1);
    asio::io_context context;
    bool ran = true;
    std::future<std::thread::id> resumed;
    std::thread releaser;
    {
        pool workers("test", 1, std::numeric_limits<std::size_t>::max());
        ASSERT_TRUE(workers.post([&] {
            started.count_down();
            release.wait();
        }));
        started.wait();
        resumed = asio::co_spawn(context,
                                 run_and_tell_thread(
                                     workers, [] { ADD_FAILURE(); }, ran),
                                 asio::use_future);
        context.poll();
        // The running job may end only when the pool has begun to stop; that it has is seen by its refusing work.
        releaser = std::thread([&] {
            while (workers.post([] {})) {
                std::this_thread::yield();
            }
            release.count_down();
        });
    }
    releaser.join();
    context.restart();
    context.run();
    EXPECT_THROW(resumed.get(), boost::system::system_error);
}

} // namespace
} // namespace organizer::ops
