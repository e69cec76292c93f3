#pragma once

#include "identity/key_source.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace organizer::identity {

/// Why a token was refused: for the log, never for the client.
enum class token_fault {
    size,
    structure,
    header,
    algorithm,
    critical_header,
    type,
    key_unknown,
    signature,
    claims,
    issuer,
    tenant,
    audience,
    version,
    time,
    client,
    scope,
    person,
};

std::string_view to_string(token_fault fault) noexcept;

inline constexpr std::size_t max_token_bytes = 8 * 1024;
inline constexpr std::size_t max_kid_bytes = 256;

/// A token whose signature is right; what it says is not judged yet.
struct signed_token {
    const public_key* key = nullptr; ///< lives as long as the key set
    boost::json::object claims;
};

/// Opens a compact JWS: at most 8 KiB, exactly three parts of strict base64url, header and payload strict JSON objects,
/// `alg` RS256 (by our decision), no `crit`, `typ` as given, `kid` one of the keys, and its signature. `jku`, `x5u`,
/// `jwk` and `x5c` are never read.
boost::system::result<signed_token, token_fault> open_token(std::string_view token, std::string_view type,
                                                            const key_set& keys);

/// The member if it is a text.
std::optional<std::string_view> text_claim(const boost::json::object& claims, std::string_view name);
/// The member if it is a whole number of seconds between 1970 and the year 9999.
std::optional<std::int64_t> seconds_claim(const boost::json::object& claims, std::string_view name);

} // namespace organizer::identity
