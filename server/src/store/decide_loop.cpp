#include "store/decide_loop.hpp"

#include "ops/clock.hpp"
#include "store/codec/decided_entry.hpp"
#include "store/decided_list.hpp"
#include "store/document_ids.hpp"
#include "store/stored_value.hpp"

namespace organizer::store {

std::string activity_event_of(std::string_view entity) {
    const auto name = parts_of(entity);
    return std::string(name.kind == "event" ? name.key : name.event);
}

domain::problem store_busy(std::string detail) { return unavailable("storeBusy", std::move(detail)); }

decide_loop::decide_loop(document_store& over, const ops::clock& time, view_cache& views, projector& log)
    : over_(over), time_(time), views_(views), log_(log) {}

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

domain::result<void> decide_loop::age(document& of, std::vector<domain::decided_entry>& entries, std::size_t fresh) {
    std::size_t looked = 0;
    for (std::size_t at = 0; at + fresh < entries.size() && looked < most_in_batch; ++at) {
        if (entries[at].logged) {
            continue;
        }
        ++looked;
        const auto stands = logged(of.id, entries[at].op);
        if (!stands) {
            return stands.error();
        }
        if (*stands) {
            entries[at].logged = true;
            of.decided[at] = codec::encode_entry(entries[at]);
        }
    }
    const auto old = time_.now() - entry_age;
    boost::json::array kept_values;
    std::vector<domain::decided_entry> kept_entries;
    std::size_t surplus = entries.size() > most_entries ? entries.size() - most_entries : 0;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (entries[at].logged && (entries[at].at <= old || surplus > 0)) {
            surplus -= surplus > 0 ? 1 : 0;
            continue;
        }
        kept_values.push_back(std::move(of.decided[at]));
        kept_entries.push_back(std::move(entries[at]));
    }
    of.decided = std::move(kept_values);
    entries = std::move(kept_entries);
    return {};
}

} // namespace organizer::store
