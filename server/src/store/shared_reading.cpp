#include "store/shared_reading.hpp"

#include "store/decide_loop.hpp"

namespace organizer::store {

domain::result<void> shared_reading::ensure(std::chrono::milliseconds longest, const std::function<bool()>& is_known,
                                            const std::function<domain::result<void>()>& read) {
    if (is_known()) {
        return {};
    }
    {
        std::unique_lock lock(mutex_);
        const auto failures_before = failures_;
        if (!ended_.wait_for(lock, longest, [this] { return !reading_; })) {
            return store_busy("another's reading of the same takes too long");
        }
        if (is_known()) {
            return {};
        }
        if (failures_ != failures_before) {
            return fault_;
        }
        reading_ = true;
    }
    domain::result<void> how;
    try {
        how = read();
    } catch (...) {
        end(store_busy("the reading that was waited for broke off"));
        throw;
    }
    end(how);
    return how;
}

void shared_reading::end(const domain::result<void>& how) {
    {
        const std::lock_guard lock(mutex_);
        reading_ = false;
        if (!how) {
            ++failures_;
            fault_ = how.error();
        }
    }
    ended_.notify_all();
}

} // namespace organizer::store
