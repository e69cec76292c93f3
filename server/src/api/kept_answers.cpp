#include "api/kept_answers.hpp"

#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

namespace organizer::api {
namespace {

constexpr std::size_t shard_count = 16;
/// What an answer takes beside its texts: nodes of the list and the map, control blocks, and what the allocator adds.
constexpr std::size_t overhead = 400;

struct entry {
    std::string key;
    std::uint64_t generation = 0;
    domain::local_date today{};
    std::shared_ptr<const kept_answer> answer;
};

} // namespace

struct kept_answers::shard {
    mutable std::mutex lock;
    std::list<entry> by_use; ///< the latest first
    std::unordered_map<std::string_view, std::list<entry>::iterator> by_key;
    std::size_t bytes = 0;
    std::size_t most_bytes = 0;

    static std::size_t cost(const entry& one) {
        return one.key.size() + one.answer->body->size() + one.answer->etag.size() + overhead;
    }
    void drop(std::list<entry>::iterator which) {
        bytes -= cost(*which);
        by_key.erase(which->key);
        by_use.erase(which);
    }
};

kept_answers::kept_answers(std::size_t most_bytes) : shards_(std::make_unique<shard[]>(shard_count)) {
    for (std::size_t at = 0; at < shard_count; ++at) {
        shards_[at].most_bytes = most_bytes / shard_count + 1;
    }
}

kept_answers::~kept_answers() = default;

kept_answers::shard& kept_answers::shard_of(std::string_view key) const {
    return shards_[std::hash<std::string_view>{}(key) % shard_count];
}

std::shared_ptr<const kept_answer> kept_answers::find(std::string_view key, std::uint64_t generation,
                                                      domain::local_date today) {
    auto& part = shard_of(key);
    const std::scoped_lock guard(part.lock);
    const auto found = part.by_key.find(key);
    if (found == part.by_key.end() || found->second->generation != generation || found->second->today != today) {
        return nullptr;
    }
    part.by_use.splice(part.by_use.begin(), part.by_use, found->second);
    return found->second->answer;
}

void kept_answers::keep(std::string key, std::uint64_t generation, domain::local_date today,
                        std::shared_ptr<const kept_answer> answer) {
    auto& part = shard_of(key);
    const std::scoped_lock guard(part.lock);
    if (const auto found = part.by_key.find(key); found != part.by_key.end()) {
        if (found->second->generation > generation) {
            return;
        }
        part.drop(found->second);
    }
    part.by_use.push_front({std::move(key), generation, today, std::move(answer)});
    part.by_key.emplace(part.by_use.front().key, part.by_use.begin());
    part.bytes += shard::cost(part.by_use.front());
    while (!part.by_use.empty() && part.bytes > part.most_bytes) {
        part.drop(std::prev(part.by_use.end()));
    }
}

std::size_t kept_answers::size() const {
    std::size_t count = 0;
    for (std::size_t at = 0; at < shard_count; ++at) {
        const std::scoped_lock guard(shards_[at].lock);
        count += shards_[at].by_use.size();
    }
    return count;
}

} // namespace organizer::api
