#pragma once

#include "identity/issuer/passwords.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace organizer::identity::issuer {

/// What the built-in issuer is told. Nothing of it is ever taken from a request.
struct issuer_settings {
    std::string public_url; ///< where people open the product, without a slash at the end; also the issuer's name
    std::string development_origin; ///< origin of a development server for the pages, or empty
    std::string client = "organizer-web";
    std::string audience = "organizer-api";
    password_cost cost;

    bool secure() const { return public_url.starts_with("https://"); }
    /// What a client asks for to be let into the API.
    std::string api_scope() const { return "api://" + audience + "/access_as_user"; }
    std::string endpoint(std::string_view path) const { return public_url + std::string(path); }
    std::vector<std::string> redirect_uris() const;
    std::vector<std::string> post_logout_uris() const;
    /// Names of the two cookies. On https they carry the `__Host-` prefix; on http the port, since cookies know no
    /// ports.
    std::string session_cookie() const { return cookie("organizer_session"); }
    std::string browser_cookie() const { return cookie("organizer_browser"); }
    /// A `Set-Cookie` value; `seconds` 0 removes the cookie.
    std::string set_cookie(std::string_view name, std::string_view value, long long seconds) const;

private:
    std::string cookie(std::string_view name) const;
};

/// The word in `scp` that the API asks for.
inline constexpr std::string_view api_scope_word = "access_as_user";

/// The OpenID Connect discovery document, as JSON text.
std::string discovery_document(const issuer_settings& settings);
/// `/config.json` of the pages: the real issuer, and for MSAL an https-named authority that is never contacted, with
/// the discovery document beside it.
std::string pages_configuration(const issuer_settings& settings);

} // namespace organizer::identity::issuer
