#include "store/stored_value.hpp"

#include "store/document_ids.hpp"
#include "json/strict_json.hpp"

#include <boost/json/value.hpp>

namespace organizer::store {

namespace {

constexpr std::size_t deepest = 32;

bool restricted(const boost::json::value& value, std::size_t depth) {
    if (depth > deepest) {
        return false;
    }
    switch (value.kind()) {
    case boost::json::kind::object:
        for (const auto& member : value.get_object()) {
            if (!restricted(member.value(), depth + 1)) {
                return false;
            }
        }
        return true;
    case boost::json::kind::array:
        for (const auto& element : value.get_array()) {
            if (!restricted(element, depth + 1)) {
                return false;
            }
        }
        return true;
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
        return false;
    default:
        return true;
    }
}

domain::problem not_storable(std::string detail) {
    return {.kind = domain::failure::unexpected,
            .code = "notStorable",
            .faults = {},
            .facts = {},
            .detail = std::move(detail)};
}

domain::result<boost::json::value> value_from_text(std::string_view text) {
    auto read = json::read(text, {.max_bytes = 2 * largest_document, .max_depth = 2 * deepest, .floats = false});
    if (!read) {
        return damaged("stored text is no JSON value: " + std::string(json::to_string(read.error().code)) + " at '" +
                       read.error().pointer + "'");
    }
    return std::move(*read);
}

} // namespace

domain::result<void> check_storable(const document& checked) {
    const auto name = parts_of(checked.id);
    if (name.kind.empty() || name.event.empty() || name.key.empty() || checked.id.size() > 400 ||
        name.event != checked.event) {
        return not_storable("'" + checked.id + "' is no id of the event '" + checked.event + "'");
    }
    if (checked.v < 1 || checked.rev < 0 || checked.format < 1) {
        return not_storable(checked.id + " has a version, revision or format out of range");
    }
    for (const auto& member : checked.body) {
        if (!restricted(member.value(), 1)) {
            return not_storable(checked.id + " holds a value that is not storable in " + std::string(member.key()));
        }
    }
    for (const auto& entry : checked.decided) {
        if (!restricted(entry, 1)) {
            return not_storable(checked.id + " holds a decided entry that is not storable");
        }
    }
    if (approximate_size(checked.body) + approximate_size(checked.decided) > largest_document) {
        return not_storable(checked.id + " is larger than a document may be");
    }
    return {};
}

std::size_t approximate_size(const boost::json::value& value) {
    switch (value.kind()) {
    case boost::json::kind::object:
        return approximate_size(value.get_object());
    case boost::json::kind::array:
        return approximate_size(value.get_array());
    case boost::json::kind::string:
        return value.get_string().size() + 3;
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
        return 12;
    default:
        return 5;
    }
}

std::size_t approximate_size(const boost::json::object& value) {
    std::size_t size = 2;
    for (const auto& member : value) {
        size += member.key().size() + 3 + approximate_size(member.value());
    }
    return size;
}

std::size_t approximate_size(const boost::json::array& value) {
    std::size_t size = 2;
    for (const auto& element : value) {
        size += approximate_size(element);
    }
    return size;
}

domain::result<boost::json::object> object_from_text(std::string_view text) {
    auto value = value_from_text(text);
    if (!value) {
        return value.error();
    }
    if (!value->is_object()) {
        return damaged("stored text is no object");
    }
    return std::move(value->get_object());
}

domain::result<boost::json::array> array_from_text(std::string_view text) {
    auto value = value_from_text(text);
    if (!value) {
        return value.error();
    }
    if (!value->is_array()) {
        return damaged("stored text is no array");
    }
    return std::move(value->get_array());
}

domain::problem unavailable(std::string code, std::string detail) {
    return {.kind = domain::failure::unavailable,
            .code = std::move(code),
            .faults = {},
            .facts = {},
            .detail = std::move(detail)};
}

domain::problem damaged(std::string detail) {
    return {.kind = domain::failure::unexpected,
            .code = "storedDamaged",
            .faults = {},
            .facts = {},
            .detail = std::move(detail)};
}

} // namespace organizer::store
