#pragma once

#include <string>
#include <string_view>

namespace organizer::domain {

/// A name in lower case (Latin with its extensions, Greek, Cyrillic) with single blanks, by which equal names are
/// found; not for showing.
std::u32string folded_name(std::string_view name);

} // namespace organizer::domain
