#include "store/ids.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace organizer::store {

namespace {

/// The namespace of all the organizer's UUIDs of version 5, drawn once.
constexpr std::array<unsigned char, 16> uuid_namespace = {0x8f, 0x1d, 0x4c, 0x52, 0x6a, 0x0e, 0x4b, 0x7d,
                                                          0x9c, 0x35, 0x21, 0xe8, 0xb6, 0x4f, 0x90, 0x1a};

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * count);
    for (std::size_t at = 0; at < count; ++at) {
        text += digits[bytes[at] >> 4U];
        text += digits[bytes[at] & 15U];
    }
    return text;
}

std::string uuid_text(std::array<unsigned char, 16> bytes, unsigned version) {
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0fU) | (version << 4U));
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3fU) | 0x80U);
    const std::string digits = hexadecimal(bytes.data(), bytes.size());
    return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" + digits.substr(16, 4) +
           "-" + digits.substr(20);
}

void append_part(std::string& all, std::string_view part) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        all += static_cast<char>((part.size() >> shift) & 0xffU);
    }
    all += part;
}

} // namespace

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
        throw std::runtime_error("the random source failed");
    }
    return bytes;
}

std::string random_uuid() {
    const std::string drawn = random_bytes(16);
    std::array<unsigned char, 16> bytes{};
    std::copy(drawn.begin(), drawn.end(), bytes.begin());
    return uuid_text(bytes, 4);
}

std::string uuid_v5(std::string_view name) {
    std::string input(reinterpret_cast<const char*>(uuid_namespace.data()), uuid_namespace.size());
    input += name;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(input.data(), input.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1) {
        throw std::runtime_error("SHA-1 failed");
    }
    std::array<unsigned char, 16> bytes{};
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return uuid_text(bytes, 5);
}

std::string creation_id(std::string_view kind, std::string_view event, std::string_view op) {
    std::string name;
    append_part(name, kind);
    append_part(name, event);
    append_part(name, op);
    return uuid_v5(name);
}

std::string command_hash(std::string_view key, std::string_view kind, std::string_view entity,
                         std::string_view payload) {
    std::string input;
    append_part(input, kind);
    append_part(input, entity);
    append_part(input, payload);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(input.data()), input.size(), digest.data(), &length) == nullptr) {
        throw std::runtime_error("HMAC failed");
    }
    return hexadecimal(digest.data(), 16);
}

} // namespace organizer::store
