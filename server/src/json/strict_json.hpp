#pragma once

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// The one strict JSON reader: tokens, key sets and request bodies all pass through it, so that a text means the same
/// thing everywhere. Boost.JSON's own parser keeps the last of two equal members and turns `1e400` into infinity.
namespace organizer::json {

/// Why a text was refused.
enum class fault_code {
    too_large,        ///< more bytes than the limit
    too_deep,         ///< objects and arrays nested deeper than the limit
    syntax,           ///< not JSON, bytes after the value, a lone surrogate, or not UTF-8
    duplicate_member, ///< an object names a member twice
    not_an_integer,   ///< a number with a fraction or exponent where only integers are taken
    out_of_range,     ///< an integer beyond 64 signed bits, or a number beyond a double
};

/// A stable camelCase word for `code`, as problem details and logs carry it.
std::string_view to_string(fault_code code) noexcept;

/// What is wrong and where: `pointer` is the JSON pointer (RFC 6901) of the faulty value, empty for the whole text.
struct fault {
    fault_code code = fault_code::syntax;
    std::string pointer;

    bool operator==(const fault&) const = default;
};

/// What a reader takes. The defaults are those of request bodies.
struct limits {
    std::size_t max_bytes = 1024 * 1024;
    std::size_t max_depth = 32;
    bool floats = false; ///< take numbers with a fraction or exponent (finite ones only)
};

/// Reads exactly one JSON value from the whole of `text`: valid UTF-8, no member named twice, nothing after the value,
/// numbers as int64 (or finite doubles where `taken.floats`). Never throws for what is in the text.
boost::system::result<boost::json::value, fault> read(std::string_view text, const limits& taken = {});

/// Appends `name` to a JSON pointer, escaped as RFC 6901 asks.
void append_to_pointer(std::string& pointer, std::string_view name);

} // namespace organizer::json
