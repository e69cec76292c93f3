#include "ops/readiness.hpp"

namespace organizer::ops {

void readiness::add_check(std::string name, std::function<boost::asio::awaitable<bool>()> check) {
    checks_.emplace_back(std::move(name), std::move(check));
}

boost::asio::awaitable<std::string> readiness::missing() const {
    if (!open_.load(std::memory_order_relaxed)) {
        co_return "stopping";
    }
    for (const auto& [name, check] : checks_) {
        const bool answered = co_await check();
        if (!answered) {
            co_return name;
        }
    }
    co_return std::string();
}

} // namespace organizer::ops
