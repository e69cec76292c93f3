#pragma once

// The seam between the API and the store: typed entities in memory, and the one way in which state changes.

#include "domain/account.hpp"
#include "domain/activity.hpp"
#include "domain/decision.hpp"
#include "domain/event.hpp"
#include "domain/helper.hpp"
#include "domain/schedule.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::store {

/// A noun as it is stored. `rev` is what the body and the ETag show.
template <class Noun>
struct stored {
    std::string id; ///< the document's id
    std::int64_t rev = 0;
    domain::instant updated_at{};
    Noun value;
    domain::decided_list recent; ///< what can still be undone: the newest 64 accepted commands, oldest first
};

template <class Noun>
using kept = std::shared_ptr<const stored<Noun>>;

using helper_map = std::map<std::string, kept<domain::helper>, std::less<>>; ///< by helper id, archived ones too
using schedule_map = std::map<domain::local_date, kept<domain::schedule>>;   ///< stored schedules only

/// One event with its directory and schedules at one moment. Never changes; a write makes another with a higher
/// `generation`.
struct event_view {
    kept<domain::event> event;
    std::shared_ptr<const helper_map> helpers;
    std::shared_ptr<const schedule_map> schedules;
    std::uint64_t generation = 0; ///< grows with every visible change within the event; never repeats within a process
};

/// What became of a command. `entry` is the first outcome when the command was decided before (`repeated`).
template <class Noun>
struct command_outcome {
    bool repeated = false;
    domain::decided_entry entry;
    kept<Noun> current; ///< the present state, null where the document has none
};

/// Reads are answered from memory and are current (embedded: this process is the only writer). Every call that may wait
/// is a coroutine that resumes on the caller's executor; blocking work runs on the store's bounded pool with a deadline
/// (`unavailable` `storeBusy` when its queue is full).
class entities {
public:
    virtual ~entities() = default;

    /// The event's view if it is in memory already; never blocks. Null: ask `view`.
    virtual std::shared_ptr<const event_view> view_if_loaded(std::string_view slug) const = 0;
    /// The event's view, loaded if need be; null if there is no such event.
    virtual boost::asio::awaitable<domain::result<std::shared_ptr<const event_view>>> view(std::string slug) = 0;

    /// The account, null if absent; `account_if_loaded` never blocks.
    virtual kept<domain::account> account_if_loaded(std::string_view id) const = 0;
    virtual boost::asio::awaitable<domain::result<kept<domain::account>>> account(std::string id) = 0;
    virtual boost::asio::awaitable<domain::result<std::vector<kept<domain::account>>>> accounts() = 0;

    /// Events by slug: those in which the account is a member, or all for an empty id.
    virtual boost::asio::awaitable<domain::result<std::vector<kept<domain::event>>>> events_of(std::string account) = 0;

    /// A page of the activity log, newest first: entries before `cursor` (empty: from the newest), at most `limit`.
    virtual boost::asio::awaitable<domain::result<domain::activity_page>> activity(domain::activity_query query) = 0;

    /// Decides a command (DESIGN, Storage: "The only way state changes"). `problem` is for what is answered and never
    /// recorded (absent, forbidden, stale, other_command, unavailable ...); a recorded refusal is an outcome with
    /// `entry.ok` false.
    virtual boost::asio::awaitable<domain::result<command_outcome<domain::event>>>
    execute(domain::command_header header, std::string slug, domain::event_command command) = 0;
    virtual boost::asio::awaitable<domain::result<command_outcome<domain::helper>>>
    execute(domain::command_header header, std::string slug, std::string helper, domain::helper_command command) = 0;
    virtual boost::asio::awaitable<domain::result<command_outcome<domain::schedule>>>
    execute(domain::command_header header, std::string slug, domain::local_date date,
            domain::schedule_command command) = 0;
    virtual boost::asio::awaitable<domain::result<command_outcome<domain::account>>>
    execute(domain::command_header header, std::string account, domain::account_command command) = 0;

    /// The outcome of a command decided before on that document, or nothing: asked before "may change?" (DESIGN, API
    /// conventions). `entity` is the document's id.
    virtual boost::asio::awaitable<domain::result<std::optional<domain::decided_entry>>> decided(std::string entity,
                                                                                                 std::string op) = 0;

    /// Blocks until everything decided before stands in the activity log, at most `longest`: for exports and tests,
    /// never on an I/O thread. A problem is `storeBusy`.
    virtual domain::result<void> settle(std::chrono::milliseconds longest) = 0;
};

} // namespace organizer::store
