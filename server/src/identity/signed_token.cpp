#include "identity/signed_token.hpp"

#include "identity/crypto.hpp"
#include "json/strict_json.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>
#include <utility>

namespace organizer::identity {
namespace {

using boost::json::object;

constexpr std::int64_t last_second = 253'402'300'799; // of the year 9999

struct token_parts {
    std::string_view header;
    std::string_view payload;
    std::string_view signature;
    std::string_view signed_text; ///< header, dot, payload
};

std::optional<token_parts> split(std::string_view token) {
    const auto first = token.find('.');
    if (first == std::string_view::npos) {
        return std::nullopt;
    }
    const auto second = token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
        return std::nullopt;
    }
    return token_parts{token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
                       token.substr(0, second)};
}

std::optional<object> json_object(std::string_view base64url) {
    const auto bytes = from_base64url(base64url);
    if (!bytes) {
        return std::nullopt;
    }
    json::limits limits;
    limits.max_bytes = max_token_bytes;
    limits.floats = true; // claims of no interest may hold them; those that matter are asked for integers below
    auto value = json::read(*bytes, limits);
    if (!value || !value->is_object()) {
        return std::nullopt;
    }
    return std::move(value->get_object());
}

bool signed_by(const public_key& key, const token_parts& parts) {
    const auto signature = from_base64url(parts.signature);
    if (!signature || signature->size() != static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get()))) {
        return false;
    }
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> hash(EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                                      EVP_MD_free);
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                       EVP_MD_CTX_free);
    const auto bytes = [](std::string_view of) { return reinterpret_cast<const unsigned char*>(of.data()); };
    const bool right = EVP_DigestVerifyInit(context.get(), nullptr, hash.get(), nullptr, key.key.get()) == 1 &&
                       EVP_DigestVerify(context.get(), bytes(*signature), signature->size(), bytes(parts.signed_text),
                                        parts.signed_text.size()) == 1;
    EVP_MD_CTX_reset(context.get());
    if (!right) {
        ERR_clear_error();
    }
    return right;
}

} // namespace

std::string_view to_string(token_fault fault) noexcept {
    switch (fault) {
    case token_fault::size:
        return "size";
    case token_fault::structure:
        return "structure";
    case token_fault::header:
        return "header";
    case token_fault::algorithm:
        return "algorithm";
    case token_fault::critical_header:
        return "criticalHeader";
    case token_fault::type:
        return "type";
    case token_fault::key_unknown:
        return "keyUnknown";
    case token_fault::signature:
        return "signature";
    case token_fault::claims:
        return "claims";
    case token_fault::issuer:
        return "issuer";
    case token_fault::tenant:
        return "tenant";
    case token_fault::audience:
        return "audience";
    case token_fault::version:
        return "version";
    case token_fault::time:
        return "time";
    case token_fault::client:
        return "client";
    case token_fault::scope:
        return "scope";
    case token_fault::person:
        return "person";
    }
    return "unknown";
}

std::optional<std::string_view> text_claim(const object& claims, std::string_view name) {
    const auto* member = claims.if_contains(name);
    if (member == nullptr || !member->is_string()) {
        return std::nullopt;
    }
    return std::string_view(member->get_string());
}

std::optional<std::int64_t> seconds_claim(const object& claims, std::string_view name) {
    const auto* member = claims.if_contains(name);
    if (member == nullptr || !member->is_int64() || member->get_int64() < 0 || member->get_int64() > last_second) {
        return std::nullopt;
    }
    return member->get_int64();
}

boost::system::result<signed_token, token_fault> open_token(std::string_view token, std::string_view type,
                                                            const key_set& keys) {
    if (token.size() > max_token_bytes) {
        return token_fault::size;
    }
    const auto parts = split(token);
    if (!parts) {
        return token_fault::structure;
    }
    const auto header = json_object(parts->header);
    if (!header) {
        return token_fault::header;
    }
    if (text_claim(*header, "alg") != "RS256") {
        return token_fault::algorithm;
    }
    if (header->contains("crit")) {
        return token_fault::critical_header;
    }
    if (text_claim(*header, "typ") != type) {
        return token_fault::type;
    }
    const auto kid = text_claim(*header, "kid");
    if (!kid || kid->size() > max_kid_bytes) {
        return token_fault::key_unknown;
    }
    const auto* key = keys.find(*kid);
    if (key == nullptr) {
        return token_fault::key_unknown;
    }
    if (!signed_by(*key, *parts)) {
        return token_fault::signature;
    }
    auto claims = json_object(parts->payload);
    if (!claims) {
        return token_fault::claims;
    }
    return signed_token{key, std::move(*claims)};
}

} // namespace organizer::identity
