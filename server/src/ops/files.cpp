#include "ops/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace organizer::ops {
namespace {

[[noreturn]] void fail(const std::string& name) { throw std::system_error(errno, std::generic_category(), name); }

} // namespace

void write_fully(const descriptor& file, std::string_view bytes, const std::string& name) {
    while (!bytes.empty()) {
        const auto written = ::write(file.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            fail(name);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::string read_fully(const descriptor& file, std::size_t most, const std::string& name) {
    std::string bytes(most, '\0');
    std::size_t filled = 0;
    while (filled < most) {
        const auto got = ::read(file.get(), bytes.data() + filled, most - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail(name);
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

descriptor open_to_read(const std::filesystem::path& path) {
    descriptor opened(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (opened.get() < 0) {
        fail(path.string());
    }
    return opened;
}

descriptor make_private_file(const std::filesystem::path& path) {
    descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (made.get() < 0) {
        fail(path.string());
    }
    return made;
}

void sync_file(const descriptor& file, const std::string& name) {
    if (::fsync(file.get()) != 0) {
        fail(name);
    }
}

void sync_folder(const std::filesystem::path& folder) {
    const descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0) {
        fail(folder.string());
    }
    sync_file(opened, folder.string());
}

} // namespace organizer::ops
