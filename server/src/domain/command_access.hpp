#pragma once

#include "domain/access.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace organizer::domain {

/// The noun whose document a command changes.
enum class command_noun : std::uint8_t { event, helper, schedule, account };

/// One row: who may give a command. `own` is the lowest access with which it may be given about oneself only (own
/// membership, own helper, own place, own act); `none` if there is no such way. Everything not listed is refused.
struct command_rule {
    command_noun noun;
    std::string_view kind;
    access anyone; ///< lowest access for any object
    access own;    ///< lowest access for one's own, or none
};

/// The one table of who may give which command (the contract's access column).
std::span<const command_rule> command_rules();

enum class permission : std::uint8_t { refused, own_only, granted };

/// What somebody with `effective` access may do.
permission permission_for(command_noun noun, std::string_view kind, access effective);

} // namespace organizer::domain
