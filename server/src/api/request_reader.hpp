#pragma once

#include "api/contract.hpp"
#include "domain/failure.hpp"
#include "http/router.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::api {

/// A request whose shape is as the contract says.
struct request_input {
    /// Query parameters that were sent, decoded, in the contract's order.
    std::vector<std::pair<std::string_view, std::string>> query;
    std::string op;           ///< `Idempotency-Key`; empty where the operation takes none
    boost::json::object body; ///< the JSON body, empty where there is none

    /// The parameter's text, or nothing if it was not sent.
    std::optional<std::string_view> parameter(std::string_view name) const;
    /// The integer parameter, or `otherwise`.
    std::int64_t number(std::string_view name, std::int64_t otherwise) const;
    /// The parameters as one text, equal for requests that ask the same: the key of kept answers.
    std::string query_key() const;
};

/// Reads path, query, headers and body of a request strictly by its operation: unknown or repeated parameters and
/// members, another content type and everything outside the contract's bounds is refused (`invalid` with a fault each,
/// `unsupported_type`).
domain::result<request_input> read_request(const contract::operation& operation, const http::request_context& context);

/// The `rev` that `If-Match` names (`"<rev>-<hash>"`, weak or strong): `precondition_missing` without the header,
/// `invalid` if it is not one entity tag of ours.
domain::result<std::int64_t> if_match_rev(const http::request& message);

} // namespace organizer::api
