#include "api/helpers.hpp"

#include "api/directory_search.hpp"
#include "api/etag.hpp"
#include "api/forms.hpp"
#include "api/schedules.hpp"
#include "store/document_ids.hpp"
#include "store/ids.hpp"

#include <algorithm>

namespace organizer::api {
namespace {

constexpr std::int64_t usual_page = 100;

// ---- contract form -> domain

std::vector<domain::helper_level> levels_of(const boost::json::array& list) {
    std::vector<domain::helper_level> made;
    for (const auto& element : list) {
        const auto& row = element.as_object();
        domain::helper_level level;
        level.role = text_or_empty(row, "role");
        level.level = domain::role_level_from_text(text_or_empty(row, "level")).value_or(domain::role_level::none);
        level.expires = domain::date_from_text(text_or_empty(row, "expires"));
        made.push_back(std::move(level));
    }
    return made;
}

std::vector<domain::absence> absences_of(const boost::json::array& list) {
    std::vector<domain::absence> made;
    for (const auto& element : list) {
        const auto& row = element.as_object();
        made.push_back({domain::date_from_text(text_or_empty(row, "from")).value_or(domain::local_date()),
                        domain::date_from_text(text_or_empty(row, "to")).value_or(domain::local_date())});
    }
    return made;
}

domain::helper_consents consents_of(const boost::json::object& body) {
    return {flag_of(body, "contact").value_or(false), flag_of(body, "phoneToTeam").value_or(false)};
}

domain::age_band age_of(const boost::json::object& body) {
    return domain::age_band_from_text(text_or_empty(body, "ageBand")).value_or(domain::age_band::unknown);
}

std::optional<domain::parkrun_number> parkrun_number_of(const boost::json::object& body, std::string_view name) {
    const auto number = number_of(body, name);
    return number ? std::optional(static_cast<domain::parkrun_number>(*number)) : std::nullopt;
}

/// The lists and objects that are there: the same members in a new helper and in an edit of one.
template <class Into>
void read_parts(const boost::json::object& body, Into& into) {
    if (const auto* levels = list_of(body, "levels")) {
        into.levels = levels_of(*levels);
    }
    if (const auto* prefers = list_of(body, "prefers")) {
        into.prefers = texts_of(*prefers);
    }
    if (const auto* avoids = list_of(body, "avoids")) {
        into.avoids = texts_of(*avoids);
    }
    if (const auto* absences = list_of(body, "absences")) {
        into.absences = absences_of(*absences);
    }
    if (const auto* consents = body.if_contains("consents")) {
        into.consents = consents_of(consents->as_object());
    }
}

domain::helper_values values_of(const boost::json::object& body) {
    domain::helper_values made;
    made.name = text_or_empty(body, "name");
    made.number = parkrun_number_of(body, "parkrunNumber");
    made.phone = text_or_empty(body, "phone");
    made.email = text_or_empty(body, "email");
    made.notes = text_or_empty(body, "notes");
    read_parts(body, made);
    made.wish_weeks = static_cast<int>(number_of(body, "wishedEveryWeeks").value_or(0));
    made.age = age_of(body);
    return made;
}

/// A text of a merge-patch: null takes it away.
std::optional<std::string> patched_text(const boost::json::object& body, std::string_view name) {
    return is_null(body, name) ? std::optional<std::string>("") : text_of(body, name);
}

domain::edit_helper patch_of(const boost::json::object& body) {
    domain::edit_helper made;
    made.name = text_of(body, "name");
    made.phone = patched_text(body, "phone");
    made.email = patched_text(body, "email");
    made.notes = patched_text(body, "notes");
    read_parts(body, made);
    if (body.contains("wishedEveryWeeks")) {
        made.wish_weeks = static_cast<int>(number_of(body, "wishedEveryWeeks").value_or(0));
    }
    if (body.contains("ageBand")) {
        made.age = age_of(body);
    }
    return made;
}

// ---- domain -> contract form

/// Writes helpers as the caller sees them and collects for the tag what stands in them.
class helper_writer {
public:
    helper_writer(visibility seen_as, domain::local_date today, const store::event_view& view, etag_maker& tag)
        : seen_as_(seen_as), today_(today), view_(view), histories_(api::histories(view, today)), tag_(tag) {}

    boost::json::object write(std::string_view id, const store::stored<domain::helper>& stored) {
        const auto& helper = stored.value;
        tag_.add(id, stored.rev);
        boost::json::object made{{"id", id}, {"rev", stored.rev}, {"name", helper.name}, {"archived", helper.archived}};
        if (helper.erased) {
            made["erased"] = true;
        }
        if (helper.number) {
            made["parkrunNumber"] = *helper.number;
        }
        write_history(id, made);
        write_contact(id, helper, made);
        if (sees(seen_as_, field::helper_planning)) {
            write_planning(helper, made);
        }
        if (sees(seen_as_, field::helper_person)) {
            if (helper.age != domain::age_band::unknown) {
                made["ageBand"] = domain::to_text(helper.age);
            }
            made["consents"] = boost::json::object{{"contact", helper.consents.contact},
                                                   {"phoneToTeam", helper.consents.phone_to_team}};
        }
        write_links(id, stored, made);
        return made;
    }

    const history_map& histories() const { return histories_; }

private:
    void write_history(std::string_view id, boost::json::object& made) {
        const auto found = histories_.find(id);
        if (found == histories_.end()) {
            made["timesHelped"] = 0;
            return;
        }
        const auto& history = found->second;
        tag_.add(id, static_cast<std::int64_t>(history.mark));
        made["timesHelped"] = history.times;
        if (history.last) {
            made["lastHelped"] = domain::to_text(*history.last);
        }
        if (!history.coming.empty()) {
            auto& coming = made["coming"].emplace_array();
            for (const auto& place : history.coming) {
                coming.push_back(boost::json::object{{"date", domain::to_text(place.date)},
                                                     {"slot", place.slot},
                                                     {"state", domain::to_text(place.state)}});
            }
        }
    }

    void write_contact(std::string_view id, const domain::helper& helper, boost::json::object& made) const {
        if (!helper.phone.empty() && (sees(seen_as_, field::helper_phone) ||
                                      (sees(seen_as_, field::helper_phone_near) && helps_near(view_, id, today_)))) {
            made["phone"] = helper.phone;
        }
        if (!helper.email.empty() && sees(seen_as_, field::helper_email)) {
            made["email"] = helper.email;
        }
        if (!helper.notes.empty() && sees(seen_as_, field::helper_notes)) {
            made["notes"] = helper.notes;
        }
    }

    static void write_planning(const domain::helper& helper, boost::json::object& made) {
        auto& levels = made["levels"].emplace_array();
        for (const auto& level : helper.levels) {
            if (level.level == domain::role_level::none) {
                continue;
            }
            boost::json::object row{{"role", level.role}, {"level", domain::to_text(level.level)}};
            if (level.expires) {
                row["expires"] = domain::to_text(*level.expires);
            }
            levels.push_back(std::move(row));
        }
        made["prefers"] = to_json(helper.prefers);
        made["avoids"] = to_json(helper.avoids);
        auto& absences = made["absences"].emplace_array();
        for (const auto& absence : helper.absences) {
            absences.push_back(
                boost::json::object{{"from", domain::to_text(absence.from)}, {"to", domain::to_text(absence.to)}});
        }
        if (helper.wish_weeks > 0) {
            made["wishedEveryWeeks"] = helper.wish_weeks;
        }
    }

    void write_links(std::string_view id, const store::stored<domain::helper>& stored,
                     boost::json::object& made) const {
        if (sees(seen_as_, field::helper_account)) {
            for (const auto& member : view_.event->value.memberships) {
                if (member.helper == id) {
                    made["account"] = member.account;
                }
            }
        }
        if (sees(seen_as_, field::helper_commands)) {
            if (auto last = last_undoable(stored.recent)) {
                made["lastUndoable"] = std::move(*last);
            }
        }
    }

    visibility seen_as_;
    domain::local_date today_;
    const store::event_view& view_;
    history_map histories_;
    etag_maker& tag_;
};

etag_maker tag_for(const call& call, const store::event_view& view, std::int64_t rev) {
    etag_maker tag(rev, call.seen_as, answer_shape);
    tag.add(call.slug, view.event->rev).add(call.today);
    return tag;
}

domain::result<representation> show_helper(const call& call, const store::event_view& view, std::string_view id) {
    const auto* stored = find_helper(view, id);
    if (stored == nullptr) {
        return fail(domain::failure::absent, "notFound");
    }
    auto tag = tag_for(call, view, stored->rev);
    representation made;
    made.body = helper_writer(call.seen_as, call.today, view, tag).write(id, *stored);
    made.etag = tag.text();
    return made;
}

// ---- commands

std::string address_of(const call& call, std::string_view helper) {
    return "/api/v1/events/" + call.slug + "/helpers/" + std::string(helper);
}

/// The refusal; with the address of who has the number, if that is what it is about.
http::response refused(const call& call, const domain::decided_entry& entry) {
    auto made = http::problem_response(refusal_of(entry), call.context);
    if (const auto holder = entry.facts.find("helper");
        entry.code == "parkrunNumberTaken" && holder != entry.facts.end()) {
        made.headers.emplace_back("Location", address_of(call, holder->second));
    }
    return made;
}

/// Warns of every coming place that an archived helper still has.
boost::json::array coming_slots(const call& call, const store::event_view& view, std::string_view id) {
    boost::json::array warnings;
    const auto all = histories(view, call.today);
    if (const auto found = all.find(id); found != all.end()) {
        for (const auto& place : found->second.coming) {
            if (place.state != domain::assignment_state::declined) {
                warnings.push_back(boost::json::object{{"code", "comingSlot"},
                                                       {"helper", id},
                                                       {"name", helper_name(view, id)},
                                                       {"date", domain::to_text(place.date)},
                                                       {"slot", place.slot}});
            }
        }
    }
    return warnings;
}

task<http::response> change(call& call, std::string id, domain::helper_command command) {
    // Who may not read the helper (any more) is told nothing of them, also not by the repeat of an earlier command.
    if (call.seen_as == visibility::helper) {
        co_return fail(domain::failure::absent, "notFound");
    }
    const bool created = std::holds_alternative<domain::create_helper>(command);
    const bool archived = std::holds_alternative<domain::archive_helper>(command);
    auto header = call.header(domain::kind_of(command), store::helper_document_id(call.slug, id));
    auto outcome = co_await call.service.store.execute(std::move(header), call.slug, id, std::move(command));
    if (!outcome) {
        co_return outcome.error();
    }
    if (!outcome->entry.ok) {
        co_return refused(call, outcome->entry);
    }
    auto view = co_await view_now(call);
    if (!view) {
        co_return view.error();
    }
    auto shown = show_helper(call, **view, id);
    if (!shown) {
        co_return shown.error();
    }
    auto warnings = archived ? coming_slots(call, **view, id) : boost::json::array();
    auto made = answer_change(call, created ? 201 : 200, "helper", std::move(*shown), std::move(warnings));
    if (created) {
        made.headers.emplace_back("Location", address_of(call, id));
    }
    co_return made;
}

} // namespace

task<http::response> list_helpers(call& call) {
    auto tag = tag_for(call, *call.view, 0);
    tag.add(call.input.query_key());
    helper_writer writer(call.seen_as, call.today, *call.view, tag);
    std::optional<cursor> after;
    if (const auto text = call.input.parameter("cursor")) {
        after = cursor_from_text(*text);
        if (!after) {
            auto problem = fail(domain::failure::invalid, "invalidRequest");
            problem.faults.push_back({"cursor", "badFormat"});
            co_return problem;
        }
    }
    const auto found = matching(call, writer.histories());
    auto next = after ? std::ranges::upper_bound(found, *after, {}, &found_entry::first) : found.begin();
    const auto limit = call.input.number("limit", usual_page);
    representation made;
    auto& helpers = made.body["helpers"].emplace_array();
    for (; next != found.end() && static_cast<std::int64_t>(helpers.size()) < limit; ++next) {
        helpers.push_back(writer.write(next->second->id, *next->second->helper));
    }
    made.body["total"] = found.size();
    tag.add("total", static_cast<std::int64_t>(found.size()));
    if (next != found.end()) {
        made.body["nextCursor"] = to_text(std::prev(next)->first);
    }
    made.etag = tag.text();
    co_return answer(made);
}

task<http::response> create_helper(call& call) {
    domain::create_helper command{values_of(call.input.body)};
    auto id = store::creation_id("helper", call.slug, call.input.op);
    co_return co_await change(call, std::move(id), std::move(command));
}

task<http::response> get_helper(call& call) {
    if (call.grant == identity::grant::own && call.seen_as != visibility::self) {
        co_return fail(domain::failure::absent, "notFound");
    }
    const auto shown = show_helper(call, *call.view, call.path_value("helper"));
    if (!shown) {
        co_return shown.error();
    }
    co_return answer(*shown);
}

task<http::response> edit_helper(call& call) {
    const auto& id = call.path_value("helper");
    const auto entity = store::helper_document_id(call.slug, id);
    if (call.grant == identity::grant::own && call.seen_as != visibility::self) {
        const bool may_read = identity::granted("getHelper", call.access) == identity::grant::yes;
        if (!may_read || find_helper(*call.view, id) == nullptr) {
            co_return fail(domain::failure::absent, "notFound");
        }
        const auto allowed = co_await allow_only_repeat(call, entity);
        if (!allowed) {
            co_return allowed.error();
        }
    }
    auto rev = co_await precondition(call, entity);
    if (!rev) {
        co_return rev.error();
    }
    auto command = patch_of(call.input.body);
    command.if_match = *rev;
    co_return co_await change(call, id, std::move(command));
}

task<http::response> change_parkrun_number(call& call) {
    domain::change_parkrun_number command{parkrun_number_of(call.input.body, "number"),
                                          parkrun_number_of(call.input.body, "expect")};
    co_return co_await change(call, call.path_value("helper"), command);
}

task<http::response> archive_helper(call& call) {
    co_return co_await change(call, call.path_value("helper"), domain::archive_helper());
}

task<http::response> restore_helper(call& call) {
    co_return co_await change(call, call.path_value("helper"), domain::restore_helper());
}

task<http::response> undo_helper(call& call) {
    domain::undo_helper command{text_or_empty(call.input.body, "op")};
    co_return co_await change(call, call.path_value("helper"), std::move(command));
}

} // namespace organizer::api
