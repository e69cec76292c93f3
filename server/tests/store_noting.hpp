#pragma once

// The fixture of what is said of reads, writes and the log: a store that notes what it is asked for.

#include "store_fixture.hpp"

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace organizer::store::testing {

/// The answer of a store that cannot be reached.
inline domain::problem away() {
    return {.kind = domain::failure::unavailable, .code = "storeUnavailable", .faults = {}, .facts = {}, .detail = {}};
}

inline std::string op(std::size_t at) { return "op-" + std::to_string(at); }

inline domain::assign put(const std::string& slot, const std::string& helper, const std::string& expect = "") {
    domain::assign wish;
    wish.slot = slot;
    wish.helper = helper;
    wish.expect = expect;
    return wish;
}

/// Passes everything on unless told otherwise, and notes which documents are read, and from where changes are asked
/// for.
class noting_store final : public document_store {
public:
    explicit noting_store(document_store& over) : over_(over) {}

    domain::result<std::optional<document>> find(std::string_view id) override {
        note(id);
        return over_.find(id);
    }
    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit) override {
        note(kind);
        if (const auto passes = before_list ? before_list() : domain::result<void>(); !passes) {
            return passes.error();
        }
        return over_.list(event, kind, after, limit);
    }
    domain::result<insert_outcome> insert(const document& fresh) override { return over_.insert(fresh); }
    domain::result<std::vector<insert_outcome>> insert_all(std::span<const document> fresh) override {
        if (const auto passes = before_insert_all ? before_insert_all(fresh) : domain::result<void>(); !passes) {
            return passes.error();
        }
        return over_.insert_all(fresh);
    }
    domain::result<replace_outcome> replace(const document& next) override { return over_.replace(next); }
    domain::result<change_page> changed_since(std::string_view since, std::size_t limit) override {
        const std::lock_guard lock(mutex_);
        asked_since_.emplace_back(since);
        if (damaged_changes) {
            return domain::problem{.code = "storedDamaged", .faults = {}, .facts = {}, .detail = "a page"};
        }
        return over_.changed_since(since, limit);
    }
    domain::result<std::string> newest_change() override {
        ++newest_asked;
        return over_.newest_change();
    }
    domain::result<void> ping() override { return over_.ping(); }

    std::size_t reads_of(std::string_view id) {
        const std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(std::count(read_.begin(), read_.end(), id));
    }
    std::vector<std::string> asked_since() {
        const std::lock_guard lock(mutex_);
        return asked_since_;
    }

    /// A problem is what is answered instead.
    std::function<domain::result<void>()> before_list;
    std::function<domain::result<void>(std::span<const document>)> before_insert_all;
    std::atomic<bool> damaged_changes = false;
    std::atomic<int> newest_asked = 0;

private:
    void note(std::string_view id) {
        const std::lock_guard lock(mutex_);
        read_.emplace_back(id);
    }

    document_store& over_;
    std::mutex mutex_;
    std::vector<std::string> read_;
    std::vector<std::string> asked_since_;
};

inline entities_options options(bool alone, bool project) {
    entities_options made = without_projector();
    made.alone = alone;
    made.project = project;
    return made;
}

class noted_fixture : public commands_fixture {
protected:
    /// Fills marshal-1 with h0 where `fill`, else clears it.
    auto fill_or_clear(commands& to, const std::string& op, bool fill) {
        return fill ? give(to, header(op, "assign"), saturday, put("marshal-1", "h0"))
                    : give(to, header(op, "unassign"), saturday, domain::unassign{"marshal-1", "h0"});
    }

    /// Fills and clears that slot `count` times in turn, as op-0, op-1 and so on.
    void change(commands& to, std::size_t count) {
        for (std::size_t at = 0; at < count; ++at) {
            const auto done = fill_or_clear(to, op(at), at % 2 == 0);
            ASSERT_TRUE(good(done));
            ASSERT_TRUE(done->entry.ok) << done->entry.code;
        }
    }
    void expect_logged(std::size_t count) {
        for (std::size_t at = 0; at < count; ++at) {
            EXPECT_TRUE(stored_document(store(), activity_document_id(slug, date_id_, op(at)))) << at;
        }
    }
    /// Each is still in its document or has come into the log.
    void expect_known(commands& by, std::size_t count) {
        for (std::size_t at = 0; at < count; ++at) {
            const auto decided = by.loop().decided(date_id_, op(at));
            ASSERT_TRUE(good(decided));
            EXPECT_TRUE(decided->has_value()) << at << " is neither in the document nor in the log";
        }
    }

    const std::string date_id_ = schedule_document_id(slug, saturday);
};

} // namespace organizer::store::testing
