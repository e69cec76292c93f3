#include "identity/verifier.hpp"

#include "identity/crypto.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace organizer::identity {
namespace {

using boost::json::object;

constexpr std::size_t max_name_bytes = 512;

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

/// Roles that are no list of texts give nothing, as if the claim were absent: the token is right, the person has no
/// role.
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
    const auto opened = open_token(token, rules_.type, keys);
    if (!opened) {
        return opened.error();
    }
    const auto* key = opened->key;
    const auto& claims = opened->claims;
    if (text_claim(claims, "iss") != rules_.issuer || !key_serves_issuer(*key, rules_.issuer, rules_.tenant)) {
        return token_fault::issuer;
    }
    if (text_claim(claims, "tid") != rules_.tenant) {
        return token_fault::tenant;
    }
    if (!is_audience(claims, rules_.audience)) {
        return token_fault::audience;
    }
    if (text_claim(claims, "ver") != "2.0") {
        return token_fault::version;
    }
    const auto expires = seconds_claim(claims, "exp");
    const auto not_before = seconds_claim(claims, "nbf");
    const auto issued = seconds_claim(claims, "iat");
    if (!expires || !not_before || !issued) {
        return token_fault::time;
    }
    const auto client = text_claim(claims, "azp");
    if (!client || std::find(rules_.clients.begin(), rules_.clients.end(), *client) == rules_.clients.end() ||
        text_claim(claims, "azpacr") != "0") {
        return token_fault::client;
    }
    if (!has_word(text_claim(claims, "scp").value_or(""), rules_.scope)) {
        return token_fault::scope;
    }
    const auto oid = text_claim(claims, "oid");
    if (!oid || !is_uuid(*oid)) {
        return token_fault::person;
    }

    auto made = std::make_shared<token_claims>();
    made->kid = key->kid;
    made->thumbprint = key->thumbprint;
    made->tid = rules_.tenant;
    made->oid = *oid;
    made->account = account_id(rules_.tenant, *oid);
    made->name = text_claim(claims, "name").value_or("").substr(0, max_name_bytes);
    made->roles = roles_of(claims);
    made->token_id = text_claim(claims, "uti").value_or("").substr(0, max_kid_bytes);
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
