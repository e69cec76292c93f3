#pragma once

#include "domain/failure.hpp"
#include "domain/local_date.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::store::codec {

/// The first thing that is wrong with a stored body: where and why. Ends in the log only.
struct damage {
    std::string what;
    void note(std::string_view where, std::string_view why) {
        if (what.empty()) {
            what = std::string{where} + ": " + std::string{why};
        }
    }
    explicit operator bool() const { return !what.empty(); }
};

/// The problem of a damaged body: `unexpected` `storedDamaged`.
domain::problem damaged_body(std::string_view noun, const damage& found);

/// Reads the members of one stored object strictly: a missing or wrong member is noted in `damage` and reads as an
/// empty value. Members that nobody asks for are left alone.
class stored_object {
public:
    stored_object(const boost::json::object& from, std::string where, damage& found);

    bool has(std::string_view name) const;
    std::string text(std::string_view name) const;
    std::string text_or_empty(std::string_view name) const;              ///< absent is ""
    std::optional<std::string> optional_id(std::string_view name) const; ///< absent is nothing, "" is damage
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) const;
    std::int64_t integer_or(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
    std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t least, std::int64_t most) const;
    bool flag(std::string_view name) const;
    bool flag_or(std::string_view name, bool otherwise) const;
    domain::local_date date(std::string_view name) const;
    domain::instant moment(std::string_view name) const;                      ///< milliseconds of Unix time
    std::vector<std::string> texts(std::string_view name) const;              ///< absent is empty
    std::map<std::string, std::string> text_map(std::string_view name) const; ///< absent is empty

    /// A word of an enumeration, by its reader.
    template <class Enum>
    Enum word(std::string_view name, std::optional<Enum> (*read)(std::string_view), Enum otherwise) const {
        const std::string stored = text(name);
        const std::optional<Enum> value = read(stored);
        if (!value) {
            note(name, "unknown word");
        }
        return value.value_or(otherwise);
    }

    /// The objects of a list; absent is empty.
    template <class Read>
    auto list(std::string_view name, Read read) const {
        std::vector<decltype(read(std::declval<const stored_object&>()))> values;
        for (const stored_object& each : objects(name)) {
            values.push_back(read(each));
        }
        return values;
    }

    /// The object of that name; an empty one if it is missing.
    stored_object inner(std::string_view name) const;

    void note(std::string_view name, std::string_view why) const;

private:
    std::optional<std::string> optional_text(std::string_view name) const;
    std::vector<stored_object> objects(std::string_view name) const;
    const boost::json::value* find(std::string_view name) const;

    const boost::json::object* from_;
    std::string where_;
    damage* found_;
};

/// Sets a text member, or takes it away if the text is empty.
void put_text(boost::json::object& into, std::string_view name, std::string_view text);
void put_optional_text(boost::json::object& into, std::string_view name, const std::optional<std::string>& text);
/// Milliseconds of Unix time.
void put_moment(boost::json::object& into, std::string_view name, domain::instant moment);
/// A list of texts.
void put_texts(boost::json::object& into, std::string_view name, const std::vector<std::string>& texts);

/// The element of a stored list of objects whose `keys` have the same values as in `wanted`, or an empty object: what a
/// newer program may have put beside the members that this one knows. `near` is where it most likely stands.
boost::json::object previous_element(const boost::json::object& in, std::string_view list,
                                     std::initializer_list<std::string_view> keys, const boost::json::object& wanted,
                                     std::size_t near);

/// Sets a list of objects: each value is written by `write(object&, value)` over the stored element of the same keys.
template <class Values, class Write>
void put_list(boost::json::object& into, std::string_view name, std::initializer_list<std::string_view> keys,
              const Values& values, Write write) {
    boost::json::array list;
    list.reserve(values.size());
    for (const auto& each : values) {
        boost::json::object fresh;
        write(fresh, each);
        boost::json::object element = previous_element(into, name, keys, fresh, list.size());
        if (!element.empty()) {
            write(element, each);
            list.emplace_back(std::move(element));
        } else {
            list.emplace_back(std::move(fresh));
        }
    }
    into[name] = std::move(list);
}

} // namespace organizer::store::codec
