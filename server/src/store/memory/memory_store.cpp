#include "store/memory/memory_store.hpp"

#include "store/stored_value.hpp"

#include <charconv>
#include <map>
#include <shared_mutex>

namespace organizer::store {

namespace {

document without_decided(const document& whole) {
    document listed;
    listed.id = whole.id;
    listed.event = whole.event;
    listed.v = whole.v;
    listed.rev = whole.rev;
    listed.format = whole.format;
    listed.updated_at = whole.updated_at;
    listed.deleted = whole.deleted;
    listed.evicted = whole.evicted;
    listed.body = whole.body;
    return listed;
}

class memory_store final : public document_store {
public:
    domain::result<std::optional<document>> find(std::string_view id) override {
        const std::shared_lock lock(mutex_);
        const auto found = documents_.find(id);
        if (found == documents_.end()) {
            return std::optional<document>();
        }
        return std::optional<document>(found->second.value);
    }

    domain::result<std::vector<document>> list(std::string_view event, std::string_view kind, std::string_view after,
                                               std::size_t limit) override {
        const std::string prefix = std::string(kind) + ":" + std::string(event) + ":";
        const std::shared_lock lock(mutex_);
        std::vector<document> page;
        auto at = after < prefix ? documents_.lower_bound(prefix) : documents_.upper_bound(after);
        for (; at != documents_.end() && at->first.starts_with(prefix) && page.size() < limit; ++at) {
            page.push_back(without_decided(at->second.value));
        }
        return page;
    }

    domain::result<insert_outcome> insert(const document& fresh) override {
        if (auto storable = check_storable(fresh); !storable) {
            return storable.error();
        }
        const std::unique_lock lock(mutex_);
        if (documents_.contains(fresh.id)) {
            return insert_outcome::duplicate;
        }
        write(fresh);
        return insert_outcome::inserted;
    }

    domain::result<replace_outcome> replace(const document& next) override {
        if (auto storable = check_storable(next); !storable) {
            return storable.error();
        }
        const std::unique_lock lock(mutex_);
        const auto found = documents_.find(next.id);
        if (found == documents_.end() || found->second.value.v != next.v - 1) {
            return replace_outcome::lost;
        }
        changes_.erase(found->second.sequence);
        write(next);
        return replace_outcome::replaced;
    }

    domain::result<change_page> changed_since(std::string_view since, std::size_t limit) override {
        std::uint64_t from = 0;
        std::from_chars(since.data(), since.data() + since.size(), from);
        const std::shared_lock lock(mutex_);
        change_page page;
        page.next = std::to_string(from);
        for (auto at = changes_.upper_bound(from); at != changes_.end(); ++at) {
            if (page.documents.size() == limit) {
                page.complete = false;
                break;
            }
            page.documents.push_back(without_decided(documents_.find(at->second)->second.value));
            page.next = std::to_string(at->first);
        }
        return page;
    }

    domain::result<std::string> newest_change() override {
        const std::shared_lock lock(mutex_);
        return std::to_string(sequence_);
    }

    domain::result<void> ping() override { return {}; }

private:
    struct kept_document {
        document value;
        std::uint64_t sequence = 0;
    };

    void write(const document& written) {
        documents_.insert_or_assign(written.id, kept_document{written, ++sequence_});
        changes_.emplace(sequence_, written.id);
    }

    std::shared_mutex mutex_;
    std::map<std::string, kept_document, std::less<>> documents_;
    std::map<std::uint64_t, std::string> changes_; ///< the last change of each document, in order
    std::uint64_t sequence_ = 0;
};

} // namespace

std::unique_ptr<document_store> make_memory_store() { return std::make_unique<memory_store>(); }

} // namespace organizer::store
