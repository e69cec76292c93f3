#include "store/codec/stored_object.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::store::codec {

namespace {

const boost::json::object no_members;

} // namespace

domain::problem damaged_body(std::string_view noun, const damage& found) {
    domain::problem made;
    made.kind = domain::failure::unexpected;
    made.code = "storedDamaged";
    made.detail = "stored " + std::string{noun} + " " + found.what;
    return made;
}

stored_object::stored_object(const boost::json::object& from, std::string where, damage& found)
    : from_(&from), where_(std::move(where)), found_(&found) {}

const boost::json::value* stored_object::find(std::string_view name) const {
    const auto* found = from_->if_contains(name);
    return found && !found->is_null() ? found : nullptr;
}

void stored_object::note(std::string_view name, std::string_view why) const {
    found_->note(where_ + "/" + std::string{name}, why);
}

bool stored_object::has(std::string_view name) const { return find(name) != nullptr; }

std::optional<std::string> stored_object::optional_text(std::string_view name) const {
    const auto* value = find(name);
    if (!value) {
        return std::nullopt;
    }
    if (!value->is_string()) {
        note(name, "no text");
        return std::nullopt;
    }
    return std::string{std::string_view{value->get_string()}};
}

std::optional<std::string> stored_object::optional_id(std::string_view name) const {
    auto id = optional_text(name);
    if (id && id->empty()) {
        note(name, "empty");
    }
    return id;
}

std::string stored_object::text(std::string_view name) const {
    if (!has(name)) {
        note(name, "missing");
    }
    return optional_text(name).value_or("");
}

std::string stored_object::text_or_empty(std::string_view name) const { return optional_text(name).value_or(""); }

std::optional<std::int64_t> stored_object::optional_integer(std::string_view name, std::int64_t least,
                                                            std::int64_t most) const {
    const auto* value = find(name);
    if (!value) {
        return std::nullopt;
    }
    if (!value->is_int64() || value->get_int64() < least || value->get_int64() > most) {
        note(name, "no integer of the range");
        return std::nullopt;
    }
    return value->get_int64();
}

std::int64_t stored_object::integer(std::string_view name, std::int64_t least, std::int64_t most) const {
    if (!has(name)) {
        note(name, "missing");
    }
    return optional_integer(name, least, most).value_or(least);
}

std::int64_t stored_object::integer_or(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                       std::int64_t most) const {
    return optional_integer(name, least, most).value_or(otherwise);
}

bool stored_object::flag_or(std::string_view name, bool otherwise) const {
    const auto* value = find(name);
    if (!value) {
        return otherwise;
    }
    if (!value->is_bool()) {
        note(name, "no true or false");
        return otherwise;
    }
    return value->get_bool();
}

bool stored_object::flag(std::string_view name) const {
    if (!has(name)) {
        note(name, "missing");
    }
    return flag_or(name, false);
}

domain::local_date stored_object::date(std::string_view name) const {
    const auto read = domain::date_from_text(text(name));
    if (!read) {
        note(name, "no date");
    }
    return read.value_or(domain::local_date{});
}

domain::instant stored_object::moment(std::string_view name) const {
    constexpr std::int64_t year_3000 = 32'503'680'000'000;
    return domain::instant{std::chrono::milliseconds{integer(name, 0, year_3000)}};
}

std::vector<std::string> stored_object::texts(std::string_view name) const {
    std::vector<std::string> read;
    const auto* value = find(name);
    if (!value) {
        return read;
    }
    if (!value->is_array()) {
        note(name, "no list");
        return read;
    }
    for (const auto& each : value->get_array()) {
        if (!each.is_string()) {
            note(name, "no list of texts");
            return read;
        }
        read.emplace_back(std::string_view{each.get_string()});
    }
    return read;
}

std::map<std::string, std::string> stored_object::text_map(std::string_view name) const {
    std::map<std::string, std::string> read;
    const auto* value = find(name);
    if (!value) {
        return read;
    }
    if (!value->is_object()) {
        note(name, "no object");
        return read;
    }
    for (const auto& each : value->get_object()) {
        if (!each.value().is_string()) {
            note(name, "no object of texts");
            return read;
        }
        read.emplace(std::string{each.key()}, std::string{std::string_view{each.value().get_string()}});
    }
    return read;
}

std::vector<stored_object> stored_object::objects(std::string_view name) const {
    std::vector<stored_object> read;
    const auto* value = find(name);
    if (!value) {
        return read;
    }
    if (!value->is_array()) {
        note(name, "no list");
        return read;
    }
    const auto& list = value->get_array();
    read.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (!list[i].is_object()) {
            note(name, "no list of objects");
            return {};
        }
        read.emplace_back(list[i].get_object(), where_ + "/" + std::string{name} + "/" + std::to_string(i), *found_);
    }
    return read;
}

stored_object stored_object::inner(std::string_view name) const {
    const auto* value = find(name);
    const std::string where = where_ + "/" + std::string{name};
    if (value && value->is_object()) {
        return {value->get_object(), where, *found_};
    }
    note(name, value ? "no object" : "missing");
    return {no_members, where, *found_};
}

void put_text(boost::json::object& into, std::string_view name, std::string_view text) {
    if (text.empty()) {
        into.erase(name);
    } else {
        into[name] = text;
    }
}

void put_optional_text(boost::json::object& into, std::string_view name, const std::optional<std::string>& text) {
    put_text(into, name, text ? std::string_view{*text} : std::string_view{});
}

void put_moment(boost::json::object& into, std::string_view name, domain::instant moment) {
    into[name] = static_cast<std::int64_t>(moment.time_since_epoch().count());
}

void put_texts(boost::json::object& into, std::string_view name, const std::vector<std::string>& texts) {
    boost::json::array list;
    list.reserve(texts.size());
    for (const std::string& each : texts) {
        list.emplace_back(each);
    }
    into[name] = std::move(list);
}

boost::json::object previous_element(const boost::json::object& in, std::string_view list,
                                     std::initializer_list<std::string_view> keys, const boost::json::object& wanted,
                                     std::size_t near) {
    const auto* stored = in.if_contains(list);
    if (!stored || !stored->is_array()) {
        return {};
    }
    const auto is_wanted = [&](const boost::json::value& each) {
        const auto* element = each.if_object();
        return element && std::ranges::all_of(keys, [&](std::string_view key) {
                   const auto* is = element->if_contains(key);
                   const auto* should = wanted.if_contains(key);
                   return is && should && *is == *should;
               });
    };
    const auto& elements = stored->get_array();
    if (near < elements.size() && is_wanted(elements[near])) {
        return elements[near].get_object();
    }
    const auto found = std::ranges::find_if(elements, is_wanted);
    return found != elements.end() ? found->get_object() : boost::json::object();
}

} // namespace organizer::store::codec
