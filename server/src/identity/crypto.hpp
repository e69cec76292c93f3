#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The few primitives that tokens, links and cookies are made of. All of them are OpenSSL 3 underneath; a failure of
/// OpenSSL itself (out of memory, no entropy) throws std::runtime_error.
namespace organizer::identity {

using digest = std::array<std::uint8_t, 32>;

/// Base64url without padding (RFC 4648 §5).
std::string to_base64url(std::string_view bytes);
/// Reads unpadded, canonical base64url: no padding, no other alphabet, no white space, unused bits zero. Else nothing.
std::optional<std::string> from_base64url(std::string_view text);

digest sha256(std::string_view bytes);
digest hmac_sha256(std::string_view key, std::string_view bytes);
/// The bytes of a digest as text of 32 bytes.
std::string_view as_bytes(const digest& value);

/// `count` bytes from the operating system's generator.
std::string random_bytes(std::size_t count);
/// A secret of 256 random bits as 43 characters of base64url.
std::string random_secret();
/// A random UUID (version 4), lower case.
std::string random_uuid();
/// The UUID of version 5 for `name` in the name space `space` (a UUID as text, lower case).
std::string name_uuid(std::string_view space, std::string_view name);
/// True for 36 characters `8-4-4-4-12` of lower-case hexadecimal digits.
bool is_uuid(std::string_view text);

/// Compares without telling by its time where two texts of one length differ.
bool same_bytes(std::string_view left, std::string_view right);

/// The account's id: a UUID of version 5 over `(tid, oid)`, the only key of a person that sign-in gives.
std::string account_id(std::string_view tid, std::string_view oid);

} // namespace organizer::identity
