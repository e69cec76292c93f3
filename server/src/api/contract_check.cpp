#include "api/contract_check.hpp"

#include "api/formats.hpp"
#include "domain/text.hpp"
#include "json/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <charconv>

namespace organizer::api {
namespace {

std::uint8_t type_of(const boost::json::value& value) {
    switch (value.kind()) {
    case boost::json::kind::null:
        return contract::null;
    case boost::json::kind::bool_:
        return contract::boolean;
    case boost::json::kind::int64:
        return contract::integer;
    case boost::json::kind::string:
        return contract::string;
    case boost::json::kind::array:
        return contract::array;
    case boost::json::kind::object:
        return contract::object;
    default:
        return 0;
    }
}

/// Length in code points; the text is valid UTF-8, since the strict reader takes no other.
std::int64_t length_of(std::string_view text) {
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

class checker {
public:
    explicit checker(std::vector<domain::field_fault>& faults) : faults_(faults) {}

    void value(const boost::json::value& value, const contract::schema& schema, const std::string& pointer) {
        if (!schema.choices.empty()) {
            alternative(value, schema, pointer);
            return;
        }
        const auto type = type_of(value);
        if ((schema.types & type) == 0) {
            add(pointer, "wrongType");
            return;
        }
        switch (type) {
        case contract::integer:
            bounds(value.get_int64(), schema, pointer, "tooSmall", "tooLarge");
            break;
        case contract::string:
            text(value.get_string(), schema, pointer);
            break;
        case contract::array:
            items(value.get_array(), schema, pointer);
            break;
        case contract::object:
            members(value.get_object(), schema, pointer);
            break;
        default:
            break;
        }
    }

    void parameter(std::string_view written, const contract::schema& schema, const std::string& pointer) {
        if ((schema.types & contract::integer) != 0) {
            std::int64_t number = 0;
            const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
            if (error != std::errc{} || end != written.data() + written.size()) {
                add(pointer, "wrongType");
            } else {
                bounds(number, schema, pointer, "tooSmall", "tooLarge");
            }
        } else if ((schema.types & contract::boolean) != 0) {
            if (written != "true" && written != "false") {
                add(pointer, "wrongType");
            }
        } else if ((schema.types & contract::string) == 0 || std::ranges::any_of(written, is_control) ||
                   !domain::code_points(written)) {
            add(pointer, "wrongType");
        } else {
            text(written, schema, pointer);
        }
    }

private:
    static bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

    void add(const std::string& pointer, const char* reason) {
        if (faults_.size() < most_faults) {
            faults_.push_back({pointer, reason});
        }
    }

    void bounds(std::int64_t number, const contract::schema& schema, const std::string& pointer, const char* below,
                const char* above) {
        if (number < schema.least) {
            add(pointer, below);
        } else if (number > schema.most) {
            add(pointer, above);
        }
    }

    void text(std::string_view text, const contract::schema& schema, const std::string& pointer) {
        bounds(length_of(text), schema, pointer, "tooShort", "tooLong");
        if (!schema.values.empty() && std::ranges::find(schema.values, text) == schema.values.end()) {
            add(pointer, "notAllowed");
        } else if (!matches(schema.text_format, text)) {
            add(pointer, "badFormat");
        }
    }

    void items(const boost::json::array& array, const contract::schema& schema, const std::string& pointer) {
        bounds(static_cast<std::int64_t>(array.size()), schema, pointer, "tooFew", "tooMany");
        if (schema.items == contract::no_schema) {
            return;
        }
        const auto& item = contract::schema_at(schema.items);
        std::size_t index = 0;
        for (const auto& element : array) {
            if (faults_.size() >= most_faults) {
                return;
            }
            value(element, item, pointer + "/" + std::to_string(index));
            ++index;
        }
    }

    void members(const boost::json::object& object, const contract::schema& schema, const std::string& pointer) {
        bounds(static_cast<std::int64_t>(object.size()), schema, pointer, "tooFew", "tooMany");
        for (const auto& member : schema.members) {
            if (member.required && !object.contains(member.name)) {
                add(below(pointer, member.name), "missing");
            }
        }
        for (const auto& [name, part] : object) {
            const std::string_view key = name;
            const auto known = std::ranges::find(schema.members, key, &contract::member::name);
            if (known != schema.members.end()) {
                value(part, contract::schema_at(known->schema), below(pointer, key));
            } else if (schema.further != contract::no_schema) {
                value(part, contract::schema_at(schema.further), below(pointer, key));
            } else if (schema.closed) {
                add(below(pointer, key), "unknown");
            }
        }
    }

    void alternative(const boost::json::value& value_, const contract::schema& schema, const std::string& pointer) {
        const auto* object = value_.if_object();
        if (object == nullptr) {
            add(pointer, "wrongType");
            return;
        }
        const auto* tag = object->if_contains(schema.discriminator);
        if (tag == nullptr) {
            add(below(pointer, schema.discriminator), "missing");
            return;
        }
        const auto* word = tag->if_string();
        const auto choice = word == nullptr
                                ? schema.choices.end()
                                : std::ranges::find(schema.choices, std::string_view(*word), &contract::choice::value);
        if (choice == schema.choices.end()) {
            add(below(pointer, schema.discriminator), "notAllowed");
            return;
        }
        value(value_, contract::schema_at(choice->schema), pointer);
    }

    static std::string below(const std::string& pointer, std::string_view name) {
        auto made = pointer;
        json::append_to_pointer(made, name);
        return made;
    }

    std::vector<domain::field_fault>& faults_;
};

} // namespace

void check(const boost::json::value& value, const contract::schema& schema, const std::string& pointer,
           std::vector<domain::field_fault>& faults) {
    checker(faults).value(value, schema, pointer);
}

void check_text(std::string_view text, const contract::schema& schema, const std::string& pointer,
                std::vector<domain::field_fault>& faults) {
    checker(faults).parameter(text, schema, pointer);
}

} // namespace organizer::api
