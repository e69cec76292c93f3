#include "store/sqlite/connection.hpp"

#include <sqlite3.h>

namespace organizer::store::sqlite {

namespace {

constexpr int busy_milliseconds = 5000;

} // namespace

void connection::closer::operator()(sqlite3* opened) const noexcept {
    // Every statement lives shorter than its connection, so this cannot be refused.
    sqlite3_close_v2(opened);
}

connection::connection(const std::string& path, mode opened, const std::string& vfs) {
    const int flags = (opened == mode::read_write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
                      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
    handle_.reset(raw);
    if (code != SQLITE_OK) {
        fail(code, "opening " + path);
    }
    if (const int set = sqlite3_busy_timeout(raw, busy_milliseconds); set != SQLITE_OK) {
        fail(set, "setting the deadline");
    }
}

void connection::fail(int code, const std::string& doing) const {
    const char* said = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
    throw sqlite_error(code, doing + ": " + said);
}

void connection::run(const char* sql) {
    if (const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK) {
        fail(code, sql);
    }
}

std::string connection::text_of(const char* sql) {
    statement asked(*this, sql);
    return asked.step() ? std::string(asked.text(0)) : std::string();
}

int connection::changes() const noexcept { return sqlite3_changes(handle_.get()); }

bool connection::autocommit() const noexcept { return sqlite3_get_autocommit(handle_.get()) != 0; }

void connection::roll_back() noexcept {
    if (!autocommit()) {
        // A rollback that fails leaves nothing committed either; the next BEGIN then reports the fault.
        sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void statement::finalizer::operator()(sqlite3_stmt* prepared) const noexcept {
    // Returns the error of the last step again, which was reported there.
    sqlite3_finalize(prepared);
}

statement::statement(const connection& on, std::string_view sql) : on_(&on) {
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v3(on.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    handle_.reset(raw);
    if (code != SQLITE_OK) {
        on.fail(code, std::string(sql));
    }
}

void statement::bind(int at, std::string_view text) {
    const char* data = text.data() == nullptr ? "" : text.data();
    const int code = sqlite3_bind_text64(handle_.get(), at, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK) {
        on_->fail(code, "binding a text");
    }
}

void statement::bind(int at, std::int64_t number) {
    if (const int code = sqlite3_bind_int64(handle_.get(), at, number); code != SQLITE_OK) {
        on_->fail(code, "binding a number");
    }
}

bool statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) {
        return true;
    }
    if (code != SQLITE_DONE) {
        on_->fail(code, sqlite3_sql(handle_.get()));
    }
    return false;
}

std::string_view statement::text(int column) const {
    // The text must be asked for before its length.
    const unsigned char* data = sqlite3_column_text(handle_.get(), column);
    const int length = sqlite3_column_bytes(handle_.get(), column);
    if (data == nullptr) {
        return {};
    }
    return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(length)};
}

std::int64_t statement::number(int column) const { return sqlite3_column_int64(handle_.get(), column); }

void statement::reset() noexcept {
    // Returns the error of the last step again, which was reported there.
    sqlite3_reset(handle_.get());
}

} // namespace organizer::store::sqlite
