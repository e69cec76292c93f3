#include "identity/issuer/pending_requests.hpp"

#include "identity/crypto.hpp"
#include "identity/issuer/times.hpp"

namespace organizer::identity::issuer {

std::string pending_requests::add(authorization_request request, std::string_view address, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    while (!entries_.empty() && now >= entries_.front().added_at + pending_life.count()) {
        erase(entries_.begin());
    }
    if (const auto same = by_address_.find(address);
        same != by_address_.end() && same->second.size() >= most_per_address_) {
        erase(same->second.front());
    }
    if (entries_.size() >= most_) {
        erase(entries_.begin());
    }
    auto id = random_secret();
    entries_.push_back({id, std::string(address), now, std::move(request)});
    const auto at = std::prev(entries_.end());
    by_id_.emplace(id, at);
    by_address_[at->address].push_back(at);
    return id;
}

std::optional<authorization_request> pending_requests::find(std::string_view id, std::int64_t now) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(id);
    if (found == by_id_.end() || now >= found->second->added_at + pending_life.count()) {
        return std::nullopt;
    }
    return found->second->request;
}

void pending_requests::drop(std::string_view id) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_id_.find(id); found != by_id_.end()) {
        erase(found->second);
    }
}

std::size_t pending_requests::size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

void pending_requests::erase(place at) {
    by_id_.erase(at->id);
    const auto same = by_address_.find(at->address);
    same->second.remove(at);
    if (same->second.empty()) {
        by_address_.erase(same);
    }
    entries_.erase(at);
}

} // namespace organizer::identity::issuer
