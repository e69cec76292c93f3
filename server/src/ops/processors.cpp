#include "ops/processors.hpp"

#include <algorithm>
#include <thread>

#include <sched.h>

namespace organizer::ops {

unsigned processors() {
    // `hardware_concurrency` counts the machine's processors, whatever the mask says (glibc 2.35 and later).
    cpu_set_t allowed{};
    if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
        return std::max(1U, static_cast<unsigned>(CPU_COUNT(&allowed)));
    }
    return std::max(1U, std::thread::hardware_concurrency()); // more processors than a `cpu_set_t` has room for
}

} // namespace organizer::ops
