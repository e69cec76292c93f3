#pragma once

#include "domain/failure.hpp"

#include <string>

namespace organizer::store {

/// Holds a data directory for one process: an exclusive lock on `<directory>/lock`, which the system drops when the
/// process ends, however it ends. Beside it lies the mark of an unclean stop, `<directory>/running`.
class data_lock {
public:
    /// Makes the directory (mode 0700) if need be and takes the lock without waiting. A problem is `unavailable` with
    /// code `dataDirectoryInUse` or `dataDirectoryUnusable`, and one clear line as `detail`.
    static domain::result<data_lock> take(const std::string& directory);

    data_lock(data_lock&& other) noexcept;
    data_lock& operator=(data_lock&& other) noexcept;
    ~data_lock();

    /// True if the last process that marked the directory did not clear its mark.
    bool stopped_uncleanly() const noexcept { return unclean_; }
    /// Sets the mark durably; a problem as of `take`.
    domain::result<void> mark_running();
    /// Takes the mark away: everything is closed and durable.
    void mark_stopped() noexcept;

private:
    data_lock(std::string directory, int file, bool unclean);

    std::string directory_;
    int file_ = -1;
    bool unclean_ = false;
};

} // namespace organizer::store
