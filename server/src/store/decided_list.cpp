#include "store/decided_list.hpp"

#include "store/codec/decided_entry.hpp"
#include "store/stored_value.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::store {

namespace {

constexpr std::size_t most_recent = 64;

} // namespace

domain::result<std::vector<domain::decided_entry>> entries_of(const document& from) {
    std::vector<domain::decided_entry> entries;
    entries.reserve(from.decided.size());
    for (const auto& stored : from.decided) {
        const auto* object = stored.if_object();
        if (object == nullptr) {
            return damaged("document " + from.id + ": an entry of decided is no object");
        }
        auto entry = codec::decode_entry(*object);
        if (!entry) {
            return entry.error();
        }
        entries.push_back(std::move(*entry));
    }
    return entries;
}

const domain::decided_entry* find_entry(const std::vector<domain::decided_entry>& entries, std::string_view op) {
    // The newest ones are asked for most.
    const auto found =
        std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) { return entry.op == op; });
    return found == entries.rend() ? nullptr : &*found;
}

std::vector<domain::decided_entry> recent_of(const std::vector<domain::decided_entry>& entries) {
    std::vector<domain::decided_entry> recent;
    for (auto at = entries.rbegin(); at != entries.rend() && recent.size() < most_recent; ++at) {
        if (at->ok) {
            recent.push_back(*at);
        }
    }
    std::reverse(recent.begin(), recent.end());
    return recent;
}

} // namespace organizer::store
