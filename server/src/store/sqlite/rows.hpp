#pragma once

#include "store/document_store.hpp"
#include "store/sqlite/connection.hpp"

#include <cstdint>
#include <string>

namespace organizer::store::sqlite {

/// A document as its row: made on the caller's thread, so that the writer only binds.
struct row {
    std::string id;
    std::string event;
    std::int64_t v = 0;
    std::int64_t rev = 0;
    std::int64_t format = 0;
    std::int64_t updated_at = 0;
    std::int64_t deleted = 0;
    std::int64_t evicted = 0;
    std::string body;
    std::string decided;
};

row row_of(const document& stored);

/// The columns that `document_of` reads, in its order; `decided` comes last where it is asked for.
inline constexpr const char* listed_columns = "id, event, v, rev, format, updated_at, deleted, evicted, body";

/// The document of the statement's present row, whose columns are `listed_columns` (then `decided`).
domain::result<document> document_of(const statement& at, bool with_decided);

} // namespace organizer::store::sqlite
