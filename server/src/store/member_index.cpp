#include "store/member_index.hpp"

#include <utility>

namespace organizer::store {

void member_index::note(const std::string& slug, std::int64_t v, std::vector<std::string> accounts) {
    auto& known = members_[slug];
    if (known.v >= v) {
        return;
    }
    for (const auto& account : known.accounts) {
        const auto found = events_of_.find(account);
        if (found != events_of_.end() && found->second.erase(slug) > 0 && found->second.empty()) {
            events_of_.erase(found);
        }
    }
    known.v = v;
    known.accounts = std::move(accounts);
    for (const auto& account : known.accounts) {
        events_of_[account].insert(slug);
    }
}

std::set<std::string> member_index::events_of(std::string_view account) const {
    const auto found = events_of_.find(account);
    return found == events_of_.end() ? std::set<std::string>() : found->second;
}

} // namespace organizer::store
