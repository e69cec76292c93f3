#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

using sqlite3 = struct sqlite3;
using sqlite3_stmt = struct sqlite3_stmt;

/// The issuer's own SQLite file: one connection, durable commits, and nothing that the document store knows of.
namespace organizer::identity::issuer {

/// SQLite could not do its part (disk full, file damaged, folder not writable). Never an expected outcome of a request.
class database_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A prepared statement, bound in order. Texts and blobs are copied.
class statement {
public:
    statement(sqlite3* connection, std::string_view sql);
    ~statement();
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    statement& bind(std::int64_t value);
    statement& bind(std::string_view text);
    statement& bind_blob(std::string_view bytes);
    statement& bind_null();

    /// Steps to the next row; false behind the last one.
    bool row();
    /// Runs a statement without rows; the number of rows that it changed.
    int run();

    std::int64_t integer(int column) const;
    std::string text(int column) const; ///< also of blobs: the bytes as they are
    bool is_null(int column) const;

private:
    sqlite3* connection_;
    sqlite3_stmt* prepared_ = nullptr;
    int bound_ = 0;
};

/// The file. All its work is blocking and belongs on a pool.
class database {
public:
    /// Opens or makes `file` (readable by its owner alone) and brings its tables up to date. Throws database_error,
    /// also for a file that a newer release wrote.
    explicit database(const std::filesystem::path& file);
    ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

private:
    friend class transaction;
    void migrate();

    sqlite3* connection_ = nullptr;
    std::mutex mutex_;
};

/// One transaction, alone on the database from the first moment; rolled back unless `commit` is called.
class transaction {
public:
    explicit transaction(database& file);
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;

    statement prepare(std::string_view sql) { return statement(connection_, sql); }
    /// Durable when it returns.
    void commit();

private:
    std::lock_guard<std::mutex> lock_;
    sqlite3* connection_;
    bool open_ = true;
};

} // namespace organizer::identity::issuer
