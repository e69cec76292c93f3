// The strict JSON reader beside Boost.JSON's own parser, and the contract's checks on what it read.
//
// Input: a byte that chooses limits, a byte that chooses a schema of the contract, then the text.

#include "finding.hpp"

#include "api/contract_check.hpp"
#include "json/strict_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace organizer;
using namespace organizer::fuzz;
namespace bj = boost::json;

/// Boost.JSON 1.81 reads the last bits of a long number one way or another, so that a double written and read again may
/// be its neighbour. Doubles are taken only where they are of no interest (claims).
bool close(double left, double right) {
    return left == right || std::abs(left - right) <= 1e-12 * std::max(std::abs(left), std::abs(right));
}

/// Equal, where the strict reader gives a double for every number beyond 64 signed bits.
bool same(const bj::value& strict, const bj::value& other) {
    if (strict.is_object() && other.is_object()) {
        const auto& left = strict.get_object();
        const auto& right = other.get_object();
        return left.size() == right.size() && std::ranges::all_of(left, [&right](const auto& member) {
                   const auto* found = right.if_contains(member.key());
                   return found != nullptr && same(member.value(), *found);
               });
    }
    if (strict.is_array() && other.is_array()) {
        return std::ranges::equal(strict.get_array(), other.get_array(), same);
    }
    if (strict.is_double()) {
        return (other.is_double() && close(strict.get_double(), other.get_double())) ||
               (other.is_uint64() && strict.get_double() == static_cast<double>(other.get_uint64()));
    }
    return strict.kind() == other.kind() && strict == other;
}

struct shape {
    std::size_t members = 0;
    std::size_t depth = 0;
    bool floats = false;
};

shape shape_of(const bj::value& value) {
    shape made;
    const auto take = [&made](const bj::value& inner) {
        const auto found = shape_of(inner);
        made.members += found.members;
        made.depth = std::max(made.depth, found.depth);
        made.floats = made.floats || found.floats;
    };
    if (const auto* object = value.if_object()) {
        made.members = object->size();
        for (const auto& member : *object) {
            take(member.value());
        }
    } else if (const auto* array = value.if_array()) {
        std::ranges::for_each(*array, take);
    } else {
        made.floats = value.is_double() || value.is_uint64();
        return made;
    }
    ++made.depth;
    return made;
}

/// Members as the text names them: the colons outside of strings. Right for JSON texts alone.
std::size_t members_named(std::string_view text) {
    std::size_t count = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quoted && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (text[at] == ':' && !quoted) {
            ++count;
        }
    }
    return count;
}

void check_reader(std::string_view text, const json::limits& taken) {
    const auto strict = json::read(text, taken);
    bj::error_code fault;
    bj::parse_options options;
    options.max_depth = 4096;
    const auto other = bj::parse(bj::string_view(text.data(), text.size()), fault, {}, options);
    if (!strict) {
        require(json::to_string(strict.error().code).size() > 5, "a fault without a word");
        if (strict.error().code == json::fault_code::syntax) {
            require(fault.failed(), "refused as syntax what Boost.JSON reads");
        }
        return;
    }
    require(!fault.failed(), "read what Boost.JSON refuses");
    require(same(*strict, other), "another value than Boost.JSON's");
    const auto found = shape_of(*strict);
    require(found.members == members_named(text), "a member is lost");
    require(found.depth <= taken.max_depth, "deeper than the limit");
    require(!found.floats || taken.floats, "a float where integers alone are taken");
    require(text.size() <= taken.max_bytes, "larger than the limit");

    json::limits again = taken;
    again.max_bytes = text.size() * 8 + 64;
    const auto written = bj::serialize(*strict);
    const auto reread = json::read(written, again);
    require(reread && same(*reread, *strict), "written and read again it is another value");
}

/// What the schema says of a value must follow from the schema.
void check_contract(const bj::value& value, const api::contract::schema& schema) {
    std::vector<domain::field_fault> faults;
    api::check(value, schema, "", faults);
    require(faults.size() <= api::most_faults, "more faults than the most");
    for (const auto& each : faults) {
        require(!each.reason.empty(), "a fault without a reason");
        // What is missing is not there to be pointed at; everything else is.
        bj::error_code absent;
        require(each.reason == "missing" || value.find_pointer(each.pointer, absent) != nullptr,
                "a fault points at nothing");
    }
    const auto* object = value.if_object();
    if (!faults.empty() || object == nullptr || !schema.choices.empty()) {
        return;
    }
    for (const auto& member : schema.members) {
        if (member.required) {
            bj::object without = *object;
            without.erase(member.name);
            std::vector<domain::field_fault> told;
            api::check(without, schema, "", told);
            require(!told.empty(), "good without a required member");
        }
    }
    if (schema.closed && schema.further == api::contract::no_schema) {
        bj::object with = *object;
        with["not a member"] = nullptr;
        std::vector<domain::field_fault> told;
        api::check(with, schema, "", told);
        require(!told.empty(), "good with an unknown member");
    }
}

/// The schemas of all request bodies.
const std::vector<const api::contract::schema*>& body_schemas() {
    static const auto made = [] {
        std::set<api::contract::schema_id> ids;
        for (const auto& operation : api::contract::operations()) {
            if (operation.body != api::contract::no_schema) {
                ids.insert(operation.body);
            }
        }
        std::vector<const api::contract::schema*> schemas;
        for (const auto id : ids) {
            schemas.push_back(&api::contract::schema_at(id));
        }
        return schemas;
    }();
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto text = text_of(data + 2, size - 2);
    json::limits taken;
    taken.floats = (data[0] & 1U) != 0;
    taken.max_depth = (data[0] & 2U) != 0 ? 3 : 32;
    taken.max_bytes = (data[0] & 4U) != 0 ? 64 : 1024 * 1024;
    check_reader(text, taken);
    if (const auto body = json::read(text)) {
        const auto& schemas = body_schemas();
        check_contract(*body, *schemas[data[1] % schemas.size()]);
    }
    return 0;
}
