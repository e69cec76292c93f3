#pragma once

#include "domain/decision.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace organizer::domain {

/// One line of an event's activity log: a command decided on one document. Ids and states only.
struct activity_entry {
    std::string event;  ///< slug; `-` for the installation
    std::string entity; ///< the document's id
    decided_entry entry;

    friend bool operator==(const activity_entry&, const activity_entry&) = default;
};

/// Which entries are asked for; empty texts do not filter.
struct activity_query {
    std::string event;
    std::string entity;
    std::string actor;
    std::size_t limit = 50; ///< 1 to 200
    std::string cursor;     ///< `next` of the page before
};

/// A page of the log, newest first. `next` is empty behind the last one.
struct activity_page {
    std::vector<activity_entry> entries;
    std::string next;
};

} // namespace organizer::domain
