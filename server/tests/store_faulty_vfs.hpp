#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace organizer::store::testing {

/// A layer below SQLite that can lose or tear what was written but not synced, as a machine does that loses its power,
/// and that can refuse reads, writes and syncs. It passes everything on to the system's own layer and remembers, for
/// each file, what changed since its last sync.
class faulty_vfs {
public:
    faulty_vfs();
    ~faulty_vfs(); ///< no connection may be open any more
    faulty_vfs(const faulty_vfs&) = delete;
    faulty_vfs& operator=(const faulty_vfs&) = delete;

    /// What `sqlite_options::vfs` takes.
    const std::string& name() const;

    /// From now on writes that make a file longer fail as on a full disk, with their first half written, or no more.
    void fill_disk(bool full);
    /// From now on every write fails as on a faulty disk, with its first half written, or no more.
    void shorten_writes(bool shortening);
    /// From now on reads fail, or no more.
    void fail_reads(bool failing);
    /// From now on syncs fail, or no more.
    void fail_syncs(bool failing);
    /// From now on syncs say that they were done and do nothing: a medium that lies.
    void lie_about_syncs(bool lying);

    /// The power goes: every later call fails. Then, when the store is closed, `come_back` makes the files what such a
    /// machine finds: of the writes that were not synced, some are there, some are not and some are torn (of their
    /// sectors some are there), drawn by `seed` (0: none is there).
    void cut_power();
    void come_back(std::uint32_t seed);
    /// The power goes at the change (write, truncation, sync, deletion) after the next `changes`: that one is under way
    /// and may reach the medium whole, torn or not at all.
    void cut_power_after(std::int64_t changes);
    bool power_is_cut() const;

    /// Syncs that were done.
    std::uint64_t syncs() const;

    struct state;

private:
    std::unique_ptr<state> state_;
};

} // namespace organizer::store::testing
