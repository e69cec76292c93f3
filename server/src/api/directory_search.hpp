#pragma once

#include "api/call.hpp"
#include "api/cursor.hpp"
#include "api/directory.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace organizer::api {

/// A helper that a search found, with where it stands in the order that was asked for.
using found_entry = std::pair<cursor, std::shared_ptr<const directory_entry>>;

/// The helpers of the event that the request's `q`, `role`, `level` and `archived` take, in the order of its `sort`.
std::vector<found_entry> matching(const call& call, const history_map& histories);

} // namespace organizer::api
