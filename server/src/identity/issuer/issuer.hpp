#pragma once

#include "domain/account.hpp"
#include "domain/failure.hpp"
#include "http/router.hpp"
#include "identity/issuer/settings.hpp"
#include "identity/key_source.hpp"
#include "identity/verifier.hpp"
#include "ops/clock.hpp"
#include "ops/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace organizer::store {
class entities;
}

namespace organizer::identity::issuer {

struct parts;

/// The built-in OpenID Connect issuer: sign-in with local accounts, authorization code with PKCE, refresh, sign-out and
/// one-time links. Its codes, sessions, families and counters stand in its own SQLite file; accounts are documents of
/// the store.
class issuer {
public:
    /// Opens (or makes) `file`. Blocks for up to a second (a first signing key). `blocking` runs the file's work and
    /// signing, `hashing` the passwords: at most as many threads as there are cores, since each hash takes 19 MiB. All
    /// references must outlive this. Throws database_error or std::runtime_error with one clear line.
    issuer(issuer_settings settings, const std::filesystem::path& file, store::entities& accounts,
           const ops::clock& clock, ops::pool& blocking, ops::pool& hashing);
    ~issuer();
    issuer(const issuer&) = delete;
    issuer& operator=(const issuer&) = delete;

    /// Everything that the issuer serves: discovery, `/config.json`, `/oidc/*`.
    std::vector<http::route> routes();

    /// What the verifier needs to take this issuer's tokens, and only those.
    token_rules rules() const;
    std::shared_ptr<const key_source> keys() const;

    /// The secret of this installation (32 bytes), from which link secrets and keyed hashes are made.
    const std::string& installation_key() const;
    /// The installation's `tid`, a UUID.
    const std::string& tenant() const;

    /// The link that makes the first account, as long as there is none; the same one until it is used. Nothing once
    /// there is an account.
    boost::asio::awaitable<domain::result<std::optional<std::string>>> set_up_link();
    /// A link that signs the account in, once, within 15 minutes. Fails with `absent` `noSuchAccount`, or `conflict`
    /// `accountDisabled`.
    boost::asio::awaitable<domain::result<std::string>> sign_in_link(std::string account);
    /// A link to choose a new password, once, within 24 hours. The same `op` gives the same link. Fails like
    /// `sign_in_link`.
    boost::asio::awaitable<domain::result<std::string>> reset_link(std::string account, std::string op);
    /// The link of an invitation's secret (`identity/link_secret.hpp`).
    std::string invitation_link(std::string_view secret) const;

    /// Makes an account that has no password yet (a sign-in or reset link opens it) and returns its id. The same `oid`
    /// gives the same account. Fails with `conflict` `userNameTaken`, `invalid` for a faulty name.
    struct new_account {
        std::string oid; ///< a UUID
        std::string name;
        std::string user_name;
        bool admin = false;
    };
    boost::asio::awaitable<domain::result<std::string>> create_account(new_account wanted);

    /// The account of a user name, or nothing.
    boost::asio::awaitable<domain::result<std::optional<std::string>>> account_of_user_name(std::string user_name);
    /// Ends all sessions and refresh families of an account (after it was disabled).
    boost::asio::awaitable<domain::result<void>> end_sessions(std::string account);

    /// Rotates keys, drops what ran out and ends the sessions of disabled accounts. To be called once an hour.
    boost::asio::awaitable<domain::result<void>> maintain();

private:
    std::unique_ptr<parts> parts_;
};

} // namespace organizer::identity::issuer
