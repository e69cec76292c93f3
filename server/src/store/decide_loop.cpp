#include "store/decide_loop.hpp"

#include "ops/clock.hpp"
#include "store/codec/decided_entry.hpp"
#include "store/decided_list.hpp"
#include "store/document_ids.hpp"
#include "store/projector.hpp"
#include "store/stored_value.hpp"

#include <algorithm>

namespace organizer::store {

std::string activity_event_of(std::string_view entity) {
    const auto name = parts_of(entity);
    return std::string(name.kind == "event" ? name.key : name.event);
}

domain::problem store_busy(std::string detail) { return unavailable("storeBusy", std::move(detail)); }

decide_loop::decide_loop(document_store& over, const ops::clock& time, view_cache& views, projector& log, bool alone)
    : over_(over), time_(time), views_(views), log_(log), alone_(alone) {}

void decide_loop::forget() {
    events_.forget();
    helpers_.forget();
    schedules_.forget();
    accounts_.forget();
}

template <>
working_copies<domain::event>& decide_loop::copies() {
    return events_;
}
template <>
working_copies<domain::helper>& decide_loop::copies() {
    return helpers_;
}
template <>
working_copies<domain::schedule>& decide_loop::copies() {
    return schedules_;
}
template <>
working_copies<domain::account>& decide_loop::copies() {
    return accounts_;
}

domain::result<std::optional<domain::decided_entry>> decide_loop::logged(std::string_view entity, std::string_view op) {
    const auto found = over_.find(activity_document_id(activity_event_of(entity), entity, op));
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return std::optional<domain::decided_entry>();
    }
    auto entry = codec::decode_activity((**found).body);
    if (!entry) {
        return entry.error();
    }
    return std::optional<domain::decided_entry>(std::move(entry->entry));
}

domain::result<std::optional<domain::decided_entry>> decide_loop::decided(const std::string& entity,
                                                                          const std::string& op) {
    const auto found = over_.find(entity);
    if (!found) {
        return found.error();
    }
    if (!*found) {
        return std::optional<domain::decided_entry>();
    }
    const auto entries = entries_of(**found);
    if (!entries) {
        return entries.error();
    }
    if (const auto* entry = find_entry(*entries, op)) {
        return std::optional<domain::decided_entry>(*entry);
    }
    // After the document: what left it by then stands in the log.
    return logged(entity, op);
}

domain::result<bool> decide_loop::is_logged(const document& of, const kept_entry& entry) {
    if (entry.value->logged || (entry.ticket > 0 && entry.ticket <= log_.logged_through())) {
        return true;
    }
    if (entry.ticket > 0) {
        return false; // still in the projector's hands
    }
    // Read from the store, so that no ticket tells: after a start, and for documents that no copy was kept of.
    const auto stands = logged(of.id, entry.value->op);
    if (!stands) {
        return stands.error();
    }
    return stands->has_value();
}

domain::result<void> decide_loop::age(document& of, kept_entries& entries, std::size_t& bytes, std::size_t fresh) {
    const auto old = time_.now() - entry_age;
    const std::size_t written = entries.size() - fresh;
    std::size_t surplus = entries.size() > most_entries ? entries.size() - most_entries : 0;
    if (entries.size() > 2 * most_entries && written > 0) {
        // The log is far behind; the document does not wait for it.
        const auto pressing = std::span(entries).first(std::min(surplus, written));
        if (auto logged = log_.log(of.id, pressing); !logged) {
            return logged;
        }
        for (auto& entry : pressing) {
            domain::decided_entry marked = *entry.value;
            marked.logged = true;
            entry.value = std::make_shared<const domain::decided_entry>(std::move(marked));
        }
    }
    std::size_t kept = 0;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const bool candidate = at < written && (surplus > 0 || entries[at].value->at <= old);
        if (candidate) {
            const auto gone = is_logged(of, entries[at]);
            if (!gone) {
                return gone.error();
            }
            if (*gone) {
                surplus -= surplus > 0 ? 1 : 0;
                bytes -= std::min(bytes, approximate_size(of.decided[at]));
                of.evicted = true;
                continue;
            }
        }
        if (kept != at) {
            of.decided[kept] = std::move(of.decided[at]);
            entries[kept] = std::move(entries[at]);
        }
        ++kept;
    }
    of.decided.resize(kept);
    entries.resize(kept);
    return {};
}

} // namespace organizer::store
