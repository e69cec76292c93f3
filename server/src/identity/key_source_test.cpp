#include "identity/key_source.hpp"
#include "identity/testing/test_signer.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace organizer::identity;
using boost::json::array;
using boost::json::object;
using organizer::identity::testing::test_signer;

boost::system::result<key_set, key_fault> read(const object& jwk) {
    return read_key_set(boost::json::serialize(object{{"keys", array{jwk}}}));
}

object jwk_with(std::string_view name, const boost::json::value_ref& value) {
    auto made = test_signer::shared().jwk();
    made[name] = boost::json::value(value);
    return made;
}

std::string number_of(EVP_PKEY* key, const char* name) {
    BIGNUM* raw = nullptr;
    EVP_PKEY_get_bn_param(key, name, &raw);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(raw);
    return to_base64url(bytes);
}

TEST(key_set, reads_a_key_and_knows_it_by_its_kid) {
    const auto& signer = test_signer::shared();
    const auto keys = read_key_set(signer.jwks());
    ASSERT_TRUE(keys.has_value());
    ASSERT_NE(keys->find(signer.kid()), nullptr);
    EXPECT_EQ(keys->find(signer.kid())->thumbprint, signer.kid());
    EXPECT_EQ(keys->find("other"), nullptr);
    EXPECT_EQ(keys->find(""), nullptr);
}

TEST(key_set, the_thumbprint_is_that_of_rfc_7638) {
    const std::string n =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
        "BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
        "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn"
        "1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    EXPECT_EQ(rsa_thumbprint(n, "AQAB"), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(key_set, leaves_out_keys_that_may_not_check) {
    for (const auto& jwk : {jwk_with("use", "enc"),
                            jwk_with("use", 1),
                            jwk_with("alg", "RS512"),
                            jwk_with("alg", "PS256"),
                            jwk_with("kty", "EC"),
                            jwk_with("kty", "rsa"),
                            jwk_with("kid", ""),
                            jwk_with("kid", 5),
                            jwk_with("kid", std::string(300, 'k')),
                            jwk_with("e", "Aw"),
                            jwk_with("e", "AQAA"),
                            jwk_with("e", "AQAB="),
                            jwk_with("e", "AAEAAQ"),
                            jwk_with("e", std::string(100, '_')),
                            jwk_with("n", "AQAB"),
                            jwk_with("n", "+/"),
                            jwk_with("n", ""),
                            jwk_with("n", 7),
                            jwk_with("d", "AQ"),
                            jwk_with("p", "AQ")}) {
        ASSERT_TRUE(read(jwk).has_error()) << boost::json::serialize(jwk).substr(0, 80);
        EXPECT_EQ(read(jwk).error(), key_fault::no_usable_key);
    }
    EXPECT_TRUE(read(jwk_with("alg", "RS256")).has_value());
    auto no_use = test_signer::shared().jwk();
    no_use.erase("use");
    EXPECT_TRUE(read(no_use).has_value());
}

TEST(key_set, refuses_short_keys) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> small(EVP_RSA_gen(1024), EVP_PKEY_free);
    ASSERT_TRUE(small);
    EXPECT_TRUE(read(jwk_with("n", number_of(small.get(), OSSL_PKEY_PARAM_RSA_N))).has_error());
}

TEST(key_set, takes_the_good_keys_of_a_mixed_set) {
    const auto keys = read_key_set(boost::json::serialize(object{
        {"keys", array{object{{"kty", "EC"}, {"kid", "x"}}, object{}, test_signer::shared().jwk()}}, {"other", 1.5}}));
    ASSERT_TRUE(keys.has_value());
    EXPECT_EQ(keys->size(), 1U);
}

TEST(key_set, refuses_what_is_no_key_set) {
    const auto two =
        boost::json::serialize(object{{"keys", array{test_signer::shared().jwk(), test_signer::shared().jwk()}}});
    array many;
    for (int i = 0; i <= 1000; ++i) {
        many.push_back(object{});
    }
    for (const std::string& text :
         {std::string(), std::string("[]"), std::string("{}"), std::string(R"({"keys":{}})"),
          std::string(R"({"keys":["x"]})"), std::string(R"({"keys":[],"keys":[]})"), std::string("<html>"),
          std::string(300 * 1024, ' '), two, boost::json::serialize(object{{"keys", many}})}) {
        const auto keys = read_key_set(text);
        ASSERT_TRUE(keys.has_error()) << text.substr(0, 40);
        EXPECT_EQ(keys.error(), key_fault::not_a_key_set) << text.substr(0, 40);
    }
    EXPECT_EQ(read_key_set(R"({"keys":[]})").error(), key_fault::no_usable_key);
}

} // namespace
