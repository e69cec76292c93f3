#pragma once

#include "store/entities.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

namespace organizer::ops {
class clock;
}

namespace organizer::store {

class document_store;

/// How the entities run. The defaults are those of the product.
struct entities_options {
    std::size_t threads = 16;                   ///< for blocking work
    std::size_t most_waiting_work = 4096;       ///< further work is answered `storeBusy`
    std::size_t most_waiting_commands = 512;    ///< of one document; further ones are answered `storeBusy`
    std::size_t most_view_bytes = 256U << 20U;  ///< of events in memory; those not used lately go first
    std::chrono::milliseconds deadline{10'000}; ///< for a command to be decided, waiting included
    bool alone = false;                         ///< no other process writes the store
    bool project = true;                        ///< fill the activity log in the background
    /// Told of trouble in the background: a stable word and a text for the log. Called by any thread; may be empty.
    std::function<void(std::string_view event, std::string_view detail)> report;
};

/// The entities over a store and a clock, which both outlive them. The destructor ends what waits (`storeBusy`) and
/// stops the background work within a few store calls.
std::unique_ptr<entities> make_entities(document_store& over, const ops::clock& time, const entities_options& options);

} // namespace organizer::store
