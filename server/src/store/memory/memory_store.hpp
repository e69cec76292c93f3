#pragma once

#include "store/document_store.hpp"

#include <memory>

namespace organizer::store {

/// An engine that keeps everything in this process's memory and loses it with it: for tests. It keeps every promise of
/// the port but durability.
std::unique_ptr<document_store> make_memory_store();

} // namespace organizer::store
