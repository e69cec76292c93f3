#include "identity/issuer/attempts.hpp"

#include "domain/text.hpp"
#include "identity/crypto.hpp"
#include "identity/issuer/times.hpp"

#include <algorithm>
#include <vector>

namespace organizer::identity::issuer {
namespace {

constexpr std::int64_t most_rows = 50'000;

/// `free` failures cost nothing, each further one doubles the wait up to `longest` seconds.
struct back_off {
    std::int64_t free;
    std::int64_t longest;

    std::int64_t wait(std::int64_t failures) const {
        if (failures < free) {
            return 0;
        }
        return std::min<std::int64_t>(longest, std::int64_t{1} << std::min<std::int64_t>(failures - free, 20));
    }
};

constexpr back_off per_pair{5, 900};
constexpr back_off per_address{30, 900};
constexpr back_off per_account{20, 30};

struct counter {
    std::string key;
    back_off rule;
};

std::string key_of(std::string_view kind, std::string_view first, std::string_view second = {}) {
    std::string text(kind);
    text += '\0';
    text += first;
    text += '\0';
    text += second;
    return std::string(as_bytes(sha256(text)));
}

std::string folded(std::string_view user_name) { return domain::ascii_lower(domain::trimmed(user_name)); }

std::vector<counter> counters_of(const attempt& tried) {
    const auto name = folded(tried.user_name);
    std::vector<counter> counters{{key_of("pair", name, tried.address), per_pair},
                                  {key_of("address", tried.address), per_address}};
    if (!tried.known_browser) {
        counters.push_back({key_of("account", name), per_account});
    }
    return counters;
}

} // namespace

std::int64_t attempts::begin(const attempt& tried, std::int64_t now) {
    transaction work(file_);
    const auto counters = counters_of(tried);
    std::int64_t wait = 0;
    for (const auto& counter : counters) {
        auto read = work.prepare("SELECT failures, last_at FROM attempt WHERE key = ? AND last_at > ?");
        read.bind_blob(counter.key).bind(now - attempts_kept.count());
        if (read.row()) {
            wait = std::max(wait, read.integer(1) + counter.rule.wait(read.integer(0)) - now);
        }
    }
    if (wait > 0) {
        return wait;
    }
    for (const auto& counter : counters) {
        work.prepare("INSERT INTO attempt (key, failures, last_at) VALUES (?1, 1, ?2) ON CONFLICT (key) DO UPDATE SET"
                     " failures = iif(last_at > ?3, failures + 1, 1), last_at = ?2")
            .bind_blob(counter.key)
            .bind(now)
            .bind(now - attempts_kept.count())
            .run();
    }
    work.prepare("DELETE FROM attempt WHERE key IN (SELECT key FROM attempt ORDER BY last_at LIMIT max(0, (SELECT "
                 "count(*) FROM"
                 " attempt) - ?))")
        .bind(most_rows)
        .run();
    work.commit();
    return 0;
}

void attempts::succeeded(const attempt& tried) {
    const auto name = folded(tried.user_name);
    transaction work(file_);
    work.prepare("DELETE FROM attempt WHERE key IN (?, ?)")
        .bind_blob(key_of("pair", name, tried.address))
        .bind_blob(key_of("account", name))
        .run();
    work.prepare("UPDATE attempt SET failures = max(0, failures - 1) WHERE key = ?")
        .bind_blob(key_of("address", tried.address))
        .run();
    work.commit();
}

void attempts::purge(transaction& work, std::int64_t now) {
    work.prepare("DELETE FROM attempt WHERE last_at <= ?").bind(now - attempts_kept.count()).run();
}

} // namespace organizer::identity::issuer
