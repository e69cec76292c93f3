#include "store/document_store.hpp"

namespace organizer::store {

std::string_view kind_of(std::string_view id) { return id.substr(0, id.find(':')); }

domain::result<std::vector<insert_outcome>> document_store::insert_all(std::span<const document> fresh) {
    std::vector<insert_outcome> outcomes;
    outcomes.reserve(fresh.size());
    for (const auto& each : fresh) {
        const auto inserted = insert(each);
        if (!inserted) {
            return inserted.error();
        }
        outcomes.push_back(*inserted);
    }
    return outcomes;
}

} // namespace organizer::store
