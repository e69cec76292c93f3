#pragma once

#include "domain/failure.hpp"
#include "store/sqlite/connection.hpp"

namespace organizer::store::sqlite {

/// The one place where an error of SQLite becomes a problem of the port.
domain::problem problem_of(const sqlite_error& error);

/// True after an error in writing to the medium, after which what the system keeps in memory cannot be trusted any
/// more.
bool is_fatal(const sqlite_error& error);

} // namespace organizer::store::sqlite
