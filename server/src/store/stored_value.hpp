#pragma once

#include "domain/failure.hpp"
#include "store/document_store.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace organizer::store {

/// The most bytes that one document may have as text, in every engine.
inline constexpr std::size_t largest_document = 2'000'000;

/// Checks what every engine asks of a document before it is written: an id of three parts that names `event`, `v` above
/// 0, `rev` not negative, only restricted values, at most `largest_document`. A problem is `unexpected` `notStorable`.
domain::result<void> check_storable(const document& checked);

/// The length of `value` as JSON text, within a few per cent, without making the text.
std::size_t approximate_size(const boost::json::value& value);
std::size_t approximate_size(const boost::json::object& value);
std::size_t approximate_size(const boost::json::array& value);

/// Reads stored text; a problem is `unexpected` `storedDamaged`.
domain::result<boost::json::object> object_from_text(std::string_view text);
domain::result<boost::json::array> array_from_text(std::string_view text);

/// A problem for the log and for 503: `code` is `storeUnavailable` or `storeFull`.
domain::problem unavailable(std::string code, std::string detail);
/// The problem of stored bytes that make no sense.
domain::problem damaged(std::string detail);

} // namespace organizer::store
