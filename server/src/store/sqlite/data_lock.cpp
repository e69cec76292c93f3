#include "store/sqlite/data_lock.hpp"

#include "store/stored_value.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

namespace organizer::store {

namespace {

domain::problem unusable(const std::string& directory, const std::string& why) {
    return unavailable("dataDirectoryUnusable", "the data directory " + directory + " cannot be used: " + why);
}

constexpr const char* running_mark = "running";
constexpr const char* restoring_mark = "restoring";

bool exists(const std::string& directory, const char* name) {
    return ::access((directory + "/" + name).c_str(), F_OK) == 0;
}

/// Makes the entries of `directory` durable.
bool sync_directory(const std::string& directory) {
    const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) {
        return false;
    }
    const bool synced = ::fsync(opened) == 0;
    ::close(opened);
    return synced;
}

/// Makes an empty file durably.
domain::result<void> mark(const std::string& directory, const char* name) {
    const int file = ::open((directory + "/" + name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return unusable(directory, std::strerror(errno));
    }
    ::close(file);
    if (!sync_directory(directory)) {
        return unusable(directory, std::strerror(errno));
    }
    return {};
}

} // namespace

data_lock::data_lock(std::string directory, int file, bool unclean)
    : directory_(std::move(directory)), file_(file), unclean_(unclean) {}

data_lock::data_lock(data_lock&& other) noexcept
    : directory_(std::move(other.directory_)), file_(std::exchange(other.file_, -1)), unclean_(other.unclean_) {}

data_lock& data_lock::operator=(data_lock&& other) noexcept {
    std::swap(directory_, other.directory_);
    std::swap(file_, other.file_);
    std::swap(unclean_, other.unclean_);
    return *this;
}

data_lock::~data_lock() {
    if (file_ >= 0) {
        ::close(file_);
    }
}

domain::result<data_lock> data_lock::hold(const std::string& directory) {
    std::error_code failed;
    const bool made = std::filesystem::create_directories(directory, failed);
    if (failed) {
        return unusable(directory, failed.message());
    }
    if (made && ::chmod(directory.c_str(), S_IRWXU) != 0) {
        return unusable(directory, std::strerror(errno));
    }
    const std::string path = directory + "/" + file_name;
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return unusable(directory, std::strerror(errno));
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const int why = errno;
        ::close(file);
        if (why == EWOULDBLOCK) {
            return unavailable("dataDirectoryInUse",
                               "the data directory " + directory + " is in use by another running organizer");
        }
        return unusable(directory, std::strerror(why));
    }
    return data_lock(directory, file, exists(directory, running_mark));
}

domain::result<data_lock> data_lock::take(const std::string& directory) {
    auto held = hold(directory);
    if (held && exists(directory, restoring_mark)) {
        return unavailable("dataDirectoryRestoring",
                           "the data directory " + directory +
                               " holds a restore that did not end; run it again, or remove the folder");
    }
    return held;
}

domain::result<data_lock> data_lock::take_for_restore(const std::string& directory) {
    auto held = hold(directory);
    if (!held) {
        return held;
    }
    try {
        const bool begun = exists(directory, restoring_mark);
        std::vector<std::filesystem::path> left;
        for (const auto& entry : std::filesystem::directory_iterator(directory)) {
            if (const auto name = entry.path().filename(); name != file_name && name != restoring_mark) {
                left.push_back(entry.path());
            }
        }
        if (!begun && !left.empty()) {
            domain::problem kept;
            kept.kind = domain::failure::conflict;
            kept.code = "dataDirectoryNotEmpty";
            kept.detail = "the data directory " + directory + " is not empty; a restore goes only into an empty one";
            return kept;
        }
        for (const auto& path : left) {
            std::filesystem::remove_all(path);
        }
    } catch (const std::filesystem::filesystem_error& wrong) {
        return unusable(directory, wrong.what());
    }
    if (auto marked = mark(directory, restoring_mark); !marked) {
        return marked.error();
    }
    return held;
}

domain::result<void> data_lock::mark_running() { return mark(directory_, running_mark); }

domain::result<void> data_lock::mark_restored() {
    if (!sync_directory(directory_) || ::unlink((directory_ + "/" + restoring_mark).c_str()) != 0 ||
        !sync_directory(directory_)) {
        return unusable(directory_, std::strerror(errno));
    }
    return {};
}

void data_lock::mark_stopped() noexcept {
    // A mark that stays costs one integrity check at the next start, nothing else.
    ::unlink((directory_ + "/" + running_mark).c_str());
}

} // namespace organizer::store
