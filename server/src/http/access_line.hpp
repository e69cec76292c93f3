#pragma once

#include "domain/local_date.hpp"
#include "http/message.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace organizer::http {

/// What the access log says of one answer: the route's template, never path or query.
struct access_facts {
    domain::instant at;
    std::string_view request_id;
    std::string_view trace_id;
    method verb = method::other;
    std::string_view route;
    unsigned status = 0;
    std::size_t bytes = 0; ///< of the body
    std::chrono::steady_clock::duration took{};
};

/// Appends one line of the JSON log, with its line feed.
void append_access_line(std::string& lines, const access_facts& facts);

} // namespace organizer::http
