#pragma once

#include "domain/failure.hpp"
#include "http/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::http {

/// What a handler gets beside the request.
struct request_context {
    const request& message;
    std::string request_id; ///< in the answer's `X-Request-Id`, the log and every problem
    std::string trace_id;   ///< W3C trace context
    std::vector<std::pair<std::string_view, std::string>> path_values; ///< decoded, by the template's names

    /// The decoded value of `{name}` in the route's template.
    const std::string& path_value(std::string_view name) const;
};

using handler = std::function<boost::asio::awaitable<response>(request_context&)>;
/// Judges by the head alone who may send a large body; the problem that refuses it.
using body_gate = std::function<boost::asio::awaitable<domain::result<void>>(const request&)>;

/// One line of a route table. `pattern` is the path with `{name}` for one segment; it is the access log's route.
struct route {
    method verb = method::get;
    std::string pattern;
    std::string operation; ///< the contract's operationId, or a plain name
    handler handle;
    std::size_t body_limit = 1 << 20; ///< bytes; more is 413
    body_gate gate = {};              ///< asked before the memory for a large body is given; none: it is given to all
};

/// Finds a route by path and verb. Tells "no such path" (404) from "other verb" (405, with `Allow`). HEAD is answered
/// as GET.
class router {
public:
    /// Throws std::logic_error when two routes have one pattern and verb.
    explicit router(std::vector<route> routes);
    ~router();
    router(router&&) noexcept;
    router& operator=(router&&) noexcept;

    struct match {
        const route* found = nullptr;
        std::vector<std::pair<std::string_view, std::string>> path_values;
        std::string allow; ///< when only the verb did not fit
    };
    match find(method verb, std::string_view path) const;

    const std::vector<route>& routes() const;

private:
    struct tree;
    std::unique_ptr<tree> tree_;
};

/// `application/problem+json` of a problem (the one table of statuses): stable code, request id, faults, facts; never
/// `detail`.
response problem_response(const domain::problem& problem, const request_context& context);
/// The status of a failure, from the same table.
unsigned status_of(domain::failure kind);

} // namespace organizer::http
