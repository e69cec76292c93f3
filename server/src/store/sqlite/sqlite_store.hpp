#pragma once

#include "domain/failure.hpp"
#include "store/document_store.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace organizer::store {

/// How the embedded engine runs.
struct sqlite_options {
    std::string directory{};                    ///< holds `lock`, `running` and `organizer.db`; made if need be
    std::size_t readers = 4;                    ///< connections that read beside the writer
    std::size_t most_waiting_writes = 4096;     ///< further writes are answered `storeUnavailable`
    std::chrono::milliseconds deadline{10'000}; ///< of every wait for the writer or for a reader
    std::string vfs{};                          ///< SQLite's layer below; empty: the system's
};

/// The embedded engine: one SQLite file in one directory that one process holds.
class sqlite_store : public document_store {
public:
    /// Copies the whole database into the new file `path` by SQLite's online backup, from one moment, while reading and
    /// writing go on; the copy is checked before it gets its name. `progress` gets the parts of a hundred. A problem is
    /// of the port, or `unavailable` with code `backupFailed`.
    virtual domain::result<void> back_up(const std::string& path, const std::function<void(int)>& progress) = 0;

    /// True if the last process did not stop cleanly; the integrity of the file was then checked when it was opened.
    virtual bool stopped_uncleanly() const noexcept = 0;
};

/// The same copy for any SQLite file, such as one of another part of the program; it is this user's alone.
domain::result<void> back_up_file(const std::string& from, const std::string& to,
                                  const std::function<void(int)>& progress, const std::string& vfs = {});

/// Opens the store of a directory: takes its lock, checks the file after an unclean stop, brings its schema up to date.
/// A problem has one clear line as `detail`, and code `dataDirectoryInUse`, `dataDirectoryUnusable`,
/// `dataDirectoryRestoring`, `storeFull`, `storeUnavailable` or `storedDamaged`.
domain::result<std::unique_ptr<sqlite_store>> open_sqlite(const sqlite_options& options);

} // namespace organizer::store
