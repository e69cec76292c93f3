#include "ops/clock.hpp"

namespace organizer::ops {

domain::instant system_clock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

shifted_clock::shifted_clock(domain::instant start) : ahead_(start - system_clock().now()) {}

domain::instant shifted_clock::now() const { return system_clock().now() + ahead_; }

} // namespace organizer::ops
