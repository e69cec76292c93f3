#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

/// What browsers and OAuth clients send: parameters, cookies, languages. Everything here is hostile.
namespace organizer::identity::issuer {

/// Decoded `application/x-www-form-urlencoded` parameters, each once.
using parameters = std::map<std::string, std::string, std::less<>>;

inline constexpr std::size_t most_parameters = 64;

/// Reads a query or a form. Nothing if a name stands twice (RFC 6749 §3.1), a percent sign is not followed by two
/// digits, or there are more than 64 parameters.
std::optional<parameters> read_parameters(std::string_view text);

/// The parameter's value, empty if it is absent.
std::string_view value_of(const parameters& from, std::string_view name);

/// Percent-encodes for a query or a fragment: everything but RFC 3986's unreserved characters.
std::string encoded(std::string_view text);

/// The value of the cookie of that name in a `Cookie` header; nothing if it is absent or stands twice.
std::optional<std::string_view> cookie_of(std::string_view header, std::string_view name);

/// Escapes a text for HTML content and for attribute values in double quotes.
std::string html(std::string_view text);

enum class language { english, german };

/// The language of a page: the first known one of `ui_locales` (OpenID Connect), else of `Accept-Language` by its
/// weights, else English.
language choose_language(std::string_view ui_locales, std::string_view accept_language);

} // namespace organizer::identity::issuer
