#pragma once

#include "domain/decision.hpp"
#include "store/document_store.hpp"

#include <string_view>
#include <vector>

namespace organizer::store {

/// The entries of a document's `decided`, in its order (oldest first).
domain::result<std::vector<domain::decided_entry>> entries_of(const document& from);

/// The entry of that op, null if there is none.
const domain::decided_entry* find_entry(const std::vector<domain::decided_entry>& entries, std::string_view op);

/// The newest 64 accepted ones, oldest first: what can still be undone.
std::vector<domain::decided_entry> recent_of(const std::vector<domain::decided_entry>& entries);

} // namespace organizer::store
