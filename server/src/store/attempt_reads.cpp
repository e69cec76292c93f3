#include "store/attempt_reads.hpp"

#include "domain/account.hpp"
#include "store/document_ids.hpp"
#include "store/nouns.hpp"
#include "store/view_cache.hpp"

namespace organizer::store {

namespace {

/// The state of a document read by its id, null if it has none.
template <class Noun>
std::unique_ptr<Noun> read_state(document_store& from, const std::string& id, std::optional<domain::problem>& trouble) {
    auto found = from.find(id);
    if (!found) {
        trouble = found.error();
        return nullptr;
    }
    auto state = state_of<Noun>(*found);
    if (!state) {
        trouble = state.error();
        return nullptr;
    }
    return *state ? std::make_unique<Noun>(std::move(**state)) : nullptr;
}

} // namespace

const event_view* attempt_reads::view(std::string_view slug) {
    const auto known = views_.find(slug);
    if (known != views_.end()) {
        return known->second.get();
    }
    auto loaded = current_->load(slug);
    if (!loaded) {
        trouble_ = loaded.error();
        return nullptr;
    }
    return views_.emplace(slug, *std::move(loaded)).first->second.get();
}

const domain::event* attempt_reads::event(std::string_view slug) {
    if (current_ != nullptr) {
        const auto* loaded = view(slug);
        return loaded != nullptr ? &loaded->event->value : nullptr;
    }
    const auto known = events_.find(slug);
    if (known != events_.end()) {
        return known->second.get();
    }
    auto read = read_state<domain::event>(from_, event_document_id(slug), trouble_);
    return events_.emplace(slug, std::move(read)).first->second.get();
}

const domain::helper* attempt_reads::helper(std::string_view slug, std::string_view id) {
    if (current_ != nullptr) {
        const auto* loaded = view(slug);
        if (loaded == nullptr) {
            return nullptr;
        }
        const auto found = loaded->helpers->find(id);
        return found != loaded->helpers->end() ? &found->second->value : nullptr;
    }
    const std::string whole = helper_document_id(slug, id);
    const auto known = helpers_.find(whole);
    if (known != helpers_.end()) {
        return known->second.get();
    }
    auto read = read_state<domain::helper>(from_, whole, trouble_);
    return helpers_.emplace(whole, std::move(read)).first->second.get();
}

domain::helper_lookup attempt_reads::helpers_of(std::string slug) {
    return [this, slug = std::move(slug)](std::string_view id) { return helper(slug, id); };
}

bool attempt_reads::is_admin(std::string_view account) {
    if (current_ != nullptr) {
        const auto known = current_->account(account);
        if (!known) {
            trouble_ = known.error();
            return false;
        }
        return *known && (*known)->value.admin && !(*known)->value.disabled;
    }
    const auto read = read_state<domain::account>(from_, account_document_id(account), trouble_);
    return read && read->admin && !read->disabled;
}

} // namespace organizer::store
