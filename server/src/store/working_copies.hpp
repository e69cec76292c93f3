#pragma once

#include "store/decided_list.hpp"
#include "store/document_store.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace organizer::store {

/// A document as the decide loop works on it: decoded once, then carried from write to write.
template <class Noun>
struct working_copy {
    bool present = false; ///< the document is stored
    document stored;      ///< `body` holds what it was loaded with only if this program does not know all of it
    std::optional<Noun> state;
    kept_entries entries;          ///< those of `stored.decided`, one for one
    std::size_t body_bytes = 0;    ///< of the state as text, about
    std::size_t decided_bytes = 0; ///< of `stored.decided` as text, about
};

/// The working copies of one noun that were used lately, within a budget of bytes. A copy is taken out while it is
/// worked on, so nobody else has it, and put back once it is what is stored. It may be older than what is stored if
/// somebody else wrote; the compare-and-set on its version tells. Thread-safe.
template <class Noun>
class working_copies {
public:
    explicit working_copies(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    /// The copy of that document, which is not here any more then.
    std::optional<working_copy<Noun>> take(std::string_view id) {
        const std::lock_guard lock(mutex_);
        const auto found = by_id_.find(id);
        if (found == by_id_.end()) {
            return std::nullopt;
        }
        std::optional<working_copy<Noun>> taken(std::move(found->second->copy));
        drop(found);
        return taken;
    }

    /// Puts a stored document's copy back, unless `forget` was called since the `era` or a later version is here.
    void put(working_copy<Noun> copy, std::uint64_t era) {
        const std::lock_guard lock(mutex_);
        if (era != era_) {
            return;
        }
        const std::size_t bytes = footprint(copy);
        if (const auto found = by_id_.find(copy.stored.id); found != by_id_.end()) {
            if (found->second->copy.stored.v >= copy.stored.v) {
                return;
            }
            drop(found);
        }
        used_.push_front({std::move(copy), bytes});
        by_id_.emplace(used_.front().copy.stored.id, used_.begin());
        bytes_ += bytes;
        while (bytes_ > most_bytes_ && !used_.empty()) {
            drop(by_id_.find(used_.back().copy.stored.id));
        }
    }

    /// Forgets all, also what is being worked on.
    void forget() {
        const std::lock_guard lock(mutex_);
        ++era_;
        by_id_.clear();
        used_.clear();
        bytes_ = 0;
    }
    std::uint64_t era() {
        const std::lock_guard lock(mutex_);
        return era_;
    }

private:
    struct held {
        working_copy<Noun> copy;
        std::size_t bytes = 0;
    };
    using order = std::list<held>;
    /// Keys are views of the ids in the list.
    using index = std::map<std::string_view, typename order::iterator, std::less<>>;

    /// About what a copy takes: values in memory are some four times as large as their text.
    static std::size_t footprint(const working_copy<Noun>& of) {
        return 1024 + 4 * (of.body_bytes + 2 * of.decided_bytes);
    }

    void drop(typename index::iterator at) {
        const auto held_at = at->second;
        by_id_.erase(at);
        bytes_ -= held_at->bytes;
        used_.erase(held_at);
    }

    const std::size_t most_bytes_;
    std::mutex mutex_;
    order used_; ///< the one used last first
    index by_id_;
    std::size_t bytes_ = 0;
    std::uint64_t era_ = 0;
};

} // namespace organizer::store
