#include "http/response_head.hpp"

#include "http/header_text.hpp"
#include "http/status.hpp"

#include <stdexcept>

namespace organizer::http {
namespace {

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

bool clean(std::string_view text) {
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

} // namespace

bool has_body(unsigned status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, const response& answer, const head_facts& facts) {
    out += "HTTP/1.1 ";
    out += std::to_string(answer.status);
    out += ' ';
    out += reason_phrase(answer.status);
    out += "\r\n";
    append_header(out, "Date", facts.date);
    bool own_policy = false;
    bool own_caching = false;
    for (const auto& [name, value] : answer.headers) {
        if (!clean(name) || !clean(value)) {
            throw std::logic_error("a control character in the header " + std::string(name));
        }
        own_policy = own_policy || equal_ignoring_case(name, "Content-Security-Policy");
        own_caching = own_caching || equal_ignoring_case(name, "Cache-Control");
        append_header(out, name, value);
    }
    if (has_body(answer.status)) {
        const auto bytes = answer.bytes();
        if (!answer.content_type.empty()) {
            append_header(out, "Content-Type", answer.content_type);
        }
        append_header(out, "Content-Length", std::to_string(bytes.size()));
    }
    if (!own_caching) {
        out += "Cache-Control: no-store\r\n";
    }
    if (!own_policy) {
        out += "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";
    }
    out += "X-Content-Type-Options: nosniff\r\n"
           "Referrer-Policy: no-referrer\r\n"
           "Cross-Origin-Resource-Policy: same-origin\r\n";
    if (facts.secure) {
        out += "Strict-Transport-Security: max-age=31536000\r\n";
    }
    append_header(out, "X-Request-Id", facts.request_id);
    out += "traceresponse: 00-";
    out += facts.trace_id;
    out += '-';
    out += facts.request_id;
    out += "-00\r\n";
    if (!facts.keep_alive) {
        out += "Connection: close\r\n";
    } else if (facts.old_protocol) {
        out += "Connection: keep-alive\r\n";
    }
    out += "\r\n";
}

} // namespace organizer::http
