#pragma once

#include "domain/decision.hpp"
#include "store/document_store.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace organizer::store {

/// An entry of a document's `decided` in memory.
struct kept_entry {
    std::shared_ptr<const domain::decided_entry> value;
    std::uint64_t ticket = 0; ///< the projector's (`projector::announced::add`); 0: none was given
};

using kept_entries = std::vector<kept_entry>;

/// The entries of a document's `decided`, in its order (oldest first).
domain::result<kept_entries> entries_of(const document& from);

/// The entry of that op, null if there is none.
const domain::decided_entry* find_entry(const kept_entries& entries, std::string_view op);

/// The newest 64 accepted ones, oldest first: what can still be undone.
domain::decided_list recent_of(const kept_entries& entries);

} // namespace organizer::store
