#pragma once

#include "domain/local_date.hpp"
#include "store/document_store.hpp"

#include <cstddef>
#include <string>
#include <vector>

// The events that the benchmark measures: all of one shape, the same on every run.

namespace organizer::bench {

/// How many of everything. An event has `helpers` in its directory and, on each date, `places`, of which the coming
/// ones are filled by half and the past ones wholly.
struct shape {
    std::size_t events = 64;
    std::size_t helpers = 40;
    std::size_t places = 10; ///< at least 10
    std::size_t ahead = 6;   ///< coming dates
    std::size_t behind = 12; ///< past dates
};

/// Whose events they are: one account for each, in the tenant of the installation.
struct owner {
    std::string account; ///< id of the account's document
    std::string tid;
    std::string oid;
    std::string name;
};

/// An open place and somebody who may take it without a warning: not on the date in any other place.
struct free_place {
    std::string date;
    std::string slot;
    std::string helper;
};

/// One event with everything that belongs to it.
struct event_documents {
    std::string slug;
    owner coordinator;
    std::vector<store::document> documents; ///< event, account, helpers, their numbers, schedules
    std::vector<free_place> free;           ///< two on each coming date, by date
};

/// Makes the event of that number (from 0 on) as it stands on `now`. The same arguments give the same documents.
event_documents make_event(std::size_t number, const shape& of, const std::string& tid, domain::instant now);

} // namespace organizer::bench
