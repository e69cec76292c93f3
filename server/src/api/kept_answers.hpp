#pragma once

#include "domain/local_date.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace organizer::api {

/// A whole answer, ready to be sent.
struct kept_answer {
    std::shared_ptr<const std::string> body;
    std::string etag;
};

/// Serialized answers by key (operation, visibility class, event, path, query), valid while the event's generation and
/// its today are the same. Bounded in bytes, all that they take counted; the least recently used leave first.
/// Thread-safe.
class kept_answers {
public:
    explicit kept_answers(std::size_t most_bytes);
    ~kept_answers();

    /// The answer, or null.
    std::shared_ptr<const kept_answer> find(std::string_view key, std::uint64_t generation, domain::local_date today);
    /// Keeps an answer made from that generation; an answer of a newer one that is kept already stays.
    void keep(std::string key, std::uint64_t generation, domain::local_date today,
              std::shared_ptr<const kept_answer> answer);

    std::size_t size() const;

private:
    struct shard;
    shard& shard_of(std::string_view key) const;

    std::unique_ptr<shard[]> shards_;
};

} // namespace organizer::api
