#pragma once

#include "store/document_store.hpp"
#include "store/sqlite/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace organizer::store::sqlite {

/// One read-only connection with its prepared statements.
class reader {
public:
    reader(const std::string& path, const std::string& vfs);

    domain::result<std::optional<document>> find(std::string_view id);
    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit);
    domain::result<change_page> changed_since(std::int64_t since, std::size_t limit);
    domain::result<std::string> newest_change();

private:
    connection connection_;
    statement find_;
    statement list_;
    statement changed_;
    statement newest_;
};

/// A fixed number of readers; a caller waits for a free one, with a deadline.
class reader_pool {
public:
    reader_pool(const std::string& path, const std::string& vfs, std::size_t count, std::chrono::milliseconds deadline);

    /// Runs `reading` on a free reader. A problem is of the port.
    template <class Reading>
    auto with(Reading&& reading) -> decltype(reading(std::declval<reader&>())) {
        auto lent = borrow();
        if (!lent) {
            return lent.error();
        }
        const returning back{*this, *lent};
        return guarded([&] { return reading(**lent); });
    }

private:
    struct returning {
        reader_pool& pool;
        reader* lent;
        ~returning() { pool.give_back(lent); }
    };

    domain::result<reader*> borrow();
    void give_back(reader* lent) noexcept;
    static domain::problem present_problem();

    template <class Work>
    static auto guarded(Work&& work) -> decltype(work()) {
        try {
            return work();
        } catch (const sqlite_error&) {
            return present_problem();
        }
    }

    std::chrono::milliseconds deadline_;
    std::vector<std::unique_ptr<reader>> all_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<reader*> free_;
};

} // namespace organizer::store::sqlite
