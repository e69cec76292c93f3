#pragma once

#include "store/entities.hpp"

#include <cstddef>

namespace organizer::store {

/// About what is taken in memory by a kept noun, with what can be undone of it, and by a whole view.
std::size_t bytes_of(const stored<domain::event>& of);
std::size_t bytes_of(const stored<domain::helper>& of);
std::size_t bytes_of(const stored<domain::schedule>& of);
std::size_t bytes_of(const event_view& of);

} // namespace organizer::store
