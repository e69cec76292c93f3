#include "store/decided_list.hpp"

#include "store/codec/decided_entry.hpp"
#include "store/stored_value.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::store {

namespace {

constexpr std::size_t most_recent = 64;

} // namespace

domain::result<kept_entries> entries_of(const document& from) {
    kept_entries entries;
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
        entries.push_back({std::make_shared<const domain::decided_entry>(std::move(*entry)), 0});
    }
    return entries;
}

const domain::decided_entry* find_entry(const kept_entries& entries, std::string_view op) {
    // The newest ones are asked for most.
    const auto found =
        std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) { return entry.value->op == op; });
    return found == entries.rend() ? nullptr : found->value.get();
}

domain::decided_list recent_of(const kept_entries& entries) {
    domain::decided_list recent;
    for (auto at = entries.rbegin(); at != entries.rend() && recent.size() < most_recent; ++at) {
        if (at->value->ok) {
            recent.push_back(at->value);
        }
    }
    std::reverse(recent.begin(), recent.end());
    return recent;
}

} // namespace organizer::store
