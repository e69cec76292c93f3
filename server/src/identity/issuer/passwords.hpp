#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Passwords: argon2id, kept as PHC text. Hashing takes tens of milliseconds and memory, so it belongs on the small
/// hashing pool.
namespace organizer::identity::issuer {

/// The work of one hash. The defaults are the least that OWASP asks for.
struct password_cost {
    std::uint32_t memory_kib = 19 * 1024;
    std::uint32_t passes = 2;

    bool operator==(const password_cost&) const = default;
};

/// The PHC text of a password with a fresh salt.
std::string hash_password(std::string_view password, const password_cost& cost);

/// A PHC text of that cost that no password is known for: salt and hash are random. To check a password against it
/// takes as long as against a real one; to make it takes no time.
std::string unmatched_hash(const password_cost& cost);

/// True if `phc` is the hash of `password`. Takes about as long for any `phc` of one cost; false for a text that is no
/// hash.
bool check_password(std::string_view password, const std::string& phc);

/// True if `phc` was made with less work than `cost`.
bool weaker_than(const std::string& phc, const password_cost& cost);

inline constexpr std::size_t least_password = 10;  ///< code points
inline constexpr std::size_t most_password = 1000; ///< bytes; nothing is ever cut off

/// Why a new password is refused.
enum class password_fault { too_short, too_long, common, like_user_name };

/// Judges a new password: its length, and whether it is a common one, in disguise or not. No rules about kinds of
/// characters.
std::optional<password_fault> judge_password(std::string_view password, std::string_view user_name);

} // namespace organizer::identity::issuer
