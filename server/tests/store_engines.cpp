#include "store_engines.hpp"

#include "store/document_ids.hpp"
#include "store/memory/memory_store.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <cstdlib>
#include <filesystem>
#include <latch>
#include <stdexcept>
#include <thread>

#if defined(__SANITIZE_THREAD__)
// SQLite reads the index of its log without a lock, on purpose, and tells a torn read by a checksum; the library is not
// built with the sanitizer, which then sees its copies of memory but not what makes them harmless. Races in our own
// code are still reported.
extern "C" const char* __tsan_default_suppressions() { return "race:libsqlite3.so\n"; }
#endif

namespace organizer::store::testing {

namespace {

class memory_engine final : public opened_engine {
public:
    document_store& store() override { return *store_; }
    void reopen() override {} // nothing outlives it

private:
    std::unique_ptr<document_store> store_ = make_memory_store();
};

class sqlite_engine final : public opened_engine {
public:
    sqlite_engine() { open(); }
    document_store& store() override { return *store_; }
    void reopen() override {
        store_.reset();
        open();
    }

private:
    void open() {
        auto opened = open_sqlite({.directory = directory_.path() + "/data"});
        if (!opened) {
            throw std::runtime_error(opened.error().detail);
        }
        store_ = std::move(*opened);
    }

    temporary_directory directory_;
    std::unique_ptr<sqlite_store> store_;
};

} // namespace

temporary_directory::temporary_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "organizer-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no temporary directory");
    }
    path_ = pattern;
}

temporary_directory::~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::vector<engine> engines() {
    return {
        {"memory", [] { return std::make_unique<memory_engine>(); }},
        {"sqlite", [] { return std::make_unique<sqlite_engine>(); }},
    };
}

std::string name_of(const ::testing::TestParamInfo<engine>& info) { return info.param.name; }

void PrintTo(const engine& of, std::ostream* out) { *out << of.name; }

void in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::latch start(static_cast<std::ptrdiff_t>(count));
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (std::size_t at = 0; at < count; ++at) {
        threads.emplace_back([&, at] {
            start.arrive_and_wait();
            work(at);
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

document fresh_document(std::string id, std::string text) {
    document fresh;
    fresh.event = parts_of(id).event;
    fresh.id = std::move(id);
    fresh.v = 1;
    fresh.rev = 1;
    fresh.updated_at = domain::instant(std::chrono::milliseconds(1'764'500'400'000));
    fresh.body["text"] = text;
    return fresh;
}

} // namespace organizer::store::testing
