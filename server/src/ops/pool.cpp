#include "ops/pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <condition_variable>
#include <deque>
#include <exception>
#include <pthread.h>
#include <system_error>
#include <thread>

namespace organizer::ops {
namespace {

namespace asio = boost::asio;

/// A waiting job; `drop` is called instead of `work` when the pool ends first.
struct job {
    std::function<void()> work;
    std::function<void()> drop;
};

} // namespace

struct pool::state {
    std::string name;
    std::size_t most_threads = 0;
    std::size_t most_waiting = 0;
    std::mutex mutex;
    std::condition_variable ready;
    std::deque<job> waiting;
    std::size_t idle = 0; ///< workers that wait for a job
    bool stopping = false;
    std::vector<std::thread> threads;

    bool push(job added) {
        {
            const std::lock_guard lock(mutex);
            if (stopping || waiting.size() >= most_waiting) {
                return false;
            }
            const bool wanted = waiting.size() >= idle && threads.size() < most_threads;
            if (wanted && !start_thread() && threads.empty()) {
                return false;
            }
            waiting.push_back(std::move(added));
        }
        ready.notify_one();
        return true;
    }

    /// False if the system gives no thread; those that run do the work then.
    bool start_thread() {
        try {
            threads.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            return false;
        }
        // Linux shows at most 15 characters.
        pthread_setname_np(threads.back().native_handle(), name.substr(0, 15).c_str());
        return true;
    }

    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            ++idle;
            ready.wait(lock, [this] { return stopping || !waiting.empty(); });
            --idle;
            if (stopping) {
                return;
            }
            {
                const job next = std::move(waiting.front());
                waiting.pop_front();
                lock.unlock();
                next.work();
            }
            lock.lock();
        }
    }
};

pool::pool(std::string name, std::size_t threads, std::size_t queued) : state_(std::make_shared<state>()) {
    state_->name = std::move(name);
    state_->most_threads = threads;
    state_->most_waiting = queued;
}

pool::~pool() {
    std::deque<job> dropped;
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        dropped.swap(state_->waiting);
    }
    state_->ready.notify_all();
    for (auto& thread : state_->threads) {
        thread.join();
    }
    for (const auto& each : dropped) {
        if (each.drop) {
            each.drop();
        }
    }
}

asio::awaitable<bool> pool::run(std::function<void()> work) {
    using signature = void(std::exception_ptr, bool);
    return asio::async_initiate<const asio::use_awaitable_t<>, signature>(
        [](auto handler, const std::shared_ptr<state>& kept, std::function<void()> blocking) {
            // The executor is kept at work, so that its context does not end while the worker runs.
            auto executor =
                asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            const auto finish = [shared, executor](std::exception_ptr failure, bool ran) {
                asio::post(executor, [shared, failure, ran] { std::move (*shared)(failure, ran); });
            };
            job added;
            added.work = [finish, blocking = std::move(blocking)] {
                std::exception_ptr failure;
                try {
                    blocking();
                } catch (...) {
                    failure = std::current_exception();
                }
                finish(failure, true);
            };
            added.drop = [finish] {
                finish(std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted)), false);
            };
            if (!kept->push(std::move(added))) {
                finish(nullptr, false);
            }
        },
        asio::use_awaitable, state_, std::move(work));
}

bool pool::post(std::function<void()> work) { return state_->push({std::move(work), nullptr}); }

} // namespace organizer::ops
