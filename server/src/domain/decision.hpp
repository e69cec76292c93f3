#pragma once

#include "domain/access.hpp"
#include "domain/failure.hpp"
#include "domain/local_date.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace organizer::domain {

/// Who asks for what, as the server recorded it. `op` is the client's `Idempotency-Key`; `hash` is a keyed hash of
/// kind, entity and payload, by which the same key for another command is told (422).
struct command_header {
    std::string op;
    std::string kind;
    std::string actor; ///< account id
    access token_access = access::none;
    instant at{};
    std::string hash;
    std::string group; ///< op of the first command of a group that is undone together, or empty
};

/// One value that a command changed, ids and states only: `{"slots/marshal-1", "", "helper id confirmed"}`.
struct value_change {
    std::string what;
    std::string before;
    std::string after;

    friend bool operator==(const value_change&, const value_change&) = default;
};

/// What a rule answers: a refusal, or the changed values with the next state. An accepted command that changes nothing
/// has `ok` and no `after`.
template <class State>
struct decision {
    bool ok = false;
    problem refusal;                   ///< when not ok
    std::vector<value_change> changes; ///< when ok
    std::optional<State> after;        ///< when ok and something changed
    std::map<std::string, std::string> facts;

    static decision refuse(failure kind, std::string code, std::map<std::string, std::string> facts = {}) {
        decision made;
        made.refusal = problem{kind, std::move(code), {}, std::move(facts), {}};
        return made;
    }
    static decision accept(State after, std::vector<value_change>&& changes) {
        decision made;
        made.ok = true;
        made.after = std::move(after);
        made.changes = std::move(changes);
        return made;
    }
    static decision unchanged() {
        decision made;
        made.ok = true;
        return made;
    }
};

/// A command already decided on a document: the entry of its `decided` list and of the activity log.
struct decided_entry {
    std::string op;
    std::string actor;
    access token_access = access::none;
    instant at{};
    std::string kind;
    std::string hash;
    std::string group;
    bool ok = false;
    failure refused_as = failure::conflict; ///< when not ok
    std::string code;                       ///< when not ok
    std::map<std::string, std::string> facts;
    std::vector<value_change> changes;
    bool logged = false; ///< stands in the activity log

    friend bool operator==(const decided_entry&, const decided_entry&) = default;
};

/// Decided commands of one document, oldest first; entries never change and are shared.
using decided_list = std::vector<std::shared_ptr<const decided_entry>>;

} // namespace organizer::domain
