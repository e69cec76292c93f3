#pragma once

#include "domain/failure.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

namespace organizer::store {

/// Something large that many may want at once and one of them reads for all. Thread-safe.
class shared_reading {
public:
    /// Nothing to do where `is_known`. Otherwise one caller has it read by `read`, and whoever comes meanwhile waits
    /// for that, `longest` at most (`storeBusy`), and shares its failure instead of reading in turn.
    domain::result<void> ensure(std::chrono::milliseconds longest, const std::function<bool()>& is_known,
                                const std::function<domain::result<void>()>& read);

private:
    void end(const domain::result<void>& how);

    std::mutex mutex_;
    std::condition_variable ended_;
    bool reading_ = false;
    std::uint64_t failures_ = 0;
    domain::problem fault_; ///< of the last failure
};

} // namespace organizer::store
