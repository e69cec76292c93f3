#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

/// The contract (`api/openapi.yaml`) as tables, written at build by `tools/contract_tables.py`. The strict reader
/// checks bodies and parameters against them; tests compare the server's routes and the access matrix with them.
namespace organizer::api::contract {

/// JSON types as bits, since a value may be, say, a string or null.
enum type_bit : std::uint8_t { null = 1, boolean = 2, integer = 4, string = 8, array = 16, object = 32 };

/// The named formats the contract may use (its `x-formats`); anything else fails the build.
enum class format : std::uint8_t {
    none,
    country,
    cursor,
    date,
    date_time,
    email,
    id,
    local_time,
    phone,
    role,
    slot,
    slug,
    time_zone,
    uri,
    uuid,
};

using schema_id = std::uint16_t;
inline constexpr schema_id no_schema = 0xffff;

struct member {
    std::string_view name;
    schema_id schema = no_schema;
    bool required = false;
};

/// One alternative of a discriminated `oneOf`.
struct choice {
    std::string_view value;
    schema_id schema = no_schema;
};

struct schema {
    std::uint8_t types = 0; ///< `type_bit`s; 0 for a discriminated `oneOf`
    format text_format = format::none;
    bool closed = false; ///< object: members that are not named are refused
    std::span<const member> members = {};
    schema_id items = no_schema;   ///< array: of what
    schema_id further = no_schema; ///< object: the schema of members that are not named (a map)
    /// integer: bounds; string: length in code points; array: items; object: members. All inclusive.
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t most = std::numeric_limits<std::int64_t>::max();
    std::span<const std::string_view> values = {}; ///< string: the only ones allowed, if any
    std::string_view discriminator = {};           ///< `oneOf`: the member that tells which
    std::span<const choice> choices = {};
};

enum class place : std::uint8_t { path, query, header };

struct parameter {
    std::string_view name;
    place in = place::query;
    bool required = false;
    schema_id schema = no_schema;
};

struct answer {
    unsigned status = 0;
    std::string_view content_type; ///< empty: no body
    schema_id schema = no_schema;
};

struct operation {
    std::string_view id;                      ///< operationId
    std::string_view verb;                    ///< `GET`
    std::string_view pattern;                 ///< `/api/v1/events/{event}`
    std::string_view command;                 ///< `x-command`; empty for reads
    std::span<const std::string_view> access; ///< `x-access`
    bool open = false;                        ///< `security: []`: answers without a token
    std::span<const parameter> parameters;
    std::string_view body_type; ///< content type of the request body; empty: none is taken
    schema_id body = no_schema; ///< its schema, when it is JSON
    bool body_required = false;
    std::span<const answer> answers;
};

/// Every operation, in the contract's order.
std::span<const operation> operations();
/// The operation of that operationId, or null.
const operation* find(std::string_view id);
/// A schema of the tables; `id` must come from them.
const schema& schema_at(schema_id id);
/// The schema `components/schemas/<name>`, or null.
const schema* find_schema(std::string_view name);

} // namespace organizer::api::contract
