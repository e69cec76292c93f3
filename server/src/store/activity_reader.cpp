#include "store/codec/decided_entry.hpp"
#include "store/document_ids.hpp"
#include "store/projector.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace organizer::store {

namespace {

constexpr std::size_t page_size = 500;
/// Lines looked at for one page at most; a filter that matches little gets a short page with a cursor.
constexpr std::size_t most_looked_at = 5000;

/// The entity and the op of a line `log:<event>:<time counted down>:<entity>:<op>`; the entity has three parts.
struct line_name {
    std::string_view entity;
    std::string_view op;
};

line_name name_of_line(std::string_view id) {
    const auto rest = parts_of(id).key;
    const auto time_end = rest.find(':');
    const auto op_start = rest.rfind(':');
    if (time_end == std::string_view::npos || op_start <= time_end) {
        return {};
    }
    return {rest.substr(time_end + 1, op_start - time_end - 1), rest.substr(op_start + 1)};
}

} // namespace

domain::result<domain::activity_page> read_activity(document_store& from, const domain::activity_query& asked) {
    const std::string prefix = "log:" + asked.event + ":";
    const std::size_t limit = std::clamp<std::size_t>(asked.limit, 1, 200);
    domain::activity_page page;
    if (!asked.cursor.empty() && !asked.cursor.starts_with(prefix)) {
        domain::problem wrong;
        wrong.kind = domain::failure::invalid;
        wrong.code = "invalidCursor";
        wrong.faults.push_back({"cursor", "invalid"});
        return wrong;
    }
    std::string after = asked.cursor;
    for (std::size_t looked_at = 0; looked_at < most_looked_at;) {
        const auto lines = from.list(asked.event, "log", after, page_size);
        if (!lines) {
            return lines.error();
        }
        for (const auto& line : *lines) {
            ++looked_at;
            const auto name = name_of_line(line.id);
            const auto* actor = line.body.if_contains("actor");
            const bool wanted =
                (asked.entity.empty() || name.entity == asked.entity) &&
                (asked.actor.empty() || (actor != nullptr && actor->is_string() && actor->get_string() == asked.actor));
            if (wanted) {
                if (page.entries.size() == limit) {
                    page.next = after;
                    return page;
                }
                const auto found = from.find(activity_document_id(asked.event, name.entity, name.op));
                if (!found) {
                    return found.error();
                }
                if (*found) {
                    auto entry = codec::decode_activity((**found).body);
                    if (!entry) {
                        return entry.error();
                    }
                    page.entries.push_back(std::move(*entry));
                }
            }
            after = line.id;
        }
        if (lines->size() < page_size) {
            return page;
        }
    }
    page.next = after;
    return page;
}

} // namespace organizer::store
