#include "store/sqlite/readers.hpp"

#include "store/sqlite/faults.hpp"
#include "store/sqlite/rows.hpp"
#include "store/stored_value.hpp"

#include <algorithm>

namespace organizer::store::sqlite {

namespace {

std::string select(const std::string& further_columns, const std::string& rest) {
    return "SELECT " + std::string(listed_columns) + further_columns + " FROM documents " + rest;
}

} // namespace

reader::reader(const std::string& path, const std::string& vfs)
    : connection_(path, connection::mode::read_only, vfs), find_(connection_, select(", decided", "WHERE id = ?1")),
      list_(connection_, select("", "WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3")),
      changed_(connection_, select(", sequence", "WHERE sequence > ?1 ORDER BY sequence LIMIT ?2")),
      newest_(connection_, "SELECT coalesce(max(sequence), 0) FROM documents") {}

domain::result<std::optional<document>> reader::find(std::string_view id) {
    const run_of running(find_);
    find_.bind(1, id);
    if (!find_.step()) {
        return std::optional<document>();
    }
    auto found = document_of(find_, true);
    if (!found) {
        return found.error();
    }
    return std::optional<document>(std::move(*found));
}

domain::result<std::vector<document>> reader::list(std::string_view event, std::string_view kind,
                                                   std::string_view after, std::size_t limit) {
    const run_of running(list_);
    // All ids of the event and kind lie between these: ';' is the character after ':'.
    std::string first(kind);
    first += ':';
    first += event;
    std::string last = first + ';';
    first += ':';
    list_.bind(1, std::max<std::string_view>(first, after));
    list_.bind(2, last);
    list_.bind(3, static_cast<std::int64_t>(limit));
    std::vector<document> page;
    while (list_.step()) {
        auto read = document_of(list_, false);
        if (!read) {
            return read.error();
        }
        page.push_back(std::move(*read));
    }
    return page;
}

domain::result<change_page> reader::changed_since(std::int64_t since, std::size_t limit) {
    const run_of running(changed_);
    changed_.bind(1, since);
    // One row more than asked for tells whether something waits behind the page.
    changed_.bind(2, static_cast<std::int64_t>(limit) + 1);
    change_page page;
    std::int64_t last = since;
    for (std::size_t rows = 0; changed_.step(); ++rows) {
        if (rows == limit) {
            page.complete = false;
            break;
        }
        last = changed_.number(9);
        auto read = document_of(changed_, false);
        if (read) {
            page.documents.push_back(std::move(*read));
        } else {
            page.damaged = read.error();
        }
    }
    page.next = std::to_string(last);
    return page;
}

domain::result<std::string> reader::newest_change() {
    const run_of running(newest_);
    return std::to_string(newest_.step() ? newest_.number(0) : 0);
}

reader_pool::reader_pool(const std::string& path, const std::string& vfs, std::size_t count,
                         std::chrono::milliseconds deadline)
    : deadline_(deadline) {
    for (std::size_t at = 0; at < count; ++at) {
        all_.push_back(std::make_unique<reader>(path, vfs));
        free_.push_back(all_.back().get());
    }
}

domain::result<reader*> reader_pool::borrow() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, deadline_, [this] { return !free_.empty(); })) {
        return unavailable("storeUnavailable", "no reader became free in time");
    }
    reader* lent = free_.back();
    free_.pop_back();
    return lent;
}

void reader_pool::give_back(reader* lent) noexcept {
    {
        const std::lock_guard lock(mutex_);
        free_.push_back(lent); // within the capacity reserved by the constructor's pushes
    }
    freed_.notify_one();
}

domain::problem reader_pool::present_problem() {
    try {
        throw;
    } catch (const sqlite_error& error) {
        return problem_of(error);
    }
}

} // namespace organizer::store::sqlite
