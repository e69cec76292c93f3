#pragma once

// A run of many turns from one seed, and what to tell of one that fails.

#include "model/player.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace organizer::testing::model {

struct plan {
    engine kept_in = engine::memory;
    std::uint64_t seed = 1;
    std::size_t steps = 1000;
    std::size_t check_every = 50;
    std::size_t restart_every = 0; ///< on average; 0: never
    bool progress = false;         ///< tells every tenth part on the standard output
};

/// What a run went through.
struct tally {
    std::size_t steps = 0;
    std::size_t repeats = 0;
    std::size_t restarts = 0;
    std::map<unsigned, std::size_t> statuses;
};

/// Plays it. Nothing, or a report: the seed, the step, what differs, and the shortest list of commands that a search
/// within a minute found to show it.
std::optional<std::string> run(const plan& what, tally& into);

} // namespace organizer::testing::model
