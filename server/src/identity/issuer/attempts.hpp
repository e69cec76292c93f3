#pragma once

#include "identity/issuer/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace organizer::identity::issuer {

/// Who tries to sign in as whom.
struct attempt {
    std::string user_name;
    std::string address;
    bool known_browser = false; ///< the account has signed in with this browser before
};

/// Slows guessing down: growing delays per (account, address), per address and, much shorter, per account. There is no
/// lasting lock-out, and a browser that the account knows does not feel what strangers do to the account. The counters
/// stand in the database (they outlive a restart), bounded in number, and are forgotten after a quiet day. Blocking.
class attempts {
public:
    explicit attempts(database& file) : file_(file) {}

    /// Counts an attempt as failed beforehand, so that parallel guesses cannot slip through. 0: go on; otherwise the
    /// seconds to wait, and nothing was counted.
    std::int64_t begin(const attempt& tried, std::int64_t now);
    /// The attempt was right after all: its counters are cleared (the address keeps what else it did).
    void succeeded(const attempt& tried);

    static void purge(transaction& work, std::int64_t now);

private:
    database& file_;
};

} // namespace organizer::identity::issuer
