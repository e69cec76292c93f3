#pragma once

#include <optional>
#include <string_view>

namespace organizer::http {

/// Equal but for the case of ASCII letters, as header names and host names are compared.
bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Without spaces and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// Takes the next member of a comma-separated list off `rest`, trimmed; nothing at the end. Empty members are skipped.
std::optional<std::string_view> next_member(std::string_view& rest);

/// The quality (0 to 1000) that `Accept-Encoding` gives to `coding`, 0 if it does not accept it. `*` counts for those
/// not named.
int accepted_quality(std::string_view accept_encoding, std::string_view coding);

/// True if one of the entity tags of an `If-None-Match` equals `etag` by weak comparison, or it is `*`.
bool none_match_hits(std::string_view if_none_match, std::string_view etag);

} // namespace organizer::http
