#pragma once

#include "store/sqlite/connection.hpp"

#include <string>

namespace organizer::store::sqlite {

/// Sets up a writer connection: WAL, `synchronous=FULL`, a bound for the log's file.
void configure_writer(connection& writer);

/// Brings the schema to the newest version, one transaction for each step. Throws `sqlite_error`; a database of a newer
/// program is one with code `SQLITE_ERROR` and a plain text.
void migrate(connection& writer, const std::string& now);

/// The faults that SQLite's integrity check finds, empty if there are none.
std::string integrity_faults(connection& on);

} // namespace organizer::store::sqlite
