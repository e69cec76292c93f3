#pragma once

#include "domain/local_date.hpp"

#include <chrono>
#include <cstdint>

/// How long the issuer's things live.
namespace organizer::identity::issuer {

using std::chrono::seconds;

inline constexpr seconds access_token_life{900};
inline constexpr seconds code_life{60};
inline constexpr seconds refresh_life{std::chrono::hours(24)}; ///< of a whole family
inline constexpr seconds refresh_grace{10}; ///< for a repeat of the last refresh whose answer was lost
inline constexpr seconds session_idle{std::chrono::hours(24 * 30)};
inline constexpr seconds session_life{std::chrono::hours(24 * 90)};
inline constexpr seconds pending_life{std::chrono::minutes(30)}; ///< of a sign-in page
inline constexpr seconds sign_in_link_life{std::chrono::minutes(15)};
inline constexpr seconds reset_link_life{std::chrono::hours(24)};
inline constexpr seconds key_life{std::chrono::hours(24 * 30)}; ///< a key signs this long
inline constexpr seconds key_notice{std::chrono::hours(24)};    ///< a key is published this long before it signs
inline constexpr seconds key_afterlife{std::chrono::hours(24)}; ///< and this long after it signed last
inline constexpr seconds attempts_kept{std::chrono::hours(24)};

/// Seconds of Unix time.
inline std::int64_t unix_seconds(domain::instant moment) {
    return std::chrono::floor<seconds>(moment).time_since_epoch().count();
}

} // namespace organizer::identity::issuer
