#include "identity/issuer/database.hpp"

#include <sqlite3.h>

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace organizer::identity::issuer {
namespace {

/// Each entry is one step of the schema; entries are only ever added. Times are seconds of Unix time, `*_hash` is
/// SHA-256.
constexpr std::array<const char*, 1> migrations{{
    R"sql(
    CREATE TABLE installation (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE signing_key (
        kid TEXT PRIMARY KEY,
        private_key BLOB NOT NULL,
        published_at INTEGER NOT NULL,
        active_from INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE credential (
        account TEXT PRIMARY KEY,
        user_name TEXT NOT NULL,
        folded_name TEXT NOT NULL UNIQUE,
        password TEXT,
        changed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE session (
        id TEXT PRIMARY KEY,
        secret_hash BLOB NOT NULL UNIQUE,
        account TEXT NOT NULL,
        browser_hash BLOB NOT NULL,
        signed_in_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_by_account ON session (account, browser_hash);

    CREATE TABLE family (
        id TEXT PRIMARY KEY,
        account TEXT NOT NULL,
        session TEXT NOT NULL,
        client TEXT NOT NULL,
        scope TEXT NOT NULL,
        signed_in_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        revoked INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX family_by_account ON family (account);
    CREATE INDEX family_by_session ON family (session);

    CREATE TABLE code (
        secret_hash BLOB PRIMARY KEY,
        account TEXT NOT NULL,
        session TEXT NOT NULL,
        client TEXT NOT NULL,
        redirect_uri TEXT NOT NULL,
        challenge TEXT NOT NULL,
        nonce TEXT NOT NULL,
        scope TEXT NOT NULL,
        signed_in_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        family TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX code_by_account ON code (account);

    CREATE TABLE refresh (
        secret_hash BLOB PRIMARY KEY,
        family TEXT NOT NULL REFERENCES family (id) ON DELETE CASCADE,
        rotated_at INTEGER,
        successor_hash BLOB,
        sealed_successor BLOB
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX refresh_by_family ON refresh (family);

    CREATE TABLE link (
        secret_hash BLOB PRIMARY KEY,
        purpose TEXT NOT NULL,
        subject TEXT NOT NULL,
        generation INTEGER NOT NULL,
        op TEXT NOT NULL,
        expires_at INTEGER,
        used_at INTEGER,
        UNIQUE (purpose, subject, generation)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE attempt (
        key BLOB PRIMARY KEY,
        failures INTEGER NOT NULL,
        last_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX attempt_by_time ON attempt (last_at);
    )sql",
}};

[[noreturn]] void fail(sqlite3* connection, std::string_view what) {
    std::string text("issuer database: ");
    text += what;
    if (connection != nullptr) {
        text += ": ";
        text += sqlite3_errmsg(connection);
    }
    throw database_error(text);
}

void execute(sqlite3* connection, const char* sql) {
    if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        fail(connection, "a statement failed");
    }
}

} // namespace

statement::statement(sqlite3* connection, std::string_view sql) : connection_(connection) {
    if (sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()), &prepared_, nullptr) != SQLITE_OK) {
        fail(connection, "a statement could not be prepared");
    }
}

statement::~statement() { sqlite3_finalize(prepared_); }

statement& statement::bind(std::int64_t value) {
    if (sqlite3_bind_int64(prepared_, ++bound_, value) != SQLITE_OK) {
        fail(connection_, "a value could not be bound");
    }
    return *this;
}

statement& statement::bind(std::string_view text) {
    if (sqlite3_bind_text64(prepared_, ++bound_, text.data() == nullptr ? "" : text.data(), text.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK) {
        fail(connection_, "a text could not be bound");
    }
    return *this;
}

statement& statement::bind_blob(std::string_view bytes) {
    if (sqlite3_bind_blob64(prepared_, ++bound_, bytes.data(), bytes.size(), SQLITE_TRANSIENT) != SQLITE_OK) {
        fail(connection_, "bytes could not be bound");
    }
    return *this;
}

statement& statement::bind_null() {
    if (sqlite3_bind_null(prepared_, ++bound_) != SQLITE_OK) {
        fail(connection_, "null could not be bound");
    }
    return *this;
}

bool statement::row() {
    const int outcome = sqlite3_step(prepared_);
    if (outcome != SQLITE_ROW && outcome != SQLITE_DONE) {
        fail(connection_, "a statement failed");
    }
    return outcome == SQLITE_ROW;
}

int statement::run() {
    if (row()) {
        throw std::logic_error("a statement with rows was run as one without");
    }
    return sqlite3_changes(connection_);
}

std::int64_t statement::integer(int column) const { return sqlite3_column_int64(prepared_, column); }

std::string statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(prepared_, column));
    return bytes == nullptr ? std::string() : std::string(bytes, size);
}

bool statement::is_null(int column) const { return sqlite3_column_type(prepared_, column) == SQLITE_NULL; }

database::database(const std::filesystem::path& file) {
    // SQLite gives its own files the permissions of the main one, so that one is made first, for its owner alone.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0 || ::fchmod(descriptor, S_IRUSR | S_IWUSR) != 0) {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
        throw database_error("issuer database: " + file.string() + " cannot be opened for writing");
    }
    ::close(descriptor);
    if (sqlite3_open_v2(file.c_str(), &connection_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) !=
        SQLITE_OK) {
        std::string text = "issuer database: ";
        text += connection_ == nullptr ? "out of memory" : sqlite3_errmsg(connection_);
        sqlite3_close(connection_);
        throw database_error(text);
    }
    try {
        sqlite3_busy_timeout(connection_, 5000);
        execute(connection_, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                             "PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;");
        migrate();
    } catch (...) {
        sqlite3_close(connection_);
        throw;
    }
}

database::~database() { sqlite3_close(connection_); }

void database::migrate() {
    std::int64_t version = 0;
    {
        statement read(connection_, "PRAGMA user_version");
        if (read.row()) {
            version = read.integer(0);
        }
    }
    if (version > static_cast<std::int64_t>(migrations.size())) {
        throw database_error("issuer database: it was written by a newer release");
    }
    for (auto step = static_cast<std::size_t>(version); step < migrations.size(); ++step) {
        execute(connection_, "BEGIN IMMEDIATE");
        try {
            execute(connection_, migrations[step]);
            execute(connection_, ("PRAGMA user_version = " + std::to_string(step + 1)).c_str());
            execute(connection_, "COMMIT");
        } catch (...) {
            sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
            throw;
        }
    }
}

transaction::transaction(database& file) : lock_(file.mutex_), connection_(file.connection_) {
    execute(connection_, "BEGIN IMMEDIATE");
}

transaction::~transaction() {
    if (open_) {
        sqlite3_exec(connection_, "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void transaction::commit() {
    execute(connection_, "COMMIT");
    open_ = false;
}

} // namespace organizer::identity::issuer
