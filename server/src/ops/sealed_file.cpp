#include "ops/sealed_file.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

namespace organizer::ops {
namespace {

constexpr std::string_view magic = "organizer-seal-1";

void check(bool good) {
    if (!good) {
        throw sealed_file_error("OpenSSL could not do its part");
    }
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::array<unsigned char, 32> derive_key(std::string_view secret, std::string_view salt) {
    const std::unique_ptr<EVP_KDF, void (*)(EVP_KDF*)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr), EVP_KDF_free);
    check(kdf != nullptr);
    const std::unique_ptr<EVP_KDF_CTX, void (*)(EVP_KDF_CTX*)> context(EVP_KDF_CTX_new(kdf.get()), EVP_KDF_CTX_free);
    check(context != nullptr);
    // OpenSSL takes the values by pointers that are not const; it does not change them.
    std::string hash = "SHA256";
    std::string input(secret);
    std::string own(salt);
    std::string purpose(magic);
    const std::array<OSSL_PARAM, 5> values{
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, hash.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, input.data(), input.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, own.data(), own.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, purpose.data(), purpose.size()),
        OSSL_PARAM_construct_end(),
    };
    std::array<unsigned char, 32> key{};
    const bool derived = EVP_KDF_derive(context.get(), key.data(), key.size(), values.data()) == 1;
    OPENSSL_cleanse(input.data(), input.size());
    check(derived);
    return key;
}

} // namespace

piece_cipher::piece_cipher(std::string_view secret, std::string_view salt)
    : key_(derive_key(secret, salt)), context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free) {
    check(context_ != nullptr);
}

piece_cipher::~piece_cipher() { OPENSSL_cleanse(key_.data(), key_.size()); }

std::array<unsigned char, 12> piece_cipher::next_nonce(bool last) {
    std::array<unsigned char, 12> nonce{};
    for (std::size_t at = 0; at < 8; ++at) {
        nonce[at] = static_cast<unsigned char>(pieces_ >> (8 * (7 - at)));
    }
    nonce[8] = last ? 1 : 0;
    ++pieces_;
    return nonce;
}

std::string piece_cipher::seal(std::string_view plain, bool last) {
    const auto nonce = next_nonce(last);
    std::string sealed(plain.size() + tag_bytes, '\0');
    int written = 0;
    int rest = 0;
    check(EVP_EncryptInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce.data()) == 1);
    check(EVP_EncryptUpdate(context_.get(), bytes_of(sealed), &written, bytes_of(plain),
                            static_cast<int>(plain.size())) == 1);
    check(EVP_EncryptFinal_ex(context_.get(), bytes_of(sealed) + written, &rest) == 1);
    check(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes, bytes_of(sealed) + plain.size()) == 1);
    return sealed;
}

std::string piece_cipher::open(std::string_view sealed, bool last) {
    if (sealed.size() < tag_bytes) {
        throw sealed_file_error("it is cut off");
    }
    const auto nonce = next_nonce(last);
    std::string tag(sealed.substr(sealed.size() - tag_bytes));
    const auto body = sealed.substr(0, sealed.size() - tag_bytes);
    std::string plain(body.size(), '\0');
    int written = 0;
    int rest = 0;
    check(EVP_DecryptInit_ex(context_.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce.data()) == 1);
    check(EVP_DecryptUpdate(context_.get(), bytes_of(plain), &written, bytes_of(body), static_cast<int>(body.size())) ==
          1);
    check(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1);
    if (EVP_DecryptFinal_ex(context_.get(), bytes_of(plain) + written, &rest) != 1) {
        throw sealed_file_error("it was made with another key, or is cut off or damaged");
    }
    return plain;
}

sealed_writer::sealed_writer(std::filesystem::path path, std::string_view secret)
    : path_(std::move(path)), file_(make_private_file(path_)) {
    std::string salt(piece_cipher::salt_bytes, '\0');
    check(RAND_bytes(bytes_of(salt), static_cast<int>(salt.size())) == 1);
    cipher_ = std::make_unique<piece_cipher>(secret, salt);
    write_fully(file_, std::string(magic) + salt, path_.string());
}

sealed_writer::~sealed_writer() {
    if (!finished_) {
        ::unlink(path_.c_str());
    }
}

void sealed_writer::write(std::string_view bytes) {
    waiting_ += bytes;
    // The last piece is only known at the end, so that at least one byte stays.
    std::size_t written = 0;
    while (waiting_.size() - written > piece_cipher::piece_bytes) {
        const auto piece = std::string_view(waiting_).substr(written, piece_cipher::piece_bytes);
        write_fully(file_, cipher_->seal(piece, false), path_.string());
        written += piece.size();
    }
    waiting_.erase(0, written);
}

void sealed_writer::finish() {
    write_fully(file_, cipher_->seal(waiting_, true), path_.string());
    sync_file(file_, path_.string());
    sync_folder(std::filesystem::absolute(path_).parent_path());
    finished_ = true;
}

sealed_reader::sealed_reader(const std::filesystem::path& path, std::string_view secret)
    : path_(path.string()), file_(open_to_read(path)) {
    const auto head = read_fully(file_, magic.size() + piece_cipher::salt_bytes, path_);
    if (head.size() != magic.size() + piece_cipher::salt_bytes || !head.starts_with(magic)) {
        throw sealed_file_error("it is not an archive of this program");
    }
    cipher_ = std::make_unique<piece_cipher>(secret, std::string_view(head).substr(magic.size()));
    ahead_ = read_fully(file_, piece_cipher::piece_bytes + piece_cipher::tag_bytes, path_);
}

void sealed_reader::open_next() {
    auto following = read_fully(file_, piece_cipher::piece_bytes + piece_cipher::tag_bytes, path_);
    ended_ = following.empty();
    plain_ = cipher_->open(ahead_, ended_);
    given_ = 0;
    ahead_ = std::move(following);
}

std::string sealed_reader::read(std::size_t most) {
    while (given_ == plain_.size() && !ended_) {
        open_next();
    }
    auto part = plain_.substr(given_, most);
    given_ += part.size();
    return part;
}

} // namespace organizer::ops
