#pragma once

#include "domain/failure.hpp"
#include "domain/local_date.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace organizer::identity {
class authenticator;
}
namespace organizer::ops {
class clock;
class pool;
} // namespace organizer::ops
namespace organizer::store {
class entities;
}

namespace organizer::api {

/// A link that works once.
struct one_time_link {
    std::string url;
    domain::instant expires_at{};
};

/// Makes the link by which an account sets a new password; the same link for the same `op`.
using reset_link_maker = std::function<boost::asio::awaitable<domain::result<one_time_link>>(
    std::string account, std::string op, std::string actor, domain::instant now)>;

/// Ends every session of an account that may no longer sign in.
using session_ender = std::function<boost::asio::awaitable<domain::result<void>>(std::string account)>;

/// How many requests one account may make in a second; above it 429. 0 does not limit.
struct request_limits {
    unsigned changes_per_second = 20;
    unsigned reads_per_second = 100;
};

/// What the handlers work with. The references must outlive every route made from it.
struct services {
    store::entities& store;
    const identity::authenticator& authenticator;
    const ops::clock& clock;
    ops::pool& workers;              ///< for work that would hold up an I/O thread
    std::string installation_key;    ///< for the keyed hash of commands and the secrets of invitations
    std::string public_url;          ///< without a slash at the end
    reset_link_maker reset_link;     ///< empty where accounts are kept elsewhere (Entra ID)
    session_ender end_sessions = {}; ///< empty as `reset_link`
    request_limits limits = {};
    std::size_t answer_bytes = 64U << 20U; ///< what answers that are kept may take
};

} // namespace organizer::api
