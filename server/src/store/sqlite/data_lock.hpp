#pragma once

#include "domain/failure.hpp"

#include <string>

namespace organizer::store {

/// Holds a data directory for one process: an exclusive lock on `<directory>/lock`, which the system drops when the
/// process ends, however it ends. Beside it lie the marks of an unclean stop, `running`, and of a restore that is not
/// complete, `restoring`.
class data_lock {
public:
    static constexpr const char* file_name = "lock";

    /// Makes the directory (mode 0700) if need be and takes the lock without waiting. A problem is `unavailable` with
    /// code `dataDirectoryInUse`, `dataDirectoryUnusable` or `dataDirectoryRestoring`, and one clear line as `detail`.
    static domain::result<data_lock> take(const std::string& directory);
    /// The same for a restore: the directory must hold nothing, or what a restore left that broke off, which is taken
    /// away. It is then marked as restoring until `mark_restored`. A problem as of `take`, or `conflict` with code
    /// `dataDirectoryNotEmpty`.
    static domain::result<data_lock> take_for_restore(const std::string& directory);

    data_lock(data_lock&& other) noexcept;
    data_lock& operator=(data_lock&& other) noexcept;
    ~data_lock();

    /// True if the last process that marked the directory did not clear its mark.
    bool stopped_uncleanly() const noexcept { return unclean_; }
    /// Sets the mark durably; a problem as of `take`.
    domain::result<void> mark_running();
    /// Takes the mark away: everything is closed and durable.
    void mark_stopped() noexcept;
    /// Ends a restore: everything is there and durable. A problem as of `take`.
    domain::result<void> mark_restored();

private:
    static domain::result<data_lock> hold(const std::string& directory);
    data_lock(std::string directory, int file, bool unclean);

    std::string directory_;
    int file_ = -1;
    bool unclean_ = false;
};

} // namespace organizer::store
