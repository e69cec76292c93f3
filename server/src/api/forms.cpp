#include "api/forms.hpp"

#include "domain/helper.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace organizer::api {
namespace {

std::string two_digits(unsigned value) {
    std::string made(2, '0');
    made[0] = static_cast<char>('0' + value / 10 % 10);
    made[1] = static_cast<char>('0' + value % 10);
    return made;
}

std::string_view text(const boost::json::object& body, std::string_view name) { return body.at(name).as_string(); }

int small(const boost::json::object& body, std::string_view name) { return static_cast<int>(body.at(name).as_int64()); }

} // namespace

std::string time_text(int minutes) {
    const auto total = static_cast<unsigned>(minutes);
    return two_digits(total / 60) + ":" + two_digits(total % 60);
}

int minutes_of(std::string_view time) {
    const auto digit = [time](std::size_t at) { return time.at(at) - '0'; };
    return (digit(0) * 10 + digit(1)) * 60 + digit(3) * 10 + digit(4);
}

std::optional<std::string> text_of(const boost::json::object& body, std::string_view name) {
    const auto* member = body.if_contains(name);
    if (member == nullptr || !member->is_string()) {
        return std::nullopt;
    }
    return std::string(std::string_view(member->get_string()));
}

std::string text_or_empty(const boost::json::object& body, std::string_view name) {
    return text_of(body, name).value_or("");
}

std::optional<std::int64_t> number_of(const boost::json::object& body, std::string_view name) {
    const auto* member = body.if_contains(name);
    return member == nullptr || !member->is_int64() ? std::nullopt : std::optional(member->get_int64());
}

std::optional<bool> flag_of(const boost::json::object& body, std::string_view name) {
    const auto* member = body.if_contains(name);
    return member == nullptr || !member->is_bool() ? std::nullopt : std::optional(member->get_bool());
}

const boost::json::array* list_of(const boost::json::object& body, std::string_view name) {
    const auto* member = body.if_contains(name);
    return member == nullptr ? nullptr : member->if_array();
}

bool is_null(const boost::json::object& body, std::string_view name) {
    const auto* member = body.if_contains(name);
    return member != nullptr && member->is_null();
}

boost::json::array to_json(const std::vector<domain::role_need>& needs) {
    boost::json::array made;
    for (const auto& need : needs) {
        made.push_back(boost::json::object{{"role", need.role}, {"need", need.need}, {"prefer", need.prefer}});
    }
    return made;
}

std::vector<domain::role_need> needs_of(const boost::json::array& list) {
    std::vector<domain::role_need> made;
    for (const auto& element : list) {
        const auto& row = element.as_object();
        made.push_back({std::string(text(row, "role")), small(row, "need"), small(row, "prefer")});
    }
    return made;
}

boost::json::array to_json(const std::vector<domain::allowed_pair>& pairs) {
    boost::json::array made;
    for (const auto& pair : pairs) {
        made.push_back(boost::json::object{{"first", pair.first}, {"second", pair.second}});
    }
    return made;
}

std::vector<domain::allowed_pair> pairs_of(const boost::json::array& list) {
    std::vector<domain::allowed_pair> made;
    for (const auto& element : list) {
        const auto& row = element.as_object();
        domain::allowed_pair pair{std::string(text(row, "first")), std::string(text(row, "second"))};
        if (pair.second < pair.first) {
            std::swap(pair.first, pair.second);
        }
        made.push_back(std::move(pair));
    }
    return made;
}

boost::json::array to_json(const std::vector<domain::special_day>& days) {
    boost::json::array made;
    for (const auto& special : days) {
        boost::json::object row{{"month", static_cast<unsigned>(special.day.month())},
                                {"day", static_cast<unsigned>(special.day.day())}};
        if (special.start) {
            row["startTime"] = time_text(*special.start);
        }
        made.push_back(std::move(row));
    }
    return made;
}

std::vector<domain::special_day> special_days_of(const boost::json::array& list) {
    std::vector<domain::special_day> made;
    for (const auto& element : list) {
        const auto& row = element.as_object();
        domain::special_day special;
        special.day = std::chrono::month_day(std::chrono::month(static_cast<unsigned>(small(row, "month"))),
                                             std::chrono::day(static_cast<unsigned>(small(row, "day"))));
        if (const auto start = text_of(row, "startTime")) {
            special.start = minutes_of(*start);
        }
        made.push_back(special);
    }
    return made;
}

boost::json::array to_json(const std::vector<std::string>& texts) {
    boost::json::array made;
    for (const auto& one : texts) {
        made.emplace_back(one);
    }
    return made;
}

std::vector<std::string> texts_of(const boost::json::array& list) {
    std::vector<std::string> made;
    for (const auto& element : list) {
        made.emplace_back(std::string_view(element.as_string()));
    }
    return made;
}

const store::stored<domain::helper>* find_helper(const store::event_view& view, std::string_view id) {
    const auto found = view.helpers->find(id);
    return found == view.helpers->end() ? nullptr : found->second.get();
}

std::string_view helper_name(const store::event_view& view, std::string_view id) {
    const auto* found = find_helper(view, id);
    return found == nullptr ? std::string_view() : std::string_view(found->value.name);
}

boost::json::object helper_ref(const store::event_view& view, std::string_view id) {
    return {{"helper", id}, {"name", helper_name(view, id)}};
}

std::optional<boost::json::object> last_undoable(const domain::decided_list& recent) {
    static constexpr std::array<std::string_view, 7> kinds{"assign", "unassign",      "swap",         "setNeed",
                                                           "undo",   "archiveHelper", "restoreHelper"};
    const auto found = std::find_if(recent.rbegin(), recent.rend(), [](const auto& entry) {
        return entry->ok && !entry->changes.empty() && std::ranges::find(kinds, entry->kind) != kinds.end();
    });
    if (found == recent.rend()) {
        return std::nullopt;
    }
    const domain::decided_entry& last = **found;
    return boost::json::object{
        {"op", last.op}, {"kind", last.kind}, {"actor", last.actor}, {"at", domain::to_text(last.at)}};
}

} // namespace organizer::api
