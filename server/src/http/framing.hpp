#pragma once

// Inside of http/: a request as Beast's parser reads it, and what is refused before anybody looks at it. Not for
// others: it brings Beast.

#include "domain/failure.hpp"
#include "http/message.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <memory_resource>
#include <optional>
#include <string_view>

namespace organizer::http {

/// The fields of a head live in an arena of the session that is wiped between requests.
using field_allocator = std::pmr::polymorphic_allocator<char>;
using parser_type = boost::beast::http::request_parser<boost::beast::http::string_body, field_allocator>;

/// The request as Beast read it. A view of the parser, which must outlive it.
class read_request final : public request {
public:
    read_request(const parser_type& parser, std::string_view peer) : message_(parser.get()), peer_(peer) {}

    method verb() const override;
    std::string_view target() const override { return message_.target(); }
    std::string_view path() const override;
    std::string_view query() const override;
    std::optional<std::string_view> header(std::string_view name) const override;
    std::size_t header_count(std::string_view name) const override { return message_.count(name); }
    std::string_view body() const override { return message_.body(); }
    std::string_view peer() const override { return peer_; }

private:
    const parser_type::value_type& message_;
    std::string_view peer_;
};

/// A refusal of the server itself, before any handler.
domain::problem framing_problem(domain::failure kind, std::string_view code);

/// What a fault of the parser means for the sender.
domain::problem problem_of(const boost::system::error_code& fault);

/// Framing that different servers read differently is refused (request smuggling): the head says one thing, once.
std::optional<domain::problem> framing_fault(const parser_type& parser);

/// True if a header of this head goes on in the next line. That is obsolete, and a proxy may read such a line as
/// another header; the parser joins it.
bool has_folded_line(std::string_view head);

} // namespace organizer::http
