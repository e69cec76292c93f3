#pragma once

namespace organizer::ops {

/// How many processors this process may run on, at least 1: what its affinity mask leaves it, which a container or
/// `taskset` narrows. More threads than that would only take turns on the same processor.
unsigned processors();

} // namespace organizer::ops
