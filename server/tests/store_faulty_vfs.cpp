#include "store_faulty_vfs.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <stdexcept>
#include <vector>

namespace organizer::store::testing {

namespace {

/// One change of a file since its last sync, with what is needed to take it back and to make it again.
struct change {
    std::int64_t size_before = 0;
    std::int64_t at = 0;
    std::string before;
    std::string after;
    bool truncates = false; ///< to `at`
};

} // namespace

struct faulty_vfs::state {
    std::string name;
    sqlite3_vfs self{};
    sqlite3_vfs* base = nullptr;
    std::mutex mutex;
    std::map<std::string, std::vector<change>> unsynced; ///< by path
    std::atomic<bool> full{false};
    std::atomic<bool> writes_short{false};
    std::atomic<bool> reads_fail{false};
    std::atomic<bool> sync_fails{false};
    std::atomic<bool> lies{false};
    std::atomic<bool> dead{false};
    std::atomic<std::int64_t> changes_left{-1}; ///< until the power goes; negative: it stays
    std::atomic<std::uint64_t> syncs{0};

    /// Counts a change that is about to be made; true if the power goes at it.
    bool goes_now() {
        if (changes_left < 0 || changes_left.fetch_sub(1) != 0) {
            return false;
        }
        dead = true;
        return true;
    }
};

namespace {

/// An open file; the system's own follows it in memory.
struct faulty_file {
    sqlite3_file head;
    faulty_vfs::state* of;
    std::string* path;
    sqlite3_file* base() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

faulty_file* as_faulty(sqlite3_file* file) { return reinterpret_cast<faulty_file*>(file); }

faulty_vfs::state* state_in(sqlite3_vfs* vfs) { return static_cast<faulty_vfs::state*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
    auto* faulty = as_faulty(file);
    delete faulty->path;
    return faulty->base()->pMethods->xClose(faulty->base());
}

int read_file(sqlite3_file* file, void* into, int count, sqlite3_int64 at) {
    auto* faulty = as_faulty(file);
    if (faulty->of->dead || faulty->of->reads_fail) {
        return SQLITE_IOERR_READ;
    }
    return faulty->base()->pMethods->xRead(faulty->base(), into, count, at);
}

/// The bytes of the file from `at`, as many as there are, at most `count`.
std::string present_bytes(faulty_file* faulty, std::int64_t size, std::int64_t at, std::int64_t count) {
    const std::int64_t there = std::max<std::int64_t>(0, std::min(count, size - at));
    std::string bytes(static_cast<std::size_t>(there), '\0');
    if (there > 0) {
        faulty->base()->pMethods->xRead(faulty->base(), bytes.data(), static_cast<int>(there), at);
    }
    return bytes;
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) {
    auto* faulty = as_faulty(file);
    if (faulty->of->dead) {
        return SQLITE_IOERR_WRITE;
    }
    const std::lock_guard lock(faulty->of->mutex);
    sqlite3_int64 size = 0;
    faulty->base()->pMethods->xFileSize(faulty->base(), &size);
    const bool no_space = faulty->of->full && at + count > size;
    const bool fails = no_space || faulty->of->writes_short;
    const int done = fails ? count / 2 : count;
    change made;
    made.size_before = size;
    made.at = at;
    made.before = present_bytes(faulty, size, at, done);
    made.after.assign(static_cast<const char*>(from), static_cast<std::size_t>(done));
    faulty->of->unsynced[*faulty->path].push_back(std::move(made));
    if (faulty->of->goes_now()) {
        return SQLITE_IOERR_WRITE;
    }
    const int code = faulty->base()->pMethods->xWrite(faulty->base(), from, done, at);
    return no_space ? SQLITE_FULL : fails ? SQLITE_IOERR_WRITE : code;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 to) {
    auto* faulty = as_faulty(file);
    if (faulty->of->dead) {
        return SQLITE_IOERR_TRUNCATE;
    }
    const std::lock_guard lock(faulty->of->mutex);
    sqlite3_int64 size = 0;
    faulty->base()->pMethods->xFileSize(faulty->base(), &size);
    change made;
    made.size_before = size;
    made.at = to;
    made.before = present_bytes(faulty, size, to, size - to);
    made.truncates = true;
    faulty->of->unsynced[*faulty->path].push_back(std::move(made));
    if (faulty->of->goes_now()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return faulty->base()->pMethods->xTruncate(faulty->base(), to);
}

int sync_file(sqlite3_file* file, int flags) {
    auto* faulty = as_faulty(file);
    if (faulty->of->dead || faulty->of->sync_fails || faulty->of->goes_now()) {
        return SQLITE_IOERR_FSYNC;
    }
    if (faulty->of->lies) {
        return SQLITE_OK;
    }
    // The medium is this map: whether the system below really syncs makes no difference to the test, so it need not.
    static_cast<void>(flags);
    const std::lock_guard lock(faulty->of->mutex);
    faulty->of->unsynced.erase(*faulty->path);
    ++faulty->of->syncs;
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return as_faulty(file)->base()->pMethods->xFileSize(as_faulty(file)->base(), size);
}
int lock_file(sqlite3_file* file, int level) {
    return as_faulty(file)->base()->pMethods->xLock(as_faulty(file)->base(), level);
}
int unlock_file(sqlite3_file* file, int level) {
    return as_faulty(file)->base()->pMethods->xUnlock(as_faulty(file)->base(), level);
}
int check_lock(sqlite3_file* file, int* locked) {
    return as_faulty(file)->base()->pMethods->xCheckReservedLock(as_faulty(file)->base(), locked);
}
int control_file(sqlite3_file* file, int op, void* argument) {
    if (op == SQLITE_FCNTL_SIZE_HINT) {
        return SQLITE_OK; // growing a file ahead of time would go unseen here
    }
    return as_faulty(file)->base()->pMethods->xFileControl(as_faulty(file)->base(), op, argument);
}
int sector_size(sqlite3_file* file) { return as_faulty(file)->base()->pMethods->xSectorSize(as_faulty(file)->base()); }
int characteristics(sqlite3_file*) {
    return 0; // promises nothing: SQLite must sync whatever it relies on
}
int shm_map(sqlite3_file* file, int page, int size, int extend, volatile void** at) {
    return as_faulty(file)->base()->pMethods->xShmMap(as_faulty(file)->base(), page, size, extend, at);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return as_faulty(file)->base()->pMethods->xShmLock(as_faulty(file)->base(), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { as_faulty(file)->base()->pMethods->xShmBarrier(as_faulty(file)->base()); }
int shm_unmap(sqlite3_file* file, int remove) {
    return as_faulty(file)->base()->pMethods->xShmUnmap(as_faulty(file)->base(), remove);
}

const sqlite3_io_methods methods = {
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

int open_file(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* file, int flags, int* out_flags) {
    auto* of = state_in(vfs);
    auto* faulty = as_faulty(file);
    faulty->head.pMethods = nullptr;
    if (of->dead) {
        return SQLITE_CANTOPEN;
    }
    const int code = of->base->xOpen(of->base, path, faulty->base(), flags, out_flags);
    if (faulty->base()->pMethods == nullptr) {
        return code;
    }
    faulty->of = of;
    faulty->path = new std::string(path != nullptr ? path : "");
    faulty->head.pMethods = &methods;
    return code;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync) {
    auto* of = state_in(vfs);
    if (of->dead || of->goes_now()) {
        return SQLITE_IOERR_DELETE;
    }
    {
        const std::lock_guard lock(of->mutex);
        of->unsynced.erase(path);
    }
    return of->base->xDelete(of->base, path, sync);
}

int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* result) {
    return state_in(vfs)->base->xAccess(state_in(vfs)->base, path, flags, result);
}
int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
    return state_in(vfs)->base->xFullPathname(state_in(vfs)->base, path, size, out);
}
int randomness(sqlite3_vfs* vfs, int size, char* out) {
    return state_in(vfs)->base->xRandomness(state_in(vfs)->base, size, out);
}
int pause(sqlite3_vfs* vfs, int microseconds) { return state_in(vfs)->base->xSleep(state_in(vfs)->base, microseconds); }
int time_now(sqlite3_vfs* vfs, double* now) { return state_in(vfs)->base->xCurrentTime(state_in(vfs)->base, now); }
int last_error(sqlite3_vfs* vfs, int size, char* out) {
    return state_in(vfs)->base->xGetLastError(state_in(vfs)->base, size, out);
}

/// Writes `bytes` at `at` of an open file, whole.
void write_whole(int file, const std::string& bytes, std::int64_t at) {
    if (!bytes.empty() && ::pwrite(file, bytes.data(), bytes.size(), at) != static_cast<ssize_t>(bytes.size())) {
        throw std::runtime_error("a file cannot be put back");
    }
}

/// Of the sectors that a write touches some reach the medium.
void write_torn(int file, const std::string& bytes, std::int64_t at, std::mt19937& draw) {
    constexpr std::int64_t sector = 512;
    const auto end = at + static_cast<std::int64_t>(bytes.size());
    for (auto from = at; from < end;) {
        const auto to = std::min(end, (from / sector + 1) * sector);
        if (draw() % 2 == 0) {
            write_whole(file, bytes.substr(static_cast<std::size_t>(from - at), static_cast<std::size_t>(to - from)),
                        from);
        }
        from = to;
    }
}

void truncate_whole(int file, std::int64_t size) {
    if (::ftruncate(file, size) != 0) {
        throw std::runtime_error("a file cannot be put back");
    }
}

} // namespace

faulty_vfs::faulty_vfs() : state_(std::make_unique<state>()) {
    static std::atomic<int> count{0};
    state_->name = "faulty-" + std::to_string(++count);
    state_->base = sqlite3_vfs_find(nullptr);
    sqlite3_vfs& self = state_->self;
    self.iVersion = 1;
    self.szOsFile = static_cast<int>(sizeof(faulty_file)) + state_->base->szOsFile;
    self.mxPathname = state_->base->mxPathname;
    self.zName = state_->name.c_str();
    self.pAppData = state_.get();
    self.xOpen = open_file;
    self.xDelete = delete_file;
    self.xAccess = access_file;
    self.xFullPathname = full_path;
    self.xRandomness = randomness;
    self.xSleep = pause;
    self.xCurrentTime = time_now;
    self.xGetLastError = last_error;
    if (sqlite3_vfs_register(&self, 0) != SQLITE_OK) {
        throw std::runtime_error("the layer cannot be registered");
    }
}

faulty_vfs::~faulty_vfs() { sqlite3_vfs_unregister(&state_->self); }

const std::string& faulty_vfs::name() const { return state_->name; }

void faulty_vfs::fill_disk(bool full) { state_->full = full; }

void faulty_vfs::shorten_writes(bool shortening) { state_->writes_short = shortening; }

void faulty_vfs::fail_reads(bool failing) { state_->reads_fail = failing; }

void faulty_vfs::fail_syncs(bool failing) { state_->sync_fails = failing; }

void faulty_vfs::lie_about_syncs(bool lying) { state_->lies = lying; }

void faulty_vfs::cut_power() { state_->dead = true; }

void faulty_vfs::cut_power_after(std::int64_t changes) { state_->changes_left = changes; }

bool faulty_vfs::power_is_cut() const { return state_->dead; }

void faulty_vfs::come_back(std::uint32_t seed) {
    std::mt19937 draw(seed);
    const std::lock_guard lock(state_->mutex);
    for (auto& [path, changes] : state_->unsynced) {
        const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (file < 0) {
            continue; // deleted since
        }
        for (auto at = changes.rbegin(); at != changes.rend(); ++at) {
            write_whole(file, at->before, at->at);
            truncate_whole(file, at->size_before);
        }
        for (const auto& each : changes) {
            const auto fate = seed == 0 ? 0 : draw() % 3;
            if (fate == 0) {
                continue;
            }
            if (each.truncates) {
                truncate_whole(file, each.at);
            } else if (fate == 1) {
                write_whole(file, each.after, each.at);
            } else {
                write_torn(file, each.after, each.at, draw);
            }
        }
        ::close(file);
    }
    state_->unsynced.clear();
    state_->changes_left = -1;
    state_->dead = false;
}

std::uint64_t faulty_vfs::syncs() const { return state_->syncs; }

} // namespace organizer::store::testing
