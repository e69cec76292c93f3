#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace organizer::store {

/// A fresh random UUID (version 4), in lower case.
std::string random_uuid();

/// The UUID (version 5, RFC 4122) of `name` in the organizer's own namespace; the same for ever and on every machine.
std::string uuid_v5(std::string_view name);

/// The key of a document that a command creates: UUIDv5 of kind, event and op, so that a repeat meets the same
/// document.
std::string creation_id(std::string_view kind, std::string_view event, std::string_view op);

/// A keyed hash (HMAC-SHA256, 32 hexadecimal digits) of a command, by which the same op for another command is told.
/// The parts are length-prefixed, so that no two different commands give the same bytes. `key` is the installation's
/// secret.
std::string command_hash(std::string_view key, std::string_view kind, std::string_view entity,
                         std::string_view payload);

/// Bytes of the system's random source. Throws `std::runtime_error` if it fails.
std::string random_bytes(std::size_t count);

} // namespace organizer::store
