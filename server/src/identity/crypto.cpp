#include "identity/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <stdexcept>

namespace organizer::identity {
namespace {

constexpr std::string_view base64url_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t not_base64url = 0xff;

constexpr std::array<std::uint8_t, 256> base64url_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(not_base64url);
    for (std::size_t i = 0; i < base64url_alphabet.size(); ++i) {
        values[static_cast<std::uint8_t>(base64url_alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}();

const unsigned char* data_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::string uuid_text(std::string_view bytes, unsigned version) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < 16; ++i) {
        auto byte = static_cast<std::uint8_t>(bytes[i]);
        if (i == 6) {
            byte = static_cast<std::uint8_t>((byte & 0x0fU) | (version << 4U));
        } else if (i == 8) {
            byte = static_cast<std::uint8_t>((byte & 0x3fU) | 0x80U);
        }
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            text += '-';
        }
        text += digits[byte >> 4U];
        text += digits[byte & 0x0fU];
    }
    return text;
}

std::string bytes_of_uuid(std::string_view text) {
    const auto value = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size();) {
        if (text[i] == '-') {
            ++i;
            continue;
        }
        bytes += static_cast<char>(value(text[i]) * 16 + value(text[i + 1]));
        i += 2;
    }
    return bytes;
}

} // namespace

std::string to_base64url(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : bytes) {
        held = (held << 8U) | static_cast<std::uint8_t>(c);
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            text += base64url_alphabet[(held >> bits) & 0x3fU];
        }
    }
    if (bits > 0) {
        text += base64url_alphabet[(held << (6 - bits)) & 0x3fU];
    }
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) {
        return std::nullopt;
    }
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto value = base64url_values[static_cast<std::uint8_t>(c)];
        if (value == not_base64url) {
            return std::nullopt;
        }
        held = (held << 6U) | value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>((held >> bits) & 0xffU);
        }
    }
    if ((held & ((1U << bits) - 1U)) != 0) {
        return std::nullopt;
    }
    return bytes;
}

digest sha256(std::string_view bytes) {
    digest made{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), made.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
    return made;
}

digest hmac_sha256(std::string_view key, std::string_view bytes) {
    digest made{};
    unsigned length = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data_of(bytes), bytes.size(), made.data(),
             &length) == nullptr) {
        throw std::runtime_error("HMAC failed");
    }
    return made;
}

std::string_view as_bytes(const digest& value) { return {reinterpret_cast<const char*>(value.data()), value.size()}; }

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
        throw std::runtime_error("the operating system gives no random bytes");
    }
    return bytes;
}

std::string random_secret() { return to_base64url(random_bytes(32)); }

std::string random_uuid() { return uuid_text(random_bytes(16), 4); }

std::string name_uuid(std::string_view space, std::string_view name) {
    auto bytes = bytes_of_uuid(space);
    bytes.append(name);
    std::array<unsigned char, SHA_DIGEST_LENGTH> hash{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &length, EVP_sha1(), nullptr) != 1) {
        throw std::runtime_error("SHA-1 failed");
    }
    return uuid_text({reinterpret_cast<const char*>(hash.data()), hash.size()}, 5);
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            return false;
        }
    }
    return true;
}

bool same_bytes(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string account_id(std::string_view tid, std::string_view oid) {
    // The name space of accounts; any fixed UUID serves, changing it would orphan every account.
    constexpr std::string_view accounts = "8f2d3c5e-6a0b-5d1f-9c47-2b7e04a1d963";
    std::string name(tid);
    name += '/';
    name += oid;
    return name_uuid(accounts, name);
}

} // namespace organizer::identity
