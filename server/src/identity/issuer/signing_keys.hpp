#pragma once

#include "identity/issuer/database.hpp"
#include "identity/key_source.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// The keys that sign, RSA-2048, and their public halves. A key signs for 30 days, is published a day before and stays
/// published a day after. Private halves stand in the database file only.
class signing_keys {
public:
    /// Call `rotate` before anything else.
    explicit signing_keys(database& file) : file_(file), published_(std::make_shared<published_keys>()) {}

    /// Makes, publishes and drops keys as the time asks; the first call makes the first key. True if something changed.
    /// Blocking.
    bool rotate(std::int64_t now);

    /// A signed token (JWS compact, RS256) of these claims with the key of `now`. Blocking (0.3 ms of computing).
    std::string sign(std::string_view type, const boost::json::object& claims, std::int64_t now) const;

    /// What the verifier reads.
    std::shared_ptr<const key_source> source() const { return published_; }
    /// The JWK set as served; public members only.
    std::shared_ptr<const std::string> jwks() const;

private:
    struct signing_key {
        std::string kid;
        std::shared_ptr<EVP_PKEY> key;
        std::int64_t active_from = 0;
    };
    struct state {
        std::vector<signing_key> keys; ///< by `active_from`
        std::string jwks;
    };
    std::shared_ptr<const state> current() const;

    database& file_;
    std::shared_ptr<published_keys> published_;
    mutable std::mutex mutex_;
    std::shared_ptr<const state> state_ = std::make_shared<const state>();
};

} // namespace organizer::identity::issuer
