#pragma once

#include <string_view>

namespace organizer::http {

/// The phrase of a status that this server sends ("Not Found"); "Unknown" for any other.
std::string_view reason_phrase(unsigned status);

} // namespace organizer::http
