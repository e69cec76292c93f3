#include "identity/authenticator.hpp"

#include "http/message.hpp"
#include "store/entities.hpp"

#include <string>
#include <utility>

namespace organizer::identity {
namespace {

domain::problem nobody(std::string_view why) {
    domain::problem refused;
    refused.kind = domain::failure::unauthenticated;
    refused.code = "unauthenticated";
    refused.detail = why;
    return refused;
}

} // namespace

std::optional<std::string_view> bearer_text(const http::request& message) {
    constexpr std::string_view scheme = "Bearer ";
    const auto header = message.header("Authorization");
    if (!header || !header->starts_with(scheme) || header->size() == scheme.size()) {
        return std::nullopt;
    }
    return header->substr(scheme.size());
}

authenticator::authenticator(const verifier& tokens, store::entities* accounts, const ops::clock& clock)
    : tokens_(tokens), accounts_(accounts), clock_(clock) {}

boost::asio::awaitable<domain::result<principal>> authenticator::authenticate(const http::request& message) const {
    const auto text = bearer_text(message);
    if (!text) {
        co_return nobody("noToken");
    }
    const auto verified = tokens_.verify(*text, clock_.now());
    if (!verified) {
        co_return nobody(to_string(verified.error()));
    }
    const auto& claims = **verified;
    principal made;
    made.account = claims.account;
    if (accounts_ == nullptr) {
        made.name = claims.name;
        made.ceiling = ceiling_of(claims.roles);
        co_return made;
    }

    auto account = accounts_->account_if_loaded(claims.account);
    if (!account) {
        auto found = co_await accounts_->account(claims.account);
        if (!found) {
            co_return found.error();
        }
        account = std::move(*found);
    }
    if (!account || account->value.disabled) {
        co_return nobody(account ? "accountDisabled" : "noSuchAccount");
    }
    made.name = account->value.name;
    made.ceiling = account->value.admin ? domain::access::admin : domain::access::coordinator;
    co_return made;
}

} // namespace organizer::identity
