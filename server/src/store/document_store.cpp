#include "store/document_store.hpp"

namespace organizer::store {

std::string_view kind_of(std::string_view id) { return id.substr(0, id.find(':')); }

} // namespace organizer::store
