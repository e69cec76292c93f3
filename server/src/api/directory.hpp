#pragma once

#include "api/folding.hpp"
#include "domain/local_date.hpp"
#include "store/entities.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace organizer::api {

/// A helper with what sorting and searching need.
struct directory_entry {
    std::string id;
    store::kept<domain::helper> helper;
    std::string sort_key;
    folded_text words;
};

/// A place that a helper has on a coming date.
struct coming_slot {
    domain::local_date date{};
    std::string slot;
    domain::assignment_state state = domain::assignment_state::confirmed;
};

/// When a helper helped and will help, from the event's schedules.
struct helper_history {
    std::optional<domain::local_date> last;
    int times = 0;
    std::vector<coming_slot> coming;
    std::uint64_t mark = 0; ///< of the schedules that name the helper and their revs; for entity tags
};

/// By helper; whoever is on no schedule is not in it.
using history_map = std::unordered_map<std::string_view, helper_history>;

/// The directory of an event, sorted by name. Entries of helpers that did not change are taken over from the last one
/// made, so that a change of one helper costs little. Thread-safe.
class directory {
public:
    using entries = std::vector<std::shared_ptr<const directory_entry>>;

    /// Sorted by (name, id); archived helpers are among them.
    std::shared_ptr<const entries> of(std::string_view slug, const store::event_view& view);

private:
    struct known {
        std::shared_ptr<const store::helper_map> helpers;
        std::shared_ptr<const entries> sorted;
    };

    static constexpr std::size_t most_events = 64;

    name_order order_;
    std::mutex lock_;
    std::map<std::string, known, std::less<>> by_event_;
};

/// The history of every helper who is on a schedule, as seen on `today`: days before it count as helped, unless
/// cancelled or declined.
history_map histories(const store::event_view& view, domain::local_date today);

} // namespace organizer::api
