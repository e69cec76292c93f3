#include "identity/issuer/settings.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace organizer::identity::issuer {
namespace {

std::vector<std::string> with_path(const issuer_settings& settings, std::string_view path) {
    std::vector<std::string> uris{settings.endpoint(path)};
    if (!settings.development_origin.empty()) {
        uris.push_back(settings.development_origin + std::string(path));
    }
    return uris;
}

std::string_view host_of(std::string_view url) {
    const auto start = url.find("://");
    return start == std::string_view::npos ? url : url.substr(start + 3);
}

} // namespace

std::vector<std::string> issuer_settings::redirect_uris() const { return with_path(*this, "/redirect.html"); }

std::vector<std::string> issuer_settings::post_logout_uris() const { return with_path(*this, "/"); }

std::string issuer_settings::cookie(std::string_view name) const {
    if (secure()) {
        return "__Host-" + std::string(name);
    }
    const auto host = host_of(public_url);
    const auto colon = host.rfind(':');
    return std::string(name) + "_" + (colon == std::string_view::npos ? "80" : std::string(host.substr(colon + 1)));
}

std::string issuer_settings::set_cookie(std::string_view name, std::string_view value, long long seconds) const {
    std::string text(name);
    text += '=';
    text += value;
    text += secure() ? "; Path=/; Secure" : "; Path=/oidc";
    text += "; HttpOnly; SameSite=Strict; Max-Age=";
    text += std::to_string(seconds);
    return text;
}

std::string discovery_document(const issuer_settings& settings) {
    using boost::json::array;
    const boost::json::object document{
        {"issuer", settings.public_url},
        {"authorization_endpoint", settings.endpoint("/oidc/authorize")},
        {"token_endpoint", settings.endpoint("/oidc/token")},
        {"jwks_uri", settings.endpoint("/oidc/jwks")},
        {"end_session_endpoint", settings.endpoint("/oidc/logout")},
        {"response_types_supported", array{"code"}},
        {"response_modes_supported", array{"query", "fragment"}},
        {"grant_types_supported", array{"authorization_code", "refresh_token"}},
        {"subject_types_supported", array{"public"}},
        {"id_token_signing_alg_values_supported", array{"RS256"}},
        {"token_endpoint_auth_methods_supported", array{"none"}},
        {"code_challenge_methods_supported", array{"S256"}},
        {"scopes_supported", array{"openid", "profile", "offline_access", settings.api_scope()}},
        {"claims_supported", array{"iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "oid", "tid", "name",
                                   "preferred_username", "ver"}},
        {"prompt_values_supported", array{"none", "login", "select_account"}},
        {"ui_locales_supported", array{"en", "de"}},
        {"claims_parameter_supported", false},
        {"request_parameter_supported", false},
        {"request_uri_parameter_supported", false},
        {"authorization_response_iss_parameter_supported", true},
    };
    return boost::json::serialize(document);
}

std::string pages_configuration(const issuer_settings& settings) {
    const auto host = host_of(settings.public_url);
    const boost::json::object document{
        {"issuer", settings.public_url},
        {"clientId", settings.client},
        {"apiScope", settings.api_scope()},
        {"authority", "https://" + std::string(host) + "/"},
        {"knownAuthorities", boost::json::array{host}},
        {"protocolMode", "OIDC"},
        {"authorityMetadata", discovery_document(settings)},
    };
    return boost::json::serialize(document);
}

} // namespace organizer::identity::issuer
