#pragma once

#include "domain/decision.hpp"
#include "domain/helper.hpp"
#include "domain/parkrun_number.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace organizer::domain {

enum class reservation_state : std::uint8_t { reserved, held, released };

/// A command that waits for its decision, as an unfinished reservation carries it.
struct waiting_command {
    command_header header;
    helper_command command;
};

/// The lock on one parkrun number of one event, `pid:<event>:<number>`. `command` is there exactly while `reserved`.
struct number_reservation {
    std::string helper;
    reservation_state state = reservation_state::released;
    std::optional<waiting_command> command;
};

/// What somebody who wants a number for a helper has to do next.
struct reservation_step {
    enum class what : std::uint8_t {
        write,  ///< store `next` (reserved, with the command), then decide
        decide, ///< it is reserved by this very command already: decide
        finish, ///< another command's reservation stands: finish that one first, then look again; never take it away
        taken,  ///< held by `holder`, who carries it: refuse
    };
    what todo = what::write;
    number_reservation next;
    std::string holder;
};

/// `before` is the reservation now; `holder` is `before`'s helper as read after it (nothing if absent or no
/// reservation). A number held for a helper who is archived, erased or carries another number is free.
reservation_step reserve(const std::optional<number_reservation>& before, const std::optional<helper>& holder,
                         const std::string& helper_id, parkrun_number number, const waiting_command& command);

/// After the decision on the helper document: `held` without the command if the helper, read now, carries the number,
/// else `released`.
number_reservation settle(const number_reservation& before, const std::optional<helper>& now, parkrun_number number);

/// `released` if the reservation is `held` and its helper, read after it, no longer carries the number; nothing if it
/// must stay. A `reserved` one is never touched.
std::optional<number_reservation> release(const number_reservation& before, const std::optional<helper>& now,
                                          parkrun_number number);

/// `reserved`, `held`, `released`.
std::string_view to_text(reservation_state state);
std::optional<reservation_state> reservation_state_from_text(std::string_view text);

} // namespace organizer::domain
