// What stands in the store, read back: any object, by the codec of every noun.
//
// Input: a byte that chooses the noun, then the stored text. What a codec reads it can write, and written over the
// stored body it reads the same again; members that it does not know stay.

#include "finding.hpp"

#include "store/codec/account.hpp"
#include "store/codec/decided_entry.hpp"
#include "store/codec/event.hpp"
#include "store/codec/helper.hpp"
#include "store/codec/number_reservation.hpp"
#include "store/codec/schedule.hpp"
#include "json/strict_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace organizer;
using namespace organizer::fuzz;
using namespace organizer::store::codec;
namespace bj = boost::json;

constexpr std::string_view unknown = "memberOfANewerProgram";

/// Puts an unknown member into the body and into every object of its lists.
void put_unknown(bj::object& body) {
    for (auto& member : body) {
        if (auto* list = member.value().if_array()) {
            for (auto& each : *list) {
                if (auto* element = each.if_object()) {
                    (*element)[unknown] = 1;
                }
            }
        }
    }
    body[unknown] = 1;
}

/// How many of them there are.
std::size_t unknown_in(const bj::object& body) {
    std::size_t count = body.contains(unknown) ? 1 : 0;
    for (const auto& member : body) {
        if (const auto* list = member.value().if_array()) {
            count += static_cast<std::size_t>(std::ranges::count_if(
                *list, [](const bj::value& each) { return each.is_object() && each.get_object().contains(unknown); }));
        }
    }
    return count;
}

void require_damaged(const domain::problem& told) {
    require(told.kind == domain::failure::unexpected && told.code == "storedDamaged" && !told.detail.empty(),
            "a damaged body is refused in another way");
}

template <class Read>
void check_noun(bj::object body, Read read) {
    const auto state = read(body);
    if (!state) {
        require_damaged(state.error());
        return;
    }
    const auto written = encode(*state, body);
    const auto again = read(written);
    require(again.has_value(), "what was written is not read");
    require(*again == *state, "written over the stored body it reads otherwise");
    const auto fresh = read(encode(*state, {}));
    require(fresh && *fresh == *state, "written anew it reads otherwise");
    put_unknown(body);
    const auto marked = unknown_in(body);
    const auto kept = read(body);
    require(kept && *kept == *state, "an unknown member changes what is read");
    require(unknown_in(encode(*state, body)) == marked, "an unknown member is lost when written");
}

void check_entry(const bj::object& body) {
    const auto entry = decode_entry(body);
    if (!entry) {
        require_damaged(entry.error());
        return;
    }
    const auto again = decode_entry(encode_entry(*entry));
    require(again && *again == *entry, "a decided entry reads otherwise when written again");
}

void check_reservation(const bj::object& body) {
    const auto state = decode_number_reservation(body);
    if (!state) {
        require_damaged(state.error());
        return;
    }
    require(state->command.has_value() == (state->state == domain::reservation_state::reserved),
            "a command stands exactly while a number is reserved");
    const auto written = encode(*state, body);
    const auto again = decode_number_reservation(written);
    require(again && again->helper == state->helper && again->state == state->state &&
                again->command.has_value() == state->command.has_value(),
            "a reservation reads otherwise when written again");
    require(encode(*again, written) == written, "a reservation is written otherwise the second time");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) {
        return 0;
    }
    json::limits taken;
    taken.floats = true;
    const auto value = json::read(text_of(data + 1, size - 1), taken);
    if (!value || !value->is_object()) {
        return 0;
    }
    const auto& body = value->get_object();
    switch (data[0] % 7) {
    case 0:
        check_noun(body, decode_schedule);
        break;
    case 1:
        check_noun(body, decode_event);
        break;
    case 2:
        check_noun(body, decode_helper);
        break;
    case 3:
        check_noun(body, decode_account);
        break;
    case 4:
        check_entry(body);
        break;
    case 5: {
        const auto line = decode_activity(body);
        const auto again = line ? decode_activity(encode(*line, {})) : line;
        require(!line || (again && *again == *line), "a line of the activity log reads otherwise when written again");
        break;
    }
    default:
        check_reservation(body);
        break;
    }
    return 0;
}
