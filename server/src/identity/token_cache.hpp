#pragma once

#include "domain/local_date.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::identity {

/// What a token says once its signature and form were found right. Times are seconds of Unix time.
struct token_claims {
    std::string kid;
    std::string thumbprint; ///< of the key that signed it
    std::string tid;
    std::string oid;
    std::string account; ///< `account_id(tid, oid)`
    std::string name;
    std::vector<std::string> roles;
    std::string token_id; ///< `uti`, for the log
    std::int64_t expires = 0;
    std::int64_t not_before = 0;
    std::int64_t issued = 0;
};

/// 128 bits of SipHash-2-4 of a whole token under a random key of the process.
using token_hash = std::array<std::uint64_t, 2>;

/// SipHash-2-4 with 128 bits of result (J.-P. Aumasson, D. J. Bernstein).
token_hash sip_hash(const std::array<std::uint64_t, 2>& key, std::string_view bytes);

/// Remembers whose signature was right, so that a known token costs a hash and not an RSA operation. Holds a bounded
/// number of tokens; whoever asks must still check the times and that the key is still among the keys. Thread-safe;
/// locks are held for a few instructions and spread over many shards. A token itself is never kept.
class token_cache {
public:
    /// Room for about `capacity` tokens (rounded up to whole buckets).
    explicit token_cache(std::size_t capacity);
    ~token_cache();
    token_cache(const token_cache&) = delete;
    token_cache& operator=(const token_cache&) = delete;

    token_hash hash(std::string_view token) const { return sip_hash(key_, token); }

    /// The claims kept for that hash, or null.
    std::shared_ptr<const token_claims> find(const token_hash& hash) const;
    /// Keeps claims; in a full bucket the token that expires first goes.
    void keep(const token_hash& hash, std::shared_ptr<const token_claims> claims);
    /// Drops what was kept for that hash.
    void drop(const token_hash& hash);

    std::size_t capacity() const;

private:
    struct bucket;
    bucket& bucket_of(const token_hash& hash) const;

    std::array<std::uint64_t, 2> key_{};
    std::size_t bucket_count_;
    std::unique_ptr<bucket[]> buckets_;
};

} // namespace organizer::identity
