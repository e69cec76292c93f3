#pragma once

#include <boost/system/result.hpp>

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

using EVP_PKEY = struct evp_pkey_st;

/// The keys that tokens are checked with. A key set never changes; a source swaps in another one, so a reader needs no
/// lock.
namespace organizer::identity {

/// One RSA key that may check signatures (RS256 alone).
struct public_key {
    std::string kid;
    std::string issuer;     ///< the JWK's `issuer` with `{tenantid}` as it stands, or empty
    std::string thumbprint; ///< RFC 7638, base64url
    std::shared_ptr<EVP_PKEY> key;
};

/// The keys of the one configured issuer by `kid`. Empty: every token is refused.
class key_set {
public:
    key_set() = default;
    /// Of two keys with one `kid` the first counts; `read_key_set` refuses such a set.
    explicit key_set(const std::vector<public_key>& keys);

    /// The key with exactly that `kid`, or null.
    const public_key* find(std::string_view kid) const;
    std::size_t size() const { return keys_.size(); }

private:
    std::map<std::string, public_key, std::less<>> keys_;
};

enum class key_fault {
    not_a_key_set, ///< not strict JSON, no `keys` array, more than 1,000 keys, or two keys with one `kid`
    no_usable_key, ///< a well-formed set without any key that may check RS256
};

/// Reads a JWK set (RFC 7517), at most 256 KiB. A key is used if it is RSA, for signatures, of 2,048 to 8,192 bits with
/// an odd exponent of at least 65,537 and without private members; others are left out, as RFC 7517 §5 asks.
boost::system::result<key_set, key_fault> read_key_set(std::string_view text);

/// The RFC 7638 thumbprint of an RSA key, from its `n` and `e` in base64url.
std::string rsa_thumbprint(std::string_view n, std::string_view e);

/// Where the keys come from: the process itself, or (later) an issuer's `jwks_uri`.
class key_source {
public:
    virtual ~key_source() = default;
    /// The keys as they are now; never null, never blocks.
    virtual std::shared_ptr<const key_set> keys() const = 0;
};

/// Keys that this process publishes itself.
class published_keys final : public key_source {
public:
    explicit published_keys(key_set first = {}) : keys_(std::make_shared<const key_set>(std::move(first))) {}

    std::shared_ptr<const key_set> keys() const override { return keys_.load(); }
    void publish(key_set next) { keys_.store(std::make_shared<const key_set>(std::move(next))); }

private:
    std::atomic<std::shared_ptr<const key_set>> keys_;
};

} // namespace organizer::identity
