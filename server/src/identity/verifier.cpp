#include "identity/verifier.hpp"

#include "identity/crypto.hpp"
#include "json/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace organizer::identity {
namespace {

using boost::json::object;

constexpr std::size_t max_token_bytes = 8 * 1024;
constexpr std::size_t max_kid_bytes = 256;
constexpr std::size_t max_name_bytes = 512;
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

std::optional<std::string_view> text(const object& members, std::string_view name) {
    const auto* member = members.if_contains(name);
    if (member == nullptr || !member->is_string()) {
        return std::nullopt;
    }
    return std::string_view(member->get_string());
}

std::optional<std::int64_t> seconds(const object& members, std::string_view name) {
    const auto* member = members.if_contains(name);
    if (member == nullptr || !member->is_int64() || member->get_int64() < 0 || member->get_int64() > last_second) {
        return std::nullopt;
    }
    return member->get_int64();
}

bool signed_by(const public_key& key, const token_parts& parts) {
    const auto signature = from_base64url(parts.signature);
    if (!signature || signature->size() != static_cast<std::size_t>(EVP_PKEY_get_size(key.key.get()))) {
        return false;
    }
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> hash(EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto bytes = [](std::string_view of) { return reinterpret_cast<const unsigned char*>(of.data()); };
    const bool right =
        EVP_DigestVerifyInit(context.get(), nullptr, hash.get(), nullptr, key.key.get()) == 1 &&
        EVP_DigestVerify(context.get(), bytes(*signature), signature->size(), bytes(parts.signed_text),
                         parts.signed_text.size()) == 1;
    EVP_MD_CTX_reset(context.get());
    if (!right) {
        ERR_clear_error();
    }
    return right;
}

/// `aud` is the one audience, as a text or as the only kind of entry of a list.
bool is_audience(const object& claims, std::string_view audience) {
    const auto* member = claims.if_contains("aud");
    if (member == nullptr) {
        return false;
    }
    if (member->is_string()) {
        return std::string_view(member->get_string()) == audience;
    }
    if (!member->is_array() || member->get_array().empty()) {
        return false;
    }
    const auto& listed = member->get_array();
    return std::all_of(listed.begin(), listed.end(), [&](const boost::json::value& entry) {
        return entry.is_string() && std::string_view(entry.get_string()) == audience;
    });
}

bool has_word(std::string_view words, std::string_view wanted) {
    while (!words.empty()) {
        const auto end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == wanted) {
            return true;
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

/// The key's own `issuer`, which metadata for several tenants carries, must name the token's.
bool key_serves_issuer(const public_key& key, std::string_view issuer, std::string_view tenant) {
    if (key.issuer.empty()) {
        return true;
    }
    constexpr std::string_view placeholder = "{tenantid}";
    auto named = key.issuer;
    if (const auto at = named.find(placeholder); at != std::string::npos) {
        named.replace(at, placeholder.size(), tenant);
    }
    return named == issuer;
}

/// Roles that are no list of texts give nothing, as if the claim were absent: the token is right, the person has no role.
std::vector<std::string> roles_of(const object& claims) {
    const auto* member = claims.if_contains("roles");
    if (member == nullptr || !member->is_array()) {
        return {};
    }
    std::vector<std::string> roles;
    const auto& listed = member->get_array();
    for (const auto& role : listed) {
        if (!role.is_string()) {
            return {};
        }
        roles.emplace_back(std::string_view(role.get_string()));
    }
    return roles;
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

verifier::verifier(token_rules rules, std::shared_ptr<const key_source> keys, std::size_t remembered_tokens)
    : rules_(std::move(rules)), keys_(std::move(keys)), known_(remembered_tokens) {
    if (rules_.issuer.empty() || rules_.audience.empty() || rules_.type.empty() || rules_.tenant.empty() ||
        rules_.clients.empty() || rules_.scope.empty() || !keys_) {
        throw std::invalid_argument("the token rules leave something open");
    }
    if (rules_.skew < std::chrono::seconds(0) || rules_.skew > std::chrono::seconds(300)) {
        throw std::invalid_argument("the skew of token times must be 0 to 300 seconds");
    }
}

boost::system::result<std::shared_ptr<const token_claims>, token_fault> verifier::verify(std::string_view token,
                                                                                       domain::instant now) const {
    if (token.size() > max_token_bytes) {
        return token_fault::size;
    }
    const auto hash = known_.hash(token);
    const auto keys = keys_->keys();
    if (auto known = known_.find(hash)) {
        const auto* key = keys->find(known->kid);
        if (key == nullptr || key->thumbprint != known->thumbprint) {
            known_.drop(hash);
            return token_fault::key_unknown;
        }
        if (!timely(*known, now)) {
            known_.drop(hash);
            return token_fault::time;
        }
        return known;
    }
    auto claims = read(token, *keys);
    if (!claims) {
        return claims.error();
    }
    if (!timely(**claims, now)) {
        return token_fault::time;
    }
    known_.keep(hash, *claims);
    return claims;
}

boost::system::result<std::shared_ptr<const token_claims>, token_fault> verifier::read(std::string_view token,
                                                                                     const key_set& keys) const {
    const auto parts = split(token);
    if (!parts) {
        return token_fault::structure;
    }
    const auto header = json_object(parts->header);
    if (!header) {
        return token_fault::header;
    }
    if (text(*header, "alg") != "RS256") {
        return token_fault::algorithm;
    }
    if (header->contains("crit")) {
        return token_fault::critical_header;
    }
    if (text(*header, "typ") != rules_.type) {
        return token_fault::type;
    }
    const auto kid = text(*header, "kid");
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

    const auto claims = json_object(parts->payload);
    if (!claims) {
        return token_fault::claims;
    }
    if (text(*claims, "iss") != rules_.issuer || !key_serves_issuer(*key, rules_.issuer, rules_.tenant)) {
        return token_fault::issuer;
    }
    if (text(*claims, "tid") != rules_.tenant) {
        return token_fault::tenant;
    }
    if (!is_audience(*claims, rules_.audience)) {
        return token_fault::audience;
    }
    if (text(*claims, "ver") != "2.0") {
        return token_fault::version;
    }
    const auto expires = seconds(*claims, "exp");
    const auto not_before = seconds(*claims, "nbf");
    const auto issued = seconds(*claims, "iat");
    if (!expires || !not_before || !issued) {
        return token_fault::time;
    }
    const auto client = text(*claims, "azp");
    if (!client || std::find(rules_.clients.begin(), rules_.clients.end(), *client) == rules_.clients.end() ||
        text(*claims, "azpacr") != "0") {
        return token_fault::client;
    }
    if (!has_word(text(*claims, "scp").value_or(""), rules_.scope)) {
        return token_fault::scope;
    }
    const auto oid = text(*claims, "oid");
    if (!oid || !is_uuid(*oid)) {
        return token_fault::person;
    }

    auto made = std::make_shared<token_claims>();
    made->kid = *kid;
    made->thumbprint = key->thumbprint;
    made->tid = rules_.tenant;
    made->oid = *oid;
    made->account = account_id(rules_.tenant, *oid);
    made->name = text(*claims, "name").value_or("").substr(0, max_name_bytes);
    made->roles = roles_of(*claims);
    made->token_id = text(*claims, "uti").value_or("").substr(0, max_kid_bytes);
    made->expires = *expires;
    made->not_before = *not_before;
    made->issued = *issued;
    return std::shared_ptr<const token_claims>(std::move(made));
}

bool verifier::timely(const token_claims& claims, domain::instant now) const {
    const auto second = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto skew = rules_.skew.count();
    return second < claims.expires + skew && second >= claims.not_before - skew && second >= claims.issued - skew;
}

domain::access ceiling_of(const std::vector<std::string>& roles) {
    using domain::access;
    constexpr std::array<std::pair<std::string_view, access>, 4> known{{
        {"Organizer.Admin", access::admin},
        {"Organizer.Coordinator", access::coordinator},
        {"Organizer.RunDirector", access::run_director},
        {"Organizer.Helper", access::helper},
    }};
    auto highest = access::none;
    for (const auto& role : roles) {
        for (const auto& [name, value] : known) {
            if (role == name) {
                highest = std::max(highest, value);
            }
        }
    }
    return highest;
}

} // namespace organizer::identity
