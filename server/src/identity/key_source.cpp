#include "identity/key_source.hpp"

#include "identity/crypto.hpp"
#include "json/strict_json.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>

namespace organizer::identity {
namespace {

constexpr std::size_t max_set_bytes = 256 * 1024;
constexpr std::size_t max_keys = 1000;
constexpr std::size_t max_kid_bytes = 256;
constexpr int min_bits = 2048;
constexpr int max_bits = 8192;
constexpr BN_ULONG min_exponent = 65537;

struct big_number_free {
    void operator()(BIGNUM* number) const { BN_free(number); }
};
using big_number = std::unique_ptr<BIGNUM, big_number_free>;

std::optional<std::string_view> text_member(const boost::json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    if (member == nullptr || !member->is_string()) {
        return std::nullopt;
    }
    return std::string_view(member->get_string());
}

big_number big_number_of(std::string_view base64url) {
    const auto bytes = from_base64url(base64url);
    if (!bytes || bytes->empty() || bytes->front() == '\0') {
        return nullptr;
    }
    return big_number(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes->data()), static_cast<int>(bytes->size()), nullptr));
}

std::shared_ptr<EVP_PKEY> rsa_key(const BIGNUM* modulus, const BIGNUM* exponent) {
    const std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> builder(OSSL_PARAM_BLD_new(),
                                                                                  OSSL_PARAM_BLD_free);
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent) != 1) {
        return nullptr;
    }
    const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(OSSL_PARAM_BLD_to_param(builder.get()),
                                                                             OSSL_PARAM_free);
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr), EVP_PKEY_CTX_free);
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    return {made, EVP_PKEY_free};
}

/// The key of one JWK if it may be used.
std::optional<public_key> read_key(const boost::json::object& jwk) {
    const auto kty = text_member(jwk, "kty");
    const auto kid = text_member(jwk, "kid");
    const auto n = text_member(jwk, "n");
    const auto e = text_member(jwk, "e");
    if (kty != "RSA" || !kid || kid->empty() || kid->size() > max_kid_bytes || !n || !e) {
        return std::nullopt;
    }
    if (jwk.contains("use") && text_member(jwk, "use") != "sig") {
        return std::nullopt;
    }
    if (jwk.contains("alg") && text_member(jwk, "alg") != "RS256") {
        return std::nullopt;
    }
    if (jwk.contains("d") || jwk.contains("p") || jwk.contains("q")) {
        return std::nullopt; // a private key that somebody published checks nothing any more
    }
    const auto modulus = big_number_of(*n);
    const auto exponent = big_number_of(*e);
    if (!modulus || !exponent || BN_num_bits(modulus.get()) < min_bits || BN_num_bits(modulus.get()) > max_bits ||
        BN_num_bits(exponent.get()) > 64 || BN_is_odd(exponent.get()) == 0 ||
        BN_get_word(exponent.get()) < min_exponent) {
        return std::nullopt;
    }
    public_key made;
    made.key = rsa_key(modulus.get(), exponent.get());
    if (!made.key) {
        return std::nullopt;
    }
    made.kid = *kid;
    made.issuer = text_member(jwk, "issuer").value_or("");
    made.thumbprint = rsa_thumbprint(*n, *e);
    return made;
}

} // namespace

key_set::key_set(const std::vector<public_key>& keys) {
    for (const auto& key : keys) {
        keys_.emplace(key.kid, key);
    }
}

const public_key* key_set::find(std::string_view kid) const {
    const auto found = keys_.find(kid);
    return found == keys_.end() ? nullptr : &found->second;
}

boost::system::result<key_set, key_fault> read_key_set(std::string_view text) {
    json::limits limits;
    limits.max_bytes = max_set_bytes;
    limits.floats = true; // members of no interest may hold them
    const auto parsed = json::read(text, limits);
    if (!parsed || !parsed->is_object()) {
        return key_fault::not_a_key_set;
    }
    const auto* listed = parsed->get_object().if_contains("keys");
    if (listed == nullptr || !listed->is_array() || listed->get_array().size() > max_keys) {
        return key_fault::not_a_key_set;
    }
    std::vector<public_key> keys;
    const auto& entries = listed->get_array();
    for (const auto& entry : entries) {
        if (!entry.is_object()) {
            return key_fault::not_a_key_set;
        }
        if (auto key = read_key(entry.get_object())) {
            keys.push_back(std::move(*key));
        }
    }
    if (keys.empty()) {
        return key_fault::no_usable_key;
    }
    key_set made(keys);
    if (made.size() != keys.size()) {
        return key_fault::not_a_key_set;
    }
    return made;
}

std::string rsa_thumbprint(std::string_view n, std::string_view e) {
    std::string canonical = R"({"e":")";
    canonical.append(e).append(R"(","kty":"RSA","n":")").append(n).append(R"("})");
    return to_base64url(as_bytes(sha256(canonical)));
}

} // namespace organizer::identity
