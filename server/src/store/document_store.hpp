#pragma once

#include "domain/failure.hpp"
#include "domain/local_date.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::store {

/// One stored document. `id` is `<kind>:<event>:<key>` (`-` for the installation); `v` counts its writes, `rev` its
/// visible changes; `rev` 0 is a document without a state (a refused creation), which reads as absent. `body` and
/// `decided` hold objects, arrays, strings, int64, bool and null only. Members of `body` that this binary does not know
/// are kept on write.
struct document {
    std::string id;
    std::string event;
    std::int64_t v = 0;
    std::int64_t rev = 0;
    int format = 1;
    domain::instant updated_at{};
    bool deleted = false;
    bool evicted = false;       ///< commands have left `decided`; they stand in the activity log
    boost::json::array decided; ///< empty in lists
    boost::json::object body;
};

/// The kind of a document: the part of its id before the first colon.
std::string_view kind_of(std::string_view id);

enum class insert_outcome { inserted, duplicate };
enum class replace_outcome { replaced, lost };

/// A page of what changed, in the order in which it was committed; `next` goes into the next call.
struct change_page {
    std::vector<document> documents;
    std::string next;
    bool complete = true;                   ///< nothing waited behind the page
    std::optional<domain::problem> damaged; ///< of the last row that was left out because it holds no document
};

/// The port of every engine (DESIGN, Storage). All calls block and may be made by any thread; none is made on an I/O
/// thread. A problem is `unavailable` with code `storeUnavailable` or `storeFull` (the outcome of a write may be
/// unknown), or `unexpected` with code `storedDamaged` (stored bytes that are no document) or `notStorable` (a value
/// outside the restricted ones, over 2 MB, or an id that does not name its event; nothing was written). A returned
/// `inserted` or `replaced` is durable. One conformance suite holds for all engines.
class document_store {
public:
    virtual ~document_store() = default;

    /// The document with its `decided`, or nothing.
    virtual domain::result<std::optional<document>> find(std::string_view id) = 0;

    /// Documents of one event and kind with `_id` after `after`, in `_id` order (byte-wise), at most `limit` (1 to
    /// 1,000), without `decided`. Documents with `rev` 0 and deleted ones are among them.
    virtual domain::result<std::vector<document>> list(std::string_view event, std::string_view kind,
                                                       std::string_view after, std::size_t limit) = 0;

    /// Stores `fresh` if no document has its id; `fresh.v` must be 1.
    virtual domain::result<insert_outcome> insert(const document& fresh) = 0;

    /// Inserts each as `insert` does and in their order, cheaper than one by one. Not all or nothing: after a problem
    /// any number of the first ones may be stored.
    virtual domain::result<std::vector<insert_outcome>> insert_all(std::span<const document> fresh);

    /// Stores `next` if the stored version is still `next.v - 1`; otherwise (or if it is absent) `lost`, and nothing
    /// changed.
    virtual domain::result<replace_outcome> replace(const document& next) = 0;

    /// Documents (without `decided`) changed after `since` (empty: from the start), at most `limit`.
    virtual domain::result<change_page> changed_since(std::string_view since, std::size_t limit) = 0;

    /// The `since` behind everything that is committed.
    virtual domain::result<std::string> newest_change() = 0;

    /// Answers if the engine can read and write.
    virtual domain::result<void> ping() = 0;
};

} // namespace organizer::store
