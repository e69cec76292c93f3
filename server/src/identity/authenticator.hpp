#pragma once

#include "domain/failure.hpp"
#include "identity/principal.hpp"
#include "identity/verifier.hpp"
#include "ops/clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string_view>

namespace organizer::http {
class request;
}
namespace organizer::store {
class entities;
}

namespace organizer::identity {

/// The text of the one bearer token of a request, or nothing: exactly one `Authorization` header, the scheme written
/// `Bearer`, one space, some text, which the verifier judges. Query string, cookies and further headers are never
/// looked at.
std::optional<std::string_view> bearer_text(const http::request& message);

/// From request to principal. With the built-in issuer the account is read on each call: a disabled or unknown one is
/// nobody, and `admin` as it is now gives the ceiling; otherwise the token's roles do.
class authenticator {
public:
    /// `accounts` is null where accounts are kept elsewhere (Entra ID). All must outlive this.
    authenticator(const verifier& tokens, store::entities* accounts, const ops::clock& clock);

    /// Fails with `unauthenticated`, always the same one whatever was wrong (the `detail`, for the log, tells), or with
    /// what kept the account from being read (`unavailable`). A person without a known role is a principal with the
    /// ceiling `none`.
    boost::asio::awaitable<domain::result<principal>> authenticate(const http::request& message) const;

private:
    const verifier& tokens_;
    store::entities* accounts_;
    const ops::clock& clock_;
};

} // namespace organizer::identity
