#pragma once

#include "store/document_store.hpp"
#include "store/entities.hpp"
#include "store/member_index.hpp"
#include "store/shared_reading.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
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

/// The nouns in memory: the events used lately, each with its directory and schedules, within a budget of bytes; every
/// account; and who is a member where. Snapshots never change; a write makes new ones. What was written later (higher
/// `v`) always wins, in whatever order it is published.
class view_cache {
public:
    /// Keeps views of about `most_bytes` in memory. Nobody waits longer than `deadline` for another's reading of
    /// all events or accounts.
    view_cache(document_store& from, const ops::clock& time, std::size_t most_bytes,
               std::chrono::milliseconds deadline);

    /// Never blocks on the store; null if it is not in memory.
    std::shared_ptr<const event_view> view_if_loaded(std::string_view slug) const;
    kept<domain::account> account_if_loaded(std::string_view id) const;

    /// May read the store. Null: there is no such event, no such account.
    domain::result<std::shared_ptr<const event_view>> load(std::string_view slug);
    domain::result<kept<domain::account>> account(std::string_view id);
    domain::result<std::vector<kept<domain::account>>> all_accounts();
    /// By slug. Reads every event.
    domain::result<std::vector<kept<domain::event>>> all_events();
    /// Those in which the account is a member, by slug. Reads these alone, but for the first call.
    domain::result<std::vector<kept<domain::event>>> events_of(std::string_view account);

    /// Takes over what was written as version `v`.
    void publish(const kept<domain::event>& written, std::int64_t v);
    void publish(const kept<domain::helper>& written, std::int64_t v);
    void publish(const kept<domain::schedule>& written, std::int64_t v);
    void publish(const kept<domain::account>& written, std::int64_t v);

    /// Forgets everything, after a write whose outcome is unknown; the next reads load anew.
    void forget();

    /// About what the views in memory take.
    std::size_t bytes() const;

private:
    template <class Noun>
    struct versioned {
        kept<Noun> value;
        std::int64_t v = 0;
    };
    /// One event's view. `building` orders loading and publishing; `view` is written under both mutexes.
    struct slot {
        std::mutex building;
        std::shared_ptr<const event_view> view;
        std::unordered_map<std::string, std::int64_t> versions; ///< by document id, under `building`
        std::size_t bytes = 0;                                  ///< counted in `bytes_`
        std::atomic<bool> used{true};                           ///< since the hand passed
    };
    using slot_map = std::map<std::string, std::shared_ptr<slot>, std::less<>>;

    template <class Noun, class Each>
    domain::result<void> each_of(std::string_view event, std::string_view kind, Each each);
    template <class Noun>
    domain::result<std::vector<versioned<Noun>>> read_all(std::string_view event, std::string_view kind);
    template <class Noun>
    domain::result<versioned<Noun>> read_one(const std::string& id);
    domain::result<kept<domain::event>> event(std::string_view slug);
    void put(const kept<domain::account>& written, std::int64_t v, std::uint64_t epoch);
    domain::result<void> learn(shared_reading& by, bool& known,
                               const std::function<domain::result<void>(std::uint64_t epoch)>& read);
    void note_members(const kept<domain::event>& of, std::int64_t v);
    domain::result<std::shared_ptr<const event_view>> build(std::string_view slug, const std::shared_ptr<slot>& into);
    template <class Change>
    void change_view(std::string_view slug, const std::string& id, std::int64_t v, Change change);
    std::shared_ptr<slot> slot_of(std::string_view slug);
    void show(std::string_view slug, const std::shared_ptr<slot>& in, std::shared_ptr<const event_view> view,
              std::size_t bytes);
    std::uint64_t epoch_now() const;

    document_store& from_;
    const ops::clock& time_;
    const std::size_t most_bytes_;
    const std::chrono::milliseconds deadline_;
    shared_reading reading_accounts_;
    shared_reading reading_members_;
    mutable std::shared_mutex mutex_;
    slot_map slots_;
    std::size_t bytes_ = 0;
    std::string hand_; ///< the slug up to which views were looked over for what is not used any more
    std::map<std::string, versioned<domain::account>, std::less<>> accounts_;
    bool all_accounts_known_ = false;
    member_index members_;
    bool members_known_ = false;
    std::uint64_t epoch_ = 0; ///< grows with `forget`: what was read before it is not kept
};

} // namespace organizer::store
