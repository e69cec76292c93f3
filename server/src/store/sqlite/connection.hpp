#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace organizer::store::sqlite {

/// What SQLite answered that was not expected; thrown inside this folder only and turned into a problem at its edge.
class sqlite_error : public std::runtime_error {
public:
    sqlite_error(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
    /// The extended result code.
    int code() const noexcept { return code_; }

private:
    int code_;
};

/// One connection, used by one thread at a time.
class connection {
public:
    enum class mode { read_write, read_only };

    /// Opens `path`. `vfs` names SQLite's layer below, empty for the system's. A lock held by another connection is
    /// waited for at most five seconds.
    connection(const std::string& path, mode opened, const std::string& vfs);

    /// Runs statements without results.
    void run(const char* sql);
    /// The first column of the first row of a statement, empty without rows.
    std::string text_of(const char* sql);
    /// Rows that the last statement changed.
    int changes() const noexcept;
    /// False while a transaction is open.
    bool autocommit() const noexcept;
    /// Rolls back if a transaction is open; SQLite has ended it by itself after some errors.
    void roll_back() noexcept;

    sqlite3* handle() const noexcept { return handle_.get(); }
    /// Throws the error of the connection's last call.
    [[noreturn]] void fail(int code, const std::string& doing) const;

private:
    struct closer {
        void operator()(sqlite3* opened) const noexcept;
    };
    std::unique_ptr<sqlite3, closer> handle_;
};

/// A prepared statement, kept as long as its connection.
class statement {
public:
    statement(const connection& on, std::string_view sql);

    /// Binds parameters from 1 on. The text must live until `reset`.
    void bind(int at, std::string_view text);
    void bind(int at, std::int64_t number);
    /// True: a row is there; false: done.
    bool step();
    /// Columns of the row, from 0 on; the view holds until the next step.
    std::string_view text(int column) const;
    std::int64_t number(int column) const;
    /// Ends the run, so that no read transaction stays open.
    void reset() noexcept;

private:
    struct finalizer {
        void operator()(sqlite3_stmt* prepared) const noexcept;
    };
    const connection* on_;
    std::unique_ptr<sqlite3_stmt, finalizer> handle_;
};

/// Resets a statement when the block is left.
class run_of {
public:
    explicit run_of(statement& running) : running_(running) {}
    ~run_of() { running_.reset(); }
    run_of(const run_of&) = delete;
    run_of& operator=(const run_of&) = delete;

private:
    statement& running_;
};

} // namespace organizer::store::sqlite
