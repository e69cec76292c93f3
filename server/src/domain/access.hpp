#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace organizer::domain {

/// What somebody may do, in rising order. As a token's ceiling it holds for all events, as a membership for one.
enum class access : std::uint8_t { none, helper, run_director, coordinator, admin };

/// The lower of the token's ceiling and the membership; an administrator's ceiling counts alone (DESIGN, Identity).
constexpr access effective_access(access ceiling, access membership) {
    if (ceiling == access::admin) {
        return access::admin;
    }
    return ceiling < membership ? ceiling : membership;
}

/// The contract's word: `none`, `helper`, `runDirector`, `coordinator`, `admin`.
std::string_view to_text(access value);
/// The access of that word, or nothing.
std::optional<access> access_from_text(std::string_view text);

} // namespace organizer::domain
