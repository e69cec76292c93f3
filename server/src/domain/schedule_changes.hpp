#pragma once

#include "domain/schedule.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The parts of a schedule that commands change, as the texts that `value_change` carries, read back by undo.

namespace organizer::domain {

/// `slots/<slot>`: "-" no such slot, "" open, "<helper> <state>".
/// `needs/<role>`: "<need> <prefer>". `allowedPairs`: "first+second first+second". Nothing for any other name.
std::optional<std::string> value_text(const schedule& of, std::string_view what);

/// Puts a value of `value_text` in; false if the name or the text is none that it writes. The assignment's
/// `override_reason` is lost.
bool set_value(schedule& of, std::string_view what, std::string_view text);

/// What differs, by `value_text`, in a fixed order: allowed pairs, needs, slots.
std::vector<value_change> differences(const schedule& before, const schedule& after);

/// The helper that a `slots/...` text names, and the state; nothing for "-" and "".
std::optional<assignment> assignment_of(std::string_view text);

/// Sets the number of a role's places: adds the lowest free indices, or takes away open ones (those without anybody
/// before declined ones, highest index first). Filled ones stay, so more than `total` may be left.
void resize_role(schedule& of, std::string_view role, int total);

/// Sets what the date needs of a role; no row for nothing.
void set_need_row(schedule& of, const role_need& wanted);

/// A slot whose helper holds another one on the date that may not be combined with it; null if there is none.
const slot* any_clash(const schedule& of);

} // namespace organizer::domain
