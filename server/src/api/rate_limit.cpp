#include "api/rate_limit.hpp"

#include <algorithm>

namespace organizer::api {

rate_limit::rate_limit(unsigned per_second, std::size_t most_remembered)
    : per_second_(per_second), most_remembered_(most_remembered) {}

bool rate_limit::take(std::string_view who, domain::instant now) {
    if (per_second_ == 0) {
        return true;
    }
    const std::scoped_lock guard(lock_);
    auto found = by_who_.find(who);
    if (found == by_who_.end()) {
        if (by_use_.size() >= most_remembered_) {
            by_who_.erase(by_use_.back().who);
            by_use_.pop_back();
        }
        by_use_.push_front({std::string(who), static_cast<double>(per_second_), now});
        found = by_who_.emplace(by_use_.front().who, by_use_.begin()).first;
    } else {
        by_use_.splice(by_use_.begin(), by_use_, found->second);
    }
    auto& mine = *found->second;
    const auto passed = std::chrono::duration<double>(now - mine.at).count();
    if (passed > 0) {
        mine.turns = std::min<double>(per_second_, mine.turns + passed * per_second_);
        mine.at = now;
    }
    if (mine.turns < 1) {
        return false;
    }
    mine.turns -= 1;
    return true;
}

} // namespace organizer::api
