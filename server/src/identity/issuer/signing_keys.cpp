#include "identity/issuer/signing_keys.hpp"

#include "identity/crypto.hpp"
#include "identity/issuer/times.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>

namespace organizer::identity::issuer {
namespace {

constexpr unsigned key_bits = 2048;

std::shared_ptr<EVP_PKEY> owned(EVP_PKEY* key) {
    if (key == nullptr) {
        throw std::runtime_error("a signing key could not be made or read");
    }
    return {key, EVP_PKEY_free};
}

std::string private_bytes(EVP_PKEY* key) {
    unsigned char* bytes = nullptr;
    const int size = i2d_PrivateKey(key, &bytes);
    if (size <= 0) {
        throw std::runtime_error("a signing key could not be written");
    }
    std::string kept(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_clear_free(bytes, static_cast<std::size_t>(size));
    return kept;
}

std::shared_ptr<EVP_PKEY> key_of(std::string_view bytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    return owned(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &at, static_cast<long>(bytes.size())));
}

std::string public_number(EVP_PKEY* key, const char* name) {
    BIGNUM* raw = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) {
        throw std::runtime_error("a signing key has no public half");
    }
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(raw, BN_free);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
    BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
    return to_base64url(bytes);
}

boost::json::object jwk_of(EVP_PKEY* key) {
    const auto n = public_number(key, OSSL_PKEY_PARAM_RSA_N);
    const auto e = public_number(key, OSSL_PKEY_PARAM_RSA_E);
    return {{"kty", "RSA"}, {"use", "sig"}, {"alg", "RS256"}, {"kid", rsa_thumbprint(n, e)}, {"n", n}, {"e", e}};
}

} // namespace

std::shared_ptr<const signing_keys::state> signing_keys::current() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

std::shared_ptr<const std::string> signing_keys::jwks() const {
    auto kept = current();
    return {kept, &kept->jwks};
}

bool signing_keys::rotate(std::int64_t now) {
    transaction work(file_);
    bool changed = false;
    std::vector<signing_key> keys;
    {
        auto read = work.prepare("SELECT kid, private_key, active_from FROM signing_key ORDER BY active_from, kid");
        while (read.row()) {
            keys.push_back({read.text(0), key_of(read.text(1)), read.integer(2)});
        }
    }
    const auto add = [&](std::int64_t active_from) {
        const auto key = owned(EVP_RSA_gen(key_bits));
        const auto kid = std::string(jwk_of(key.get()).at("kid").as_string());
        work.prepare("INSERT INTO signing_key (kid, private_key, published_at, active_from) VALUES (?, ?, ?, ?)")
            .bind(kid)
            .bind_blob(private_bytes(key.get()))
            .bind(now)
            .bind(active_from)
            .run();
        keys.push_back({kid, key, active_from});
        changed = true;
    };
    if (keys.empty()) {
        add(now);
    } else if (now >= keys.back().active_from + (key_life - key_notice).count()) {
        // After a long stop the old key signs on for the day in which the new one is only published.
        add(std::max(keys.back().active_from + key_life.count(), now + key_notice.count()));
    }
    while (keys.size() > 1 && now >= keys[1].active_from + key_afterlife.count()) {
        work.prepare("DELETE FROM signing_key WHERE kid = ?").bind(keys.front().kid).run();
        keys.erase(keys.begin());
        changed = true;
    }
    work.commit();
    if (!changed && !current()->keys.empty()) {
        return false;
    }

    boost::json::array listed;
    for (const auto& key : keys) {
        listed.emplace_back(jwk_of(key.key.get()));
    }
    auto next = std::make_shared<state>();
    next->keys = std::move(keys);
    next->jwks = boost::json::serialize(boost::json::object{{"keys", std::move(listed)}});
    auto set = read_key_set(next->jwks);
    if (!set) {
        throw std::logic_error("the issuer's own key set does not read");
    }
    published_->publish(std::move(*set));
    const std::lock_guard lock(mutex_);
    state_ = std::move(next);
    return true;
}

std::string signing_keys::sign(std::string_view type, const boost::json::object& claims, std::int64_t now) const {
    const auto kept = current();
    const signing_key* signer = nullptr;
    for (const auto& key : kept->keys) {
        if (key.active_from <= now || signer == nullptr) {
            signer = &key;
        }
    }
    if (signer == nullptr) {
        throw std::logic_error("a token was to be signed before there was a key");
    }
    const boost::json::object header{{"alg", "RS256"}, {"typ", type}, {"kid", signer->kid}};
    auto text = to_base64url(boost::json::serialize(header));
    text += '.';
    text += to_base64url(boost::json::serialize(claims));

    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, signer->key.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1) {
        throw std::runtime_error("a token could not be signed");
    }
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) !=
        1) {
        throw std::runtime_error("a token could not be signed");
    }
    signature.resize(size);
    text += '.';
    text += to_base64url(signature);
    return text;
}

} // namespace organizer::identity::issuer
