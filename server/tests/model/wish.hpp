#pragma once

// A command as data, so that a run can be drawn, repeated, altered, printed and played again.

#include "domain/access.hpp"
#include "world.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::testing::model {

inline const std::string slug = "monrepos";

enum class act : std::uint8_t {
    assign, ///< also empties a place: the body's `helper` is null
    swap,
    set_need,
    apply_needs,
    publish,
    cancel,
    reinstate,
    undo_schedule,
    create_helper,
    edit_helper,
    change_number,
    archive_helper,
    restore_helper,
    undo_helper,
    edit_event,
    set_membership,
    end_membership,
    invite,
    accept,
    revoke,
};
inline constexpr std::size_t act_count = 20;

struct wish {
    act what = act::publish;
    std::size_t actor = 0; ///< place in the list of persons
    domain::access ceiling = domain::access::coordinator;
    std::string op;
    std::string key;  ///< of the document: the date, the helper's id; empty for the event
    std::string part; ///< the slot, the role, the account, the invitation
    boost::json::object body;
    std::optional<std::int64_t> if_match; ///< of edits
};

bool is_of_schedule(act what);
bool is_of_helper(act what);

/// The command's name in the contract's log: `assign`, `unassign`, `undo`, ...
std::string kind_of(const wish& what);
/// The document that it changes: `schedule:<date>`, `helper:<id>` or `event`.
std::string entity_of(const wish& what);
/// Equal for two wishes that are the same command, whoever asks and with whatever key.
std::string identity_of(const wish& what);
/// The request as the client sends it.
ask request_of(const wish& what, world& in, const std::vector<person>& persons);
/// A token's roles for a ceiling, and back.
std::vector<std::string> roles_of(domain::access ceiling);
domain::access ceiling_of(const std::vector<std::string>& roles);
/// One line for people.
std::string to_text(const wish& what, const std::vector<person>& persons);

} // namespace organizer::testing::model
