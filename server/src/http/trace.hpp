#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace organizer::http {

/// A new request id: 16 hexadecimal digits, not all zero. Unique enough to find a request in the log; no secret.
std::string new_request_id();

/// The trace id of a W3C `traceparent` header (version 00), or a new one if there is none or it is malformed.
std::string trace_id_of(std::optional<std::string_view> traceparent);

} // namespace organizer::http
