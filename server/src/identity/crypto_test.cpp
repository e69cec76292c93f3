#include "identity/crypto.hpp"
#include "identity/link_secret.hpp"
#include "identity/token_cache.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace organizer::identity;

TEST(base64url, goes_both_ways_for_every_length) {
    for (std::size_t size = 0; size < 70; ++size) {
        const auto bytes = random_bytes(size);
        const auto text = to_base64url(bytes);
        EXPECT_EQ(text.find_first_of("+/="), std::string::npos);
        EXPECT_EQ(from_base64url(text), bytes);
    }
    EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
}

TEST(base64url, takes_one_spelling_only) {
    for (const auto* text : {"A", "AAAAA", "AA==", "AA=", "A A", "AA\n", "+/AA", "AB", "AAB", "A\xc3"}) {
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    }
    EXPECT_EQ(from_base64url("AA"), std::string(1, '\0'));
}

TEST(uuids, have_version_and_variant_and_name_ones_are_those_of_rfc_4122) {
    // The example of RFC 4122's errata: the DNS name space and www.example.com.
    EXPECT_EQ(name_uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
              "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    const auto random = random_uuid();
    EXPECT_TRUE(is_uuid(random));
    EXPECT_EQ(random[14], '4');
    EXPECT_FALSE(is_uuid("2ED6657D-e927-568b-95e1-2665a8aea6a2"));
    EXPECT_FALSE(is_uuid("2ed6657de927-568b-95e1-2665a8aea6a2-"));
    EXPECT_FALSE(is_uuid(""));
}

TEST(account_ids, tell_tenants_and_persons_apart) {
    EXPECT_NE(account_id("a", "b"), account_id("b", "a"));
    EXPECT_NE(account_id("a", "b"), account_id("a", "c"));
    EXPECT_EQ(account_id("a", "b"), account_id("a", "b"));
}

TEST(secrets, are_256_bits_and_never_the_same) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const auto secret = random_secret();
        EXPECT_EQ(from_base64url(secret)->size(), 32U);
        EXPECT_TRUE(seen.insert(secret).second);
    }
}

token_hash by_openssl(const std::array<std::uint64_t, 2>& key, std::string_view bytes) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> mac(EVP_MAC_fetch(nullptr, "SIPHASH", nullptr),
                                                                EVP_MAC_free);
    const std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> context(EVP_MAC_CTX_new(mac.get()),
                                                                            EVP_MAC_CTX_free);
    std::size_t size = 16;
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                                     OSSL_PARAM_construct_end()};
    token_hash made{};
    std::size_t written = 0;
    EXPECT_EQ(EVP_MAC_init(context.get(), reinterpret_cast<const unsigned char*>(key.data()), 16, parameters), 1);
    EXPECT_EQ(EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()), 1);
    EXPECT_EQ(EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(made.data()), &written, 16), 1);
    EXPECT_EQ(written, 16U);
    return made;
}

TEST(sip_hash, is_that_of_openssl_for_every_length) {
    const std::array<std::uint64_t, 2> key{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};
    std::string text;
    for (std::size_t size = 0; size < 200; ++size) {
        EXPECT_EQ(sip_hash(key, text), by_openssl(key, text)) << size;
        text += static_cast<char>(size * 7);
    }
}

std::shared_ptr<const token_claims> claims_until(std::int64_t expires) {
    auto made = std::make_shared<token_claims>();
    made->expires = expires;
    return made;
}

TEST(token_cache, keeps_and_drops) {
    token_cache cache(64);
    const auto hash = cache.hash("token");
    EXPECT_EQ(cache.find(hash), nullptr);
    const auto claims = claims_until(10);
    cache.keep(hash, claims);
    EXPECT_EQ(cache.find(hash), claims);
    EXPECT_EQ(cache.find(cache.hash("other")), nullptr);
    cache.drop(hash);
    EXPECT_EQ(cache.find(hash), nullptr);
}

TEST(token_cache, is_bounded_and_lets_go_what_expires_first) {
    token_cache cache(8);
    ASSERT_EQ(cache.capacity(), 8U);
    std::vector<token_hash> hashes;
    for (int i = 0; i < 9; ++i) {
        hashes.push_back(cache.hash("token " + std::to_string(i)));
        cache.keep(hashes.back(), claims_until(100 + (i == 4 ? -50 : i)));
    }
    int held = 0;
    for (const auto& hash : hashes) {
        held += cache.find(hash) ? 1 : 0;
    }
    EXPECT_EQ(held, 8);
    EXPECT_EQ(cache.find(hashes[4]), nullptr);
}

TEST(token_cache, two_processes_hash_differently) {
    const token_cache one(8);
    const token_cache other(8);
    EXPECT_NE(one.hash("token"), other.hash("token"));
}

TEST(token_cache, many_threads_at_once) {
    token_cache cache(256);
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&cache, thread] {
            for (int i = 0; i < 2000; ++i) {
                const auto hash = cache.hash(std::to_string(i % 300));
                if (const auto claims = cache.find(hash)) {
                    EXPECT_EQ(claims->expires, i % 300);
                } else {
                    cache.keep(hash, claims_until(i % 300));
                }
                if (i % 50 == thread) {
                    cache.drop(hash);
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

TEST(link_secret, depends_on_every_part) {
    const auto base = link_secret("key", link_purpose::sign_in, "a", 1);
    EXPECT_EQ(base, link_secret("key", link_purpose::sign_in, "a", 1));
    EXPECT_EQ(base.size(), 43U);
    EXPECT_NE(base, link_secret("kez", link_purpose::sign_in, "a", 1));
    EXPECT_NE(base, link_secret("key", link_purpose::reset, "a", 1));
    EXPECT_NE(base, link_secret("key", link_purpose::sign_in, "b", 1));
    EXPECT_NE(base, link_secret("key", link_purpose::sign_in, "a", 2));
}

TEST(link_secret, an_invitation_names_itself_and_no_other) {
    const auto secret = invitation_secret("key", "monrepos", "0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e");
    const auto name = read_invitation_secret("key", secret);
    ASSERT_TRUE(name.has_value());
    EXPECT_EQ(*name, (invitation_name{"monrepos", "0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e", 1}));
    EXPECT_EQ(read_invitation_secret("another key", secret), std::nullopt);
    auto other_event = secret;
    other_event[0] = 'n';
    EXPECT_EQ(read_invitation_secret("key", other_event), std::nullopt);
    const auto mac = secret.substr(secret.rfind('.') + 1);
    for (const std::string& text :
         {std::string(), std::string("."), std::string("..."), secret + "x", secret.substr(0, secret.size() - 1), mac,
          "monrepos.0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e.2." + mac,
          "monrepos.0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e.01." + mac,
          "monrepos.0b1c2d3e-4f5a-4b6c-8d7e-9f0a1b2c3d4e.-1." + mac, "a/b.c.1." + mac, std::string(100000, '.')}) {
        EXPECT_EQ(read_invitation_secret("key", text), std::nullopt) << text.substr(0, 80);
    }
}

} // namespace
