#pragma once

#include "store/document_store.hpp"
#include "store/entities.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace organizer::ops {
class clock;
}

namespace organizer::store {

/// The nouns in memory: every event and account, and the directory and schedules of the events used lately. Snapshots
/// never change; a write makes new ones. What was written later (higher `v`) always wins, in whatever order it is
/// published.
class view_cache {
public:
    /// Keeps the directories and schedules of at most `most_events` events.
    view_cache(document_store& from, const ops::clock& time, std::size_t most_events);

    /// Never blocks on the store; null if it is not in memory.
    std::shared_ptr<const event_view> view_if_loaded(std::string_view slug) const;
    kept<domain::account> account_if_loaded(std::string_view id) const;

    /// May read the store. Null: there is no such event, no such account.
    domain::result<std::shared_ptr<const event_view>> load(std::string_view slug);
    domain::result<kept<domain::account>> account(std::string_view id);
    domain::result<std::vector<kept<domain::account>>> all_accounts();
    domain::result<std::vector<kept<domain::event>>> all_events();

    /// Takes over what was written as version `v`.
    void publish(const kept<domain::event>& written, std::int64_t v);
    void publish(const kept<domain::helper>& written, std::int64_t v);
    void publish(const kept<domain::schedule>& written, std::int64_t v);
    void publish(const kept<domain::account>& written, std::int64_t v);

    /// Forgets everything, after a write whose outcome is unknown; the next reads load anew.
    void forget();

private:
    template <class Noun>
    struct versioned {
        kept<Noun> value;
        std::int64_t v = 0;
    };
    /// All events or all accounts, by key.
    template <class Noun>
    struct register_of {
        std::map<std::string, versioned<Noun>, std::less<>> by_key;
        bool complete = false; ///< all stored ones are among them
    };
    /// One event's directory and schedules. `building` orders loading and publishing; `view` is written under both
    /// mutexes.
    struct slot {
        std::mutex building;
        std::shared_ptr<const event_view> view;
        std::unordered_map<std::string, std::int64_t> versions; ///< by document id, under `building`
        std::atomic<std::uint64_t> used{0};
    };

    template <class Noun>
    domain::result<std::vector<kept<Noun>>> all_of(register_of<Noun>& all);
    template <class Noun>
    domain::result<kept<Noun>> one_of(register_of<Noun>& all, const std::string& id);
    template <class Noun>
    void put(register_of<Noun>& all, const kept<Noun>& written, std::int64_t v, std::uint64_t epoch);
    template <class Noun>
    domain::result<std::vector<versioned<Noun>>> read_all(std::string_view event, std::string_view kind);
    domain::result<std::shared_ptr<const event_view>> build(std::string_view slug, slot& into);
    template <class Change>
    void change_view(std::string_view slug, const std::string& id, std::int64_t v, Change change);
    std::shared_ptr<slot> slot_of(std::string_view slug);
    std::uint64_t epoch_now() const;

    document_store& from_;
    const ops::clock& time_;
    const std::size_t most_events_;
    mutable std::shared_mutex mutex_;
    register_of<domain::event> events_;
    register_of<domain::account> accounts_;
    std::map<std::string, std::shared_ptr<slot>, std::less<>> slots_;
    std::uint64_t epoch_ = 0; ///< grows with `forget`: what was read before it is not kept
    mutable std::atomic<std::uint64_t> ticks_{0};
};

} // namespace organizer::store
