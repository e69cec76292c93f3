#pragma once

// For tests only: keys made on the spot, and tokens signed with them in whatever form a test wants.

#include "identity/crypto.hpp"
#include "identity/key_source.hpp"
#include "identity/verifier.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace organizer::identity::testing {

/// An RSA-2048 key that signs anything.
class test_signer {
public:
    test_signer() : key_(EVP_RSA_gen(2048), EVP_PKEY_free) {
        if (!key_) {
            throw std::runtime_error("no key");
        }
        n_ = number(OSSL_PKEY_PARAM_RSA_N);
        e_ = number(OSSL_PKEY_PARAM_RSA_E);
    }

    /// Making a key is slow under sanitizers: one for the whole test binary.
    static const test_signer& shared() {
        static const test_signer made;
        return made;
    }
    /// A second one, of somebody else.
    static const test_signer& foreign() {
        static const test_signer made;
        return made;
    }

    std::string kid() const { return rsa_thumbprint(n_, e_); }
    const std::string& modulus() const { return n_; }
    EVP_PKEY* key() const { return key_.get(); }

    boost::json::object jwk() const { return {{"kty", "RSA"}, {"use", "sig"}, {"kid", kid()}, {"n", n_}, {"e", e_}}; }
    std::string jwks() const {
        return boost::json::serialize(boost::json::object{{"keys", boost::json::array{jwk()}}});
    }
    key_set keys() const { return *read_key_set(jwks()); }

    /// The RS256 signature of a text, in base64url.
    std::string signature(std::string_view text) const {
        const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        std::string bytes(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
        auto size = bytes.size();
        if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
            EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size,
                           reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
            throw std::runtime_error("no signature");
        }
        return to_base64url(bytes);
    }

    /// A token of exactly these two texts, JSON or not.
    std::string token_of(std::string_view header, std::string_view payload) const {
        auto text = to_base64url(header) + "." + to_base64url(payload);
        return text + "." + signature(text);
    }
    std::string token_of(const boost::json::object& header, const boost::json::object& claims) const {
        return token_of(boost::json::serialize(header), boost::json::serialize(claims));
    }
    /// A token with a right header.
    std::string token_of(const boost::json::object& claims) const { return token_of(header(), claims); }
    boost::json::object header() const { return {{"alg", "RS256"}, {"typ", "at+jwt"}, {"kid", kid()}}; }

private:
    std::string number(const char* name) const {
        BIGNUM* raw = nullptr;
        if (EVP_PKEY_get_bn_param(key_.get(), name, &raw) != 1) {
            throw std::runtime_error("no number");
        }
        const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned(raw, BN_free);
        std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
        BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
        return to_base64url(bytes);
    }

    std::shared_ptr<EVP_PKEY> key_;
    std::string n_;
    std::string e_;
};

inline constexpr std::string_view test_issuer = "http://localhost:8080";
inline constexpr std::string_view test_tenant = "6f9c1d2e-3b4a-4c5d-8e6f-7a8b9c0d1e2f";
inline constexpr std::string_view test_person = "0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e";

inline token_rules test_rules() {
    token_rules rules;
    rules.issuer = test_issuer;
    rules.audience = "organizer-api";
    rules.type = "at+jwt";
    rules.tenant = test_tenant;
    rules.clients = {"organizer-web"};
    rules.scope = "access_as_user";
    return rules;
}

/// Claims that pass, of a token issued at `now` for 900 seconds.
inline boost::json::object right_claims(std::int64_t now) {
    return {{"iss", test_issuer}, {"aud", "organizer-api"},  {"iat", now},
            {"nbf", now},         {"exp", now + 900},        {"sub", test_person},
            {"oid", test_person}, {"tid", test_tenant},      {"azp", "organizer-web"},
            {"azpacr", "0"},      {"scp", "access_as_user"}, {"roles", boost::json::array{"Organizer.Coordinator"}},
            {"ver", "2.0"},       {"name", "Anna Example"},  {"uti", "a1"}};
}

} // namespace organizer::identity::testing
