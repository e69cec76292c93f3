#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>

namespace organizer::http {

/// What the head of an answer needs beside the response itself.
struct head_facts {
    bool keep_alive = true;
    bool old_protocol = false; ///< the request was HTTP/1.0
    bool secure = false;       ///< the public URL is https
    std::string_view date;     ///< of the `Date` header
    std::string_view request_id;
    std::string_view trace_id;
};

/// Appends status line and headers, with the empty line. A response without `Content-Security-Policy` gets the
/// strictest one (it is data), one without `Cache-Control` gets `no-store`. Throws std::logic_error if a header holds a
/// control character.
void append_head(std::string& out, const response& answer, const head_facts& facts);

/// False for the statuses that have no body (204, 304).
bool has_body(unsigned status);

} // namespace organizer::http
