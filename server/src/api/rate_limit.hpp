#pragma once

#include "domain/local_date.hpp"

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace organizer::api {

/// How often each of many may do something: `per_second` on average, as many at once. Bounded: of the accounts it
/// remembers, the one that was quiet longest is forgotten first. Thread-safe.
class rate_limit {
public:
    /// `per_second` 0 never refuses.
    rate_limit(unsigned per_second, std::size_t most_remembered);

    /// Takes one of `who`'s turns; false if there is none at `now`.
    bool take(std::string_view who, domain::instant now);

private:
    struct bucket {
        std::string who;
        double turns = 0;
        domain::instant at{};
    };

    unsigned per_second_;
    std::size_t most_remembered_;
    std::mutex lock_;
    std::list<bucket> by_use_; ///< the latest first
    std::unordered_map<std::string_view, std::list<bucket>::iterator> by_who_;
};

} // namespace organizer::api
