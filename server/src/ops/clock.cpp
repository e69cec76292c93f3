#include "ops/clock.hpp"

namespace organizer::ops {

domain::instant system_clock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

} // namespace organizer::ops
