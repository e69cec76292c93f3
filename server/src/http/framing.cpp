#include "http/framing.hpp"

#include "http/header_text.hpp"

namespace organizer::http {
namespace {

namespace bhttp = boost::beast::http;

} // namespace

method read_request::verb() const {
    switch (message_.method()) {
    case bhttp::verb::get:
        return method::get;
    case bhttp::verb::head:
        return method::head;
    case bhttp::verb::post:
        return method::post;
    case bhttp::verb::put:
        return method::put;
    case bhttp::verb::patch:
        return method::patch;
    case bhttp::verb::delete_:
        return method::del;
    case bhttp::verb::options:
        return method::options;
    default:
        return method::other;
    }
}

std::string_view read_request::path() const {
    const std::string_view whole = message_.target();
    return whole.substr(0, whole.find('?'));
}

std::string_view read_request::query() const {
    const std::string_view whole = message_.target();
    const auto mark = whole.find('?');
    return mark == std::string_view::npos ? std::string_view() : whole.substr(mark + 1);
}

std::optional<std::string_view> read_request::header(std::string_view name) const {
    const auto [first, last] = message_.equal_range(name);
    if (first == last || std::next(first) != last) {
        return std::nullopt;
    }
    return first->value();
}

domain::problem framing_problem(domain::failure kind, std::string_view code) {
    domain::problem made;
    made.kind = kind;
    made.code = code;
    return made;
}

domain::problem problem_of(const boost::system::error_code& fault) {
    if (fault == bhttp::error::header_limit) {
        return framing_problem(domain::failure::header_too_large, "headerTooLarge");
    }
    if (fault == bhttp::error::body_limit || fault == bhttp::error::buffer_overflow) {
        return framing_problem(domain::failure::too_large, "bodyTooLarge");
    }
    return framing_problem(domain::failure::invalid, "badRequest");
}

std::optional<domain::problem> framing_fault(const parser_type& parser) {
    const auto& message = parser.get();
    std::size_t hosts = 0;
    std::size_t lengths = 0;
    std::size_t encodings = 0;
    bool fault = message.version() != 10 && message.version() != 11;
    for (const auto& field : message) {
        switch (field.name()) {
        case bhttp::field::host:
            ++hosts;
            break;
        case bhttp::field::content_length:
            ++lengths;
            fault = fault || field.value().find(',') != boost::core::string_view::npos;
            break;
        case bhttp::field::transfer_encoding:
            ++encodings;
            fault = fault || message.version() == 10 || !equal_ignoring_case(field.value(), "chunked");
            break;
        default:
            break;
        }
    }
    if (fault || hosts != 1 || lengths > 1 || encodings > 1 || (encodings == 1 && lengths == 1)) {
        return framing_problem(domain::failure::invalid, "badRequest");
    }
    return std::nullopt;
}

bool has_folded_line(std::string_view head) {
    for (auto end = head.find('\n'); end != std::string_view::npos && end + 1 < head.size();
         end = head.find('\n', end + 1)) {
        if (head[end + 1] == ' ' || head[end + 1] == '\t') {
            return true;
        }
    }
    return false;
}

} // namespace organizer::http
