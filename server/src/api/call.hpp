#pragma once

// The path that every request of the API shares: who asks, is it well formed, may they see it, was it decided before,
// may they do it. Only then a handler runs.

#include "api/contract.hpp"
#include "api/request_reader.hpp"
#include "api/services.hpp"
#include "api/visibility.hpp"
#include "domain/decision.hpp"
#include "domain/failure.hpp"
#include "http/router.hpp"
#include "identity/policy.hpp"
#include "identity/principal.hpp"
#include "store/entities.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::api {

/// Something that takes time and may fail.
template <class T>
using task = boost::asio::awaitable<domain::result<T>>;

class directory;

/// One request on its way to a handler, with everything that was checked.
struct call {
    call(const services& used, directory& sorted, http::request_context& about, const contract::operation& asked,
         domain::instant moment)
        : service(used), helpers(sorted), context(about), operation(asked), now(moment) {}

    const services& service;
    directory& helpers; ///< the events' directories, sorted
    http::request_context& context;
    const contract::operation& operation;
    identity::principal who;
    request_input input;
    domain::instant now;
    identity::grant grant = identity::grant::no; ///< what the policy allows; `own` leaves the rest to the handler

    /// Only for operations of an event (the path names `{event}`).
    std::string slug;
    std::shared_ptr<const store::event_view> view; ///< at the time of the request
    domain::access access = domain::access::none;  ///< in the event; elsewhere the ceiling
    visibility seen_as = visibility::helper;
    std::optional<std::string> own_helper; ///< the helper that the account is
    domain::local_date today{};            ///< the event's

    const std::string& path_value(std::string_view name) const { return context.path_value(name); }
    /// The header of a command on the document `entity`.
    domain::command_header header(std::string_view kind, std::string_view entity) const;
};

/// What a handler is: it makes the answer, or a problem that the shared path turns into one.
using call_handler = task<http::response> (*)(call&);

/// One line of the API's route table.
struct api_route {
    http::method verb;
    std::string_view pattern;
    std::string_view operation;
    call_handler handle;
    bool kept = false; ///< a read of one event that depends on nothing but the event's view, class, day and parameters
    std::size_t body_limit = 1 << 20;
};

/// The route table's lines as the router takes them. Throws std::logic_error if a line has no operation in the contract
/// or no row in the policy.
std::vector<http::route> bind_routes(std::span<const api_route> table, services service);

/// A new key for each shape that answers ever had; it stands in every entity tag.
inline constexpr unsigned answer_shape = 1;

/// Something to show with the tag it has.
struct representation {
    boost::json::object body;
    std::string etag;
};

/// 200 with the body and its tag.
http::response answer(const representation& shown);
/// The answer to a change: `{op, warnings, <noun>: <body>}` with the noun's own tag, so that the next read can name it.
http::response answer_change(const call& call, unsigned status, std::string_view noun, representation shown,
                             boost::json::array warnings = {});
/// The same with the members of `more` beside `op` and `warnings`.
http::response answer_change(const call& call, unsigned status, representation more);

/// A failure as the value of a handler.
domain::problem fail(domain::failure kind, std::string code, std::map<std::string, std::string> facts = {});

/// The refusal of a command that was decided.
domain::problem refusal_of(const domain::decided_entry& entry);

/// The event's view after a command, never null for an event that exists.
task<std::shared_ptr<const store::event_view>> view_now(const call& call);

/// 403 for a command that the person may not give, unless it was decided on `entity` before, for the same person: then
/// its first outcome is answered, whatever the person may do today.
task<void> allow_only_repeat(const call& call, std::string entity);

/// `If-Match`'s rev for a command on `entity`. Nothing without the header if the command was decided before (its first
/// outcome is answered), else `precondition_missing`.
task<std::optional<std::int64_t>> precondition(const call& call, std::string entity);

/// The name of an account, empty if it is not known here.
boost::asio::awaitable<std::string> account_name(const call& call, std::string account);

} // namespace organizer::api
