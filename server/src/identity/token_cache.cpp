#include "identity/token_cache.hpp"

#include "identity/crypto.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace organizer::identity {
namespace {

constexpr std::size_t entries_per_bucket = 8;

std::uint64_t little_endian(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    if constexpr (std::endian::native == std::endian::big) {
        word = __builtin_bswap64(word);
    }
    return word;
}

struct sip_state {
    std::uint64_t v0;
    std::uint64_t v1;
    std::uint64_t v2;
    std::uint64_t v3;

    void round() {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void rounds(int count) {
        for (int i = 0; i < count; ++i) {
            round();
        }
    }
    void absorb(std::uint64_t word) {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
    }
    std::uint64_t folded() const { return v0 ^ v1 ^ v2 ^ v3; }
};

} // namespace

token_hash sip_hash(const std::array<std::uint64_t, 2>& key, std::string_view bytes) {
    sip_state state{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU ^ 0xeeU, key[0] ^ 0x6c7967656e657261U,
                    key[1] ^ 0x7465646279746573U};
    const auto whole = bytes.size() / 8 * 8;
    for (std::size_t at = 0; at < whole; at += 8) {
        state.absorb(little_endian(bytes.data() + at));
    }
    std::array<char, 8> tail{};
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(whole), bytes.end(), tail.begin());
    tail[7] = static_cast<char>(bytes.size() & 0xffU);
    state.absorb(little_endian(tail.data()));

    state.v2 ^= 0xeeU;
    state.rounds(4);
    const auto low = state.folded();
    state.v1 ^= 0xddU;
    state.rounds(4);
    return {low, state.folded()};
}

/// One lock and the few entries behind it, on cache lines of its own.
struct alignas(64) token_cache::bucket {
    struct entry {
        token_hash hash{};
        std::shared_ptr<const token_claims> claims;
    };
    std::mutex mutex;
    std::array<entry, entries_per_bucket> entries;

    entry* find(const token_hash& hash) {
        for (auto& held : entries) {
            if (held.claims && held.hash == hash) {
                return &held;
            }
        }
        return nullptr;
    }
};

token_cache::token_cache(std::size_t capacity)
    : bucket_count_(std::max<std::size_t>(1, (capacity + entries_per_bucket - 1) / entries_per_bucket)),
      buckets_(std::make_unique<bucket[]>(bucket_count_)) {
    const auto bytes = random_bytes(16);
    key_ = {little_endian(bytes.data()), little_endian(bytes.data() + 8)};
}

token_cache::~token_cache() = default;

token_cache::bucket& token_cache::bucket_of(const token_hash& hash) const { return buckets_[hash[1] % bucket_count_]; }

std::shared_ptr<const token_claims> token_cache::find(const token_hash& hash) const {
    auto& home = bucket_of(hash);
    const std::lock_guard lock(home.mutex);
    const auto* held = home.find(hash);
    return held == nullptr ? nullptr : held->claims;
}

void token_cache::keep(const token_hash& hash, std::shared_ptr<const token_claims> claims) {
    auto& home = bucket_of(hash);
    const std::lock_guard lock(home.mutex);
    auto* place = home.find(hash);
    if (place == nullptr) {
        const auto expires = [](const bucket::entry& held) { return held.claims ? held.claims->expires : 0; };
        place = &*std::min_element(home.entries.begin(), home.entries.end(),
                                   [&](const auto& left, const auto& right) { return expires(left) < expires(right); });
    }
    place->hash = hash;
    place->claims = std::move(claims);
}

void token_cache::drop(const token_hash& hash) {
    auto& home = bucket_of(hash);
    const std::lock_guard lock(home.mutex);
    if (auto* held = home.find(hash)) {
        held->claims.reset();
    }
}

std::size_t token_cache::capacity() const { return bucket_count_ * entries_per_bucket; }

} // namespace organizer::identity
