#pragma once

#include "domain/access.hpp"
#include "domain/decision.hpp"
#include "domain/event.hpp"
#include "domain/helper_lookup.hpp"
#include "domain/local_date.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace organizer::domain {

/// `final_roster` is `final` in the contract.
enum class schedule_status : std::uint8_t { draft, published, final_roster, cancelled };

enum class assignment_state : std::uint8_t { proposed, confirmed, declined };

/// A helper in a slot. A declined one is still shown, but the slot is open.
struct assignment {
    std::string helper;
    assignment_state state = assignment_state::confirmed;
    std::string override_reason; ///< why somebody was assigned against a warning, or empty

    friend bool operator==(const assignment&, const assignment&) = default;
};

/// One place of a role. Its id is `<role>-<index>` and never changes; indices start at 1 and may have gaps.
struct slot {
    std::string role;
    int index = 1;
    std::optional<domain::assignment> assignment;

    friend bool operator==(const slot&, const slot&) = default;
};

/// The roster of one event on one local date.
struct schedule {
    local_date date{};
    schedule_status status = schedule_status::draft;
    schedule_status former_status = schedule_status::draft; ///< of a cancelled one, before it was cancelled
    std::string cancel_reason;                              ///< a code of `cancel_reasons`, or empty
    std::string cancel_text;
    std::vector<role_need> needs;            ///< of this date, in the catalogue's order
    std::vector<allowed_pair> allowed_pairs; ///< copied with the needs
    std::vector<slot> slots;                 ///< in the catalogue's order, then by index
    std::vector<std::string> reserve;        ///< helpers who would come without a place yet, in order

    friend bool operator==(const schedule&, const schedule&) = default;
};

/// assign: puts a helper into a slot, or changes the state of the one in it. `expect` is who is in the slot now (""
/// nobody). Unchanged if the helper is there in that state already. 400 for a helper who is not in the directory, 404
/// `noSuchSlot`, `noEventThatDay`, `noSchedule` (a draft, to helpers); 409 `slotTaken` (facts `slot`, `holder`,
/// `state`), `changedSince`, `alreadyOnDate` (fact `slot`), `helperArchived`, `scheduleCancelled`, `scheduleFinal`,
/// `dateOver` (a helper's own act). A helper takes open places and changes the own ones, nothing else.
struct assign {
    std::string slot;
    std::string helper;
    assignment_state state = assignment_state::confirmed;
    std::string expect;
    std::string override_reason;
};

/// unassign: empties a slot. Refused as assign is.
struct unassign {
    std::string slot;
    std::string expect;
};

/// swap: exchanges who is in two slots of the date; with one of them empty it is a move. `expect` in the order of
/// `slots`.
struct swap {
    std::array<std::string, 2> slots;
    std::array<std::string, 2> expect;
    std::string override_reason;
};

/// setNeed: how many places of a role this date needs and prefers; adds slots, takes away open ones (highest index
/// first). `expect` is {need, prefer} as seen. 409 `slotInUse` (fact `slots`: how many are filled), `changedSince`
/// (facts `need`, `prefer`).
struct set_need {
    std::string role;
    int need = 0;
    int prefer = 0;
    std::optional<std::array<int, 2>> expect;
};

/// applyNeeds: takes the event's present needs and allowed pairs; filled slots beyond them stay. 409 `pairInUse` if
/// somebody holds two places that could not be combined any more.
struct apply_needs {};

/// publish: a draft becomes published. 409 `scheduleCancelled`, `scheduleFinal`.
struct publish {};

/// cancel: the date does not take place. `reason` is one of `cancel_reasons`. 409 `scheduleFinal`.
struct cancel {
    std::string reason;
    std::string text;
};

/// reinstate: a cancelled date gets its former status back. 409 `notCancelled`.
struct reinstate {};

/// undo of a command on slots or needs of this date, by its op (an undo too). 404 `noSuchCommand`, 409 `notUndoable`,
/// `changedSince`.
struct undo_schedule {
    std::string op;
};

using schedule_command =
    std::variant<assign, unassign, swap, set_need, apply_needs, publish, cancel, reinstate, undo_schedule>;

/// What a schedule's rules need beside the schedule.
struct schedule_context {
    local_date date{};
    const domain::event* event = nullptr; ///< read now
    helper_lookup helper;                 ///< of this event's directory
    local_date today{};                   ///< the event's
    std::optional<decided_entry> undone;  ///< undo: the entry of the op it names, if it is still in `decided`
};

/// The contract's name of the command, `assign` and so on; `undo` for undo_schedule.
std::string_view kind_of(const schedule_command& command);

/// The rule of every schedule command. Without `before` it works on the draft that the event's needs give.
decision<schedule> decide(const std::optional<schedule>& before, const command_header& header,
                          const schedule_command& command, const schedule_context& context);

/// The draft of a date without a document.
schedule draft_of(const event& of, local_date date);

/// `<role>-<index>`.
std::string slot_id(const slot& place);
/// True if `slot_id(place)` is `id`, without making it.
bool has_id(const slot& place, std::string_view id);
/// The slot of that id, or null.
const slot* find_slot(const schedule& of, std::string_view id);
/// True if nobody is in the slot, or somebody who declined.
bool is_open(const slot& place);

/// How a slot counts: the filled ones of a role first, then the open ones by index; `need` of them are
/// `needed`, the next `prefer` are `preferred`, the rest `extra`.
enum class slot_rank : std::uint8_t { needed, preferred, extra };
/// The ranks of `of.slots`, in their order.
std::vector<slot_rank> slot_ranks(const schedule& of);

/// What is still missing on a date.
struct schedule_counts {
    int open_needed = 0;
    int open_preferred = 0;
    int proposed = 0;
    int filled = 0; ///< proposed or confirmed
};
schedule_counts count(const schedule& of);

/// Red while a needed slot is open, amber while a preferred one is or somebody is only proposed, else green; grey for a
/// cancelled date.
enum class date_colour : std::uint8_t { red, amber, green, grey };
date_colour colour_of(const schedule& of);

/// True if one helper may hold places of both roles on one date under these pairs.
bool may_combine(std::string_view role, std::string_view other, const std::vector<allowed_pair>& pairs);
/// A slot that keeps `helper` from holding a place of `role` (declined ones do not), other than `except`; null if none
/// does.
const slot* clashing_slot(const schedule& of, std::string_view helper, std::string_view role, std::string_view except);

/// Codes of `cancel`: weather, flooding, lightning, otherEvent, noAed, tooFewHelpers, other.
bool is_cancel_reason(std::string_view code);

/// `draft`, `published`, `final`, `cancelled`.
std::string_view to_text(schedule_status status);
std::optional<schedule_status> schedule_status_from_text(std::string_view text);
/// `proposed`, `confirmed`, `declined`.
std::string_view to_text(assignment_state state);
std::optional<assignment_state> assignment_state_from_text(std::string_view text);
/// `needed`, `preferred`, `extra`.
std::string_view to_text(slot_rank rank);
/// `red`, `amber`, `green`, `grey`.
std::string_view to_text(date_colour colour);

} // namespace organizer::domain
