#include "store/sqlite/schema.hpp"

#include <sqlite3.h>

#include <array>

namespace organizer::store::sqlite {

namespace {

/// One step of the schema; its version is its place in the list, from 1 on. Steps that were released never change.
constexpr std::array<const char*, 2> steps = {
    R"sql(
CREATE TABLE documents (
    id         TEXT PRIMARY KEY NOT NULL,
    kind       TEXT NOT NULL,
    event      TEXT NOT NULL,
    v          INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    format     INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted    INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    body       TEXT NOT NULL,
    decided    TEXT NOT NULL
) STRICT;
CREATE INDEX documents_in_event ON documents (event, kind, id);
CREATE INDEX documents_by_change ON documents (sequence);
)sql",
    // An id begins with kind and event, so that the key alone serves lists. `evicted` is new; what was written before
    // did not note whether something had left `decided`. The long columns stay last: what stands before them is read
    // without them.
    R"sql(
CREATE TABLE documents_2 (
    id         TEXT PRIMARY KEY NOT NULL,
    event      TEXT NOT NULL,
    v          INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    format     INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted    INTEGER NOT NULL,
    evicted    INTEGER NOT NULL,
    sequence   INTEGER NOT NULL,
    body       TEXT NOT NULL,
    decided    TEXT NOT NULL
) STRICT;
INSERT INTO documents_2 (id, event, v, rev, format, updated_at, deleted, evicted, sequence, body, decided)
    SELECT id, event, v, rev, format, updated_at, deleted, 1, sequence, body, decided FROM documents ORDER BY id;
DROP TABLE documents;
ALTER TABLE documents_2 RENAME TO documents;
CREATE INDEX documents_by_change ON documents (sequence);
)sql",
};

} // namespace

void configure_writer(connection& writer) {
    if (writer.text_of("PRAGMA journal_mode = WAL") != "wal") {
        throw sqlite_error(SQLITE_ERROR, "the file system does not allow a write-ahead log");
    }
    writer.run("PRAGMA synchronous = FULL");
    writer.run("PRAGMA journal_size_limit = 67108864");
    // In KiB. It fills as the file grows, however little of it is in use; the system keeps the file's pages anyway.
    writer.run("PRAGMA cache_size = -4000");
}

void migrate(connection& writer, const std::string& now) {
    writer.run("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT");
    const std::string applied = writer.text_of("SELECT coalesce(max(version), 0) FROM migrations");
    const auto version = static_cast<std::size_t>(std::stoul(applied));
    if (version > steps.size()) {
        throw sqlite_error(SQLITE_ERROR, "it was written by a newer version of this program (schema " + applied + ")");
    }
    for (std::size_t at = version; at < steps.size(); ++at) {
        writer.run("BEGIN IMMEDIATE");
        writer.run(steps[at]);
        statement note(writer, "INSERT INTO migrations (version, applied_at) VALUES (?1, ?2)");
        note.bind(1, static_cast<std::int64_t>(at + 1));
        note.bind(2, now);
        note.step();
        note.reset();
        writer.run("COMMIT");
    }
}

std::string integrity_faults(connection& on) {
    statement check(on, "PRAGMA integrity_check(20)");
    std::string faults;
    while (check.step()) {
        const std::string line(check.text(0));
        if (line != "ok") {
            faults += (faults.empty() ? "" : "; ") + line;
        }
    }
    return faults;
}

} // namespace organizer::store::sqlite
