#pragma once

#include "ops/files.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

using EVP_CIPHER_CTX = struct evp_cipher_ctx_st;

/// One encrypted file: AES-256-GCM over pieces of 64 KiB. The key of a file is made by HKDF-SHA-256 from the secret and
/// the file's own 32 random bytes, so that a piece's number can be its nonce. The nonce also says which piece is the
/// last: a file that was cut off, extended, or whose pieces were exchanged does not open.
namespace organizer::ops {

/// One clear line about a file that does not open. Thrown inside `ops/` only, as is std::system_error for a file that
/// cannot be read or written.
class sealed_file_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The cipher of one file.
class piece_cipher {
public:
    static constexpr std::size_t salt_bytes = 32;
    static constexpr std::size_t tag_bytes = 16;
    static constexpr std::size_t piece_bytes = 64 * 1024;

    piece_cipher(std::string_view secret, std::string_view salt);
    ~piece_cipher();
    piece_cipher(const piece_cipher&) = delete;
    piece_cipher& operator=(const piece_cipher&) = delete;

    /// The next piece with its tag.
    std::string seal(std::string_view plain, bool last);
    /// The plain text of the next piece. Throws if it is not exactly what was sealed in this place.
    std::string open(std::string_view sealed, bool last);

private:
    std::array<unsigned char, 12> next_nonce(bool last);

    std::array<unsigned char, 32> key_{};
    std::unique_ptr<EVP_CIPHER_CTX, void (*)(EVP_CIPHER_CTX*)> context_;
    std::uint64_t pieces_ = 0;
};

/// Writes a new file, readable by its owner alone. Without `finish` the file is taken away again.
class sealed_writer {
public:
    /// Throws if `path` exists or cannot be made.
    sealed_writer(std::filesystem::path path, std::string_view secret);
    ~sealed_writer();
    sealed_writer(const sealed_writer&) = delete;
    sealed_writer& operator=(const sealed_writer&) = delete;

    void write(std::string_view bytes);
    /// The end: durable when it returns.
    void finish();

private:
    std::filesystem::path path_;
    descriptor file_;
    std::unique_ptr<piece_cipher> cipher_;
    std::string waiting_;
    bool finished_ = false;
};

/// Reads what a `sealed_writer` wrote. Only bytes that were proved are given.
class sealed_reader {
public:
    sealed_reader(const std::filesystem::path& path, std::string_view secret);

    /// At most `most` further bytes; empty at the end, which was then proved to be the end.
    std::string read(std::size_t most);

private:
    void open_next();

    std::string path_;
    descriptor file_;
    std::unique_ptr<piece_cipher> cipher_;
    std::string ahead_; ///< the next piece, still sealed
    std::string plain_;
    std::size_t given_ = 0; ///< of `plain_`
    bool ended_ = false;
};

} // namespace organizer::ops
