#pragma once

#include "domain/event.hpp"
#include "domain/failure.hpp"
#include "domain/helper.hpp"
#include "domain/helper_lookup.hpp"
#include "store/document_store.hpp"
#include "store/entities.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace organizer::store {

class view_cache;

/// What a rule needs beside its own document, as it is now, and only as far as it is asked for: read anew for one
/// attempt from the store, or from what is kept in memory where that is the same. A read that fails leaves `trouble`,
/// and the attempt is not written.
class attempt_reads {
public:
    /// `current`: what is in memory, if no other process writes; else null.
    attempt_reads(document_store& from, view_cache* current) : from_(from), current_(current) {}
    attempt_reads(const attempt_reads&) = delete;
    attempt_reads& operator=(const attempt_reads&) = delete;

    /// The event of that slug, null if there is none.
    const domain::event* event(std::string_view slug);
    /// The helper of the event's directory, null if there is none; archived ones too.
    const domain::helper* helper(std::string_view slug, std::string_view id);
    /// `helper` for one event, as the rules take it. Holds while this object does.
    domain::helper_lookup helpers_of(std::string slug);
    /// True if the account is an administrator and not disabled.
    bool is_admin(std::string_view account);

    /// The first read that failed.
    const std::optional<domain::problem>& trouble() const { return trouble_; }

private:
    /// The view of an event as it was when it was first asked for; null without `current_` or without the event.
    const event_view* view(std::string_view slug);

    document_store& from_;
    view_cache* current_;
    std::map<std::string, std::shared_ptr<const event_view>, std::less<>> views_;
    std::map<std::string, std::unique_ptr<domain::event>, std::less<>> events_;
    std::map<std::string, std::unique_ptr<domain::helper>, std::less<>> helpers_; ///< by document id
    std::optional<domain::problem> trouble_;
};

} // namespace organizer::store
