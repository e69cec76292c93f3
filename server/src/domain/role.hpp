#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace organizer::domain {

/// When on an event day a role is done. Two places of one helper clash only if both roles are `during`.
enum class role_phase : std::uint8_t { before, during, after, other_day };

/// The board's groups, in the board's order.
enum class role_group : std::uint8_t { lead, start, course, finish, close, more };

/// An entry of the role catalogue. `id` is kebab-case and never changes; the names are parkrun's roster spelling and
/// its newer German form; aliases are other spellings, old and new, in both languages (parkrun renames roles about
/// yearly).
struct role {
    std::string_view id;
    std::string_view name_en;
    std::string_view name_de;
    std::span<const std::string_view> aliases;
    role_phase phase;
    role_group group;
    bool five_k;  ///< done at 5k events
    bool junior;  ///< done at junior events
    bool skilled; ///< done by those who are signed off for it; a warning for others
};

/// The catalogue, in the board's order. Data, not code: a renamed role is an edited row, a new role a new one.
std::span<const role> role_catalogue();

/// The role of that id, or null.
const role* find_role(std::string_view id);

/// The place of the role in the catalogue; behind all others for an id that it lacks.
std::size_t role_order(std::string_view id);

/// The role of that name or alias in either language (letter case and surrounding blanks do not matter), or null.
const role* find_role_by_name(std::string_view name);

/// The contract's words: `before`, `during`, `after`, `otherDay`.
std::string_view to_text(role_phase phase);
/// `lead`, `start`, `course`, `finish`, `close`, `more`.
std::string_view to_text(role_group group);

} // namespace organizer::domain
