#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace organizer::store::testing {

/// A layer below SQLite that can lose what was written but not synced, as a machine does that loses its power, and that
/// can refuse writes and syncs. It passes everything on to the system's own layer and remembers, for each file, what
/// changed since its last sync.
class faulty_vfs {
public:
    faulty_vfs();
    ~faulty_vfs(); ///< no connection may be open any more
    faulty_vfs(const faulty_vfs&) = delete;
    faulty_vfs& operator=(const faulty_vfs&) = delete;

    /// What `sqlite_options::vfs` takes.
    const std::string& name() const;

    /// From now on writes that make a file longer fail as on a full disk, or no more.
    void fill_disk(bool full);
    /// From now on syncs fail, or no more.
    void fail_syncs(bool failing);
    /// From now on syncs say that they were done and do nothing: a medium that lies.
    void lie_about_syncs(bool lying);

    /// The power goes: every later call fails. Then, when the store is closed, `come_back` makes the files what such a
    /// machine finds: of the writes that were not synced, some are there and some are not, drawn by `seed` (0: none is
    /// there).
    void cut_power();
    void come_back(std::uint32_t seed);

    /// Syncs that were done.
    std::uint64_t syncs() const;

    struct state;

private:
    std::unique_ptr<state> state_;
};

} // namespace organizer::store::testing
