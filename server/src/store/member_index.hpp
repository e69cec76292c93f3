#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace organizer::store {

/// Which events an account is a member of. Of what is noted of an event, the highest version counts, in whatever order
/// it comes. Not thread-safe.
class member_index {
public:
    /// The accounts that are members of the event as of its version `v`.
    void note(const std::string& slug, std::int64_t v, std::vector<std::string> accounts);

    /// The slugs of the account's events.
    std::set<std::string> events_of(std::string_view account) const;

private:
    struct members {
        std::int64_t v = 0;
        std::vector<std::string> accounts;
    };
    std::unordered_map<std::string, members> members_;                    ///< by slug
    std::map<std::string, std::set<std::string>, std::less<>> events_of_; ///< the same by account
};

} // namespace organizer::store
