#pragma once

#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace organizer::ops {

/// An open file descriptor, closed with this; negative if there is none.
class descriptor {
public:
    explicit descriptor(int number = -1) : number_(number) {}
    ~descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    int get() const { return number_; }

private:
    int number_;
};

// What follows is POSIX with its errors told: each throws std::system_error, whose text begins with the file's name.

/// Opens a file that exists.
descriptor open_to_read(const std::filesystem::path& path);
/// Makes a new file for this user alone; fails if it exists.
descriptor make_private_file(const std::filesystem::path& path);
/// Writes all bytes; `name` is for the error.
void write_fully(const descriptor& file, std::string_view bytes, const std::string& name);
/// Reads `most` bytes, fewer only at the end.
std::string read_fully(const descriptor& file, std::size_t most, const std::string& name);
/// Makes a file's bytes durable.
void sync_file(const descriptor& file, const std::string& name);
/// Makes the names in a folder durable.
void sync_folder(const std::filesystem::path& folder);

} // namespace organizer::ops
