#include "store/sqlite/faults.hpp"

#include "store/stored_value.hpp"

#include <sqlite3.h>

namespace organizer::store::sqlite {

domain::problem problem_of(const sqlite_error& error) {
    switch (error.code() & 0xff) {
    case SQLITE_FULL:
        return unavailable("storeFull", error.what());
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(error.what());
    default:
        return unavailable("storeUnavailable", error.what());
    }
}

bool is_fatal(const sqlite_error& error) {
    const int primary = error.code() & 0xff;
    return error.code() == SQLITE_IOERR_FSYNC || error.code() == SQLITE_IOERR_DIR_FSYNC || primary == SQLITE_CORRUPT ||
           primary == SQLITE_NOTADB;
}

} // namespace organizer::store::sqlite
