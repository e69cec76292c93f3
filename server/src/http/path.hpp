#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace organizer::http {

/// One segment of a path, decoded once. Nothing if it is not what RFC 3986 allows there, or if the decoded text is not
/// UTF-8, holds a control character, `/` or `\`, or is `.` or `..`: a path has one reading, so that no two parts of the
/// program can see different ones.
std::optional<std::string> decode_segment(std::string_view segment);

/// True if `path` starts with `/` and every segment of it decodes. Empty segments are allowed (and match no route).
bool well_formed_path(std::string_view path);

} // namespace organizer::http
