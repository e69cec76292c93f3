#pragma once

// Contract form of the small values that several resources share.

#include "domain/event.hpp"
#include "domain/local_date.hpp"
#include "store/entities.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace organizer::api {

/// `HH:MM` of minutes after midnight.
std::string time_text(int minutes);
/// Minutes after midnight of a text that matched `local-time`.
int minutes_of(std::string_view time);

/// The text of a member, or nothing if it is absent or null. The body was checked, so a member has the type the
/// contract says.
std::optional<std::string> text_of(const boost::json::object& body, std::string_view name);
/// Empty if absent or null.
std::string text_or_empty(const boost::json::object& body, std::string_view name);
std::optional<std::int64_t> number_of(const boost::json::object& body, std::string_view name);
std::optional<bool> flag_of(const boost::json::object& body, std::string_view name);
/// The array, or null if it is absent.
const boost::json::array* list_of(const boost::json::object& body, std::string_view name);
/// True if the member is there and null: a merge-patch takes the value away.
bool is_null(const boost::json::object& body, std::string_view name);

boost::json::array to_json(const std::vector<domain::role_need>& needs);
std::vector<domain::role_need> needs_of(const boost::json::array& list);
boost::json::array to_json(const std::vector<domain::allowed_pair>& pairs);
std::vector<domain::allowed_pair> pairs_of(const boost::json::array& list);
boost::json::array to_json(const std::vector<domain::special_day>& days);
std::vector<domain::special_day> special_days_of(const boost::json::array& list);
boost::json::array to_json(const std::vector<std::string>& texts);
std::vector<std::string> texts_of(const boost::json::array& list);

/// The helper of the event's directory, or null.
const store::stored<domain::helper>* find_helper(const store::event_view& view, std::string_view id);
/// The name of a helper as it is shown; empty for one that is not in the directory.
std::string_view helper_name(const store::event_view& view, std::string_view id);
/// `{helper, name}`.
boost::json::object helper_ref(const store::event_view& view, std::string_view id);

/// `{op, kind, actor, at}` of the newest command that undo could name, or nothing.
std::optional<boost::json::object> last_undoable(const domain::decided_list& recent);

} // namespace organizer::api
