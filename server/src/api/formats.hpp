#pragma once

#include "api/contract.hpp"

#include <string_view>

namespace organizer::api {

/// True if the whole of `text` is of the named format (the contract's `x-formats`); `date` must also exist in the
/// calendar. `format::none` takes any text.
bool matches(contract::format name, std::string_view text);

} // namespace organizer::api
