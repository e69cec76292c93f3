#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace organizer {

/// Runs a coroutine on an executor that other threads serve, and waits for it: for the console's commands, never on an
/// I/O thread. The wait is as long as the coroutine's own deadlines let it be.
template <class T>
T run_blocking(const boost::asio::any_io_executor& on, boost::asio::awaitable<T> work) {
    return boost::asio::co_spawn(on, std::move(work), boost::asio::use_future).get();
}

} // namespace organizer
