#include "api/canonical.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace organizer::api {
namespace {

void append(const boost::json::value& value, std::string& text) {
    if (const auto* array = value.if_array()) {
        text.push_back('[');
        for (const auto& element : *array) {
            append(element, text);
            text.push_back(',');
        }
        text.push_back(']');
        return;
    }
    const auto* object = value.if_object();
    if (object == nullptr) {
        text += boost::json::serialize(value);
        return;
    }
    std::vector<std::string_view> names;
    for (const auto& member : *object) {
        names.push_back(member.key());
    }
    std::ranges::sort(names);
    text.push_back('{');
    for (const auto name : names) {
        text += boost::json::serialize(boost::json::string(name));
        text.push_back(':');
        append(object->at(name), text);
        text.push_back(',');
    }
    text.push_back('}');
}

} // namespace

std::string canonical_text(const boost::json::value& value) {
    std::string text;
    append(value, text);
    return text;
}

} // namespace organizer::api
