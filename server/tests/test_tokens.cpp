#include "test_tokens.hpp"

#include "identity/crypto.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <stdexcept>

namespace organizer::testing {
namespace {

constexpr std::int64_t since = 1'577'836'800; // 2020-01-01
constexpr std::int64_t until = 2'208'988'800; // 2040-01-01
constexpr std::string_view name_space = "7d3f4b52-93a8-4c1e-9a51-2f6f0b3c8e11";

std::string sign(EVP_PKEY* key, std::string_view text) {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::size_t size = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1) {
        throw std::runtime_error("cannot sign a test token");
    }
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) !=
        1) {
        throw std::runtime_error("cannot sign a test token");
    }
    signature.resize(size);
    return signature;
}

} // namespace

const test_tokens& test_tokens::instance() {
    static const test_tokens made;
    return made;
}

test_tokens::test_tokens() : key_(EVP_RSA_gen(2048), EVP_PKEY_free) {
    if (!key_) {
        throw std::runtime_error("cannot make a test key");
    }
    rules_.issuer = "http://localhost:8080";
    rules_.audience = "organizer-api";
    rules_.type = "at+jwt";
    rules_.tenant = "0c9f8a1e-5d36-4b1c-8f2e-6a7b3d4c5e6f";
    rules_.clients = {"organizer-web"};
    rules_.scope = "access_as_user";
    identity::public_key published;
    published.kid = "test-key";
    published.thumbprint = "test-key";
    published.key = key_;
    keys_ = std::make_shared<identity::published_keys>(identity::key_set({published}));
}

person test_tokens::make_person(std::string_view name, std::vector<std::string> roles) const {
    person made;
    made.oid = identity::name_uuid(name_space, name);
    made.account = identity::account_id(rules_.tenant, made.oid);
    made.name = std::string(name);
    made.roles = std::move(roles);
    return made;
}

std::string test_tokens::token(const person& who) const {
    const boost::json::object header{{"alg", "RS256"}, {"typ", rules_.type}, {"kid", "test-key"}};
    boost::json::object claims{{"iss", rules_.issuer}, {"aud", rules_.audience}, {"exp", until},
                               {"nbf", since},         {"iat", since},           {"sub", who.oid},
                               {"oid", who.oid},       {"tid", rules_.tenant},   {"azp", rules_.clients.front()},
                               {"azpacr", "0"},        {"scp", rules_.scope},    {"ver", "2.0"},
                               {"name", who.name},     {"uti", who.oid}};
    if (!who.roles.empty()) {
        boost::json::array roles;
        for (const auto& role : who.roles) {
            roles.emplace_back(role);
        }
        claims["roles"] = std::move(roles);
    }
    auto text = identity::to_base64url(boost::json::serialize(header)) + "." +
                identity::to_base64url(boost::json::serialize(claims));
    const auto signature = sign(key_.get(), text);
    return text + "." + identity::to_base64url(signature);
}

} // namespace organizer::testing
