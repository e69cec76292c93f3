#pragma once

#include "store/decided_list.hpp"
#include "store/document_store.hpp"
#include "store/entities.hpp"
#include "store/nouns.hpp"

#include <memory>
#include <utility>

namespace organizer::store {

/// A state as it is kept in memory, beside the document that it was read from or written to.
template <class Noun>
kept<Noun> keep(const document& in, Noun state, const kept_entries& entries) {
    auto made = std::make_shared<stored<Noun>>();
    made->id = in.id;
    made->rev = in.rev;
    made->updated_at = in.updated_at;
    made->value = std::move(state);
    made->recent = recent_of(entries);
    return made;
}

/// The noun that a document holds, null if it has no state.
template <class Noun>
domain::result<kept<Noun>> kept_from(const document& from) {
    auto state = state_of<Noun>(from);
    if (!state) {
        return state.error();
    }
    if (!*state) {
        return kept<Noun>();
    }
    auto entries = entries_of(from);
    if (!entries) {
        return entries.error();
    }
    return keep<Noun>(from, std::move(**state), *entries);
}

} // namespace organizer::store
