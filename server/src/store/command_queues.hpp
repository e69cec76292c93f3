#pragma once

#include "store/command_job.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace organizer::store {

/// The commands of one noun that wait, by document: those of one document are decided in batches by one thread at a
/// time. Thread-safe.
template <class Noun>
class command_queues {
public:
    using job = std::shared_ptr<command_job<Noun>>;

    /// At most `most_waiting` commands wait for one document.
    explicit command_queues(std::size_t most_waiting) : most_waiting_(most_waiting) {}

    enum class pushed {
        first,  ///< the caller has the document decided until `take` gives nothing
        behind, ///< somebody else does
        full,   ///< not queued
    };
    pushed push(const std::string& id, job added) {
        const std::lock_guard lock(mutex_);
        const auto [at, made] = queues_.try_emplace(id);
        if (at->second.size() >= most_waiting_) {
            return pushed::full;
        }
        at->second.push_back(std::move(added));
        return made ? pushed::first : pushed::behind;
    }

    /// The next commands of the document, at most `most`; nothing ends the turn.
    std::vector<job> take(const std::string& id, std::size_t most) {
        const std::lock_guard lock(mutex_);
        std::vector<job> batch;
        const auto found = queues_.find(id);
        if (found == queues_.end()) {
            return batch;
        }
        auto& waiting = found->second;
        while (!waiting.empty() && batch.size() < most) {
            batch.push_back(std::move(waiting.front()));
            waiting.pop_front();
        }
        if (batch.empty()) {
            queues_.erase(found);
        }
        return batch;
    }

    /// All that waits, for whatever document; the queues are empty then.
    std::vector<job> take_all() {
        const std::lock_guard lock(mutex_);
        std::vector<job> all;
        for (auto& [id, waiting] : queues_) {
            all.insert(all.end(), waiting.begin(), waiting.end());
        }
        queues_.clear();
        return all;
    }

private:
    const std::size_t most_waiting_;
    std::mutex mutex_;
    std::map<std::string, std::deque<job>, std::less<>> queues_;
};

} // namespace organizer::store
