#include "store/codec/needs.hpp"

#include <boost/json/value.hpp>

namespace organizer::store::codec {

std::vector<domain::role_need> read_needs(const stored_object& from) {
    return from.list("needs", [](const stored_object& each) {
        domain::role_need need;
        need.role = each.text("role");
        need.need = static_cast<int>(each.integer("need", 0, domain::most_places_of_role));
        need.prefer = static_cast<int>(each.integer("prefer", 0, domain::most_places_of_role));
        return need;
    });
}

void put_needs(boost::json::object& into, const std::vector<domain::role_need>& needs) {
    put_list(into, "needs", {"role"}, needs, [](boost::json::object& element, const domain::role_need& each) {
        element["role"] = each.role;
        element["need"] = each.need;
        element["prefer"] = each.prefer;
    });
}

std::vector<domain::allowed_pair> read_pairs(const stored_object& from) {
    return from.list("allowedPairs", [](const stored_object& each) {
        return domain::allowed_pair{each.text("first"), each.text("second")};
    });
}

void put_pairs(boost::json::object& into, const std::vector<domain::allowed_pair>& pairs) {
    put_list(into, "allowedPairs", {"first", "second"}, pairs,
             [](boost::json::object& element, const domain::allowed_pair& each) {
                 element["first"] = each.first;
                 element["second"] = each.second;
             });
}

} // namespace organizer::store::codec
