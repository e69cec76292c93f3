#pragma once

#include "ops/clock.hpp"
#include "store/document_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace organizer::store::testing {

/// A directory of its own for one test, taken away with all that is in it.
class temporary_directory {
public:
    temporary_directory();
    ~temporary_directory();
    temporary_directory(const temporary_directory&) = delete;
    temporary_directory& operator=(const temporary_directory&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// One store of an engine, for one test.
class opened_engine {
public:
    virtual ~opened_engine() = default;
    virtual document_store& store() = 0;
    /// Closes and opens the store again, where the engine outlives its process; the reference of `store` changes.
    virtual void reopen() = 0;
};

/// An engine of the conformance suite. One to come is one line in `engines`.
struct engine {
    std::string name;
    std::function<std::unique_ptr<opened_engine>()> open;
};
std::vector<engine> engines();
std::string name_of(const ::testing::TestParamInfo<engine>& info);
/// What GoogleTest prints of a parameter.
void PrintTo(const engine& of, std::ostream* out);

/// A clock that stands until it is moved.
class manual_clock final : public ops::clock {
public:
    domain::instant now() const override { return domain::instant(std::chrono::milliseconds(now_.load())); }
    void advance(std::chrono::milliseconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_{1'764'500'400'000}; ///< 30 November 2025, 11:00 UTC
};

/// Runs `work(0)` to `work(count - 1)` on threads of their own that start together.
void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work);

/// A document of version 1.
document fresh_document(std::string id, std::string text = "");

/// Succeeds, or says what the problem was.
template <class Value>
::testing::AssertionResult good(const domain::result<Value>& outcome) {
    if (outcome) {
        return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << outcome.error().code << ": " << outcome.error().detail;
}

} // namespace organizer::store::testing
