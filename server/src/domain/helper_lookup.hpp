#pragma once

#include <functional>
#include <string_view>

namespace organizer::domain {

struct helper;

/// Finds a helper of the event's directory by id, archived ones too; null if there is none. The helper outlives the
/// rule's run.
using helper_lookup = std::function<const helper*(std::string_view id)>;

} // namespace organizer::domain
