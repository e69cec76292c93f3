#include "model/shown.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::testing::model {

using boost::json::array;
using boost::json::object;

namespace {

std::string name_of(const state& of, const std::string& helper) {
    const auto* card = of.card(helper);
    return card == nullptr ? "" : card->name;
}

bool near(domain::local_date date, domain::local_date today) {
    const auto days = domain::days_between(today, date);
    return days >= -2 && days <= 2;
}

array needs_json(const need_map& needs) {
    array made;
    for (const auto& [role, counts] : needs) {
        made.push_back(object{{"role", roles.at(role).id}, {"need", counts.first}, {"prefer", counts.second}});
    }
    return made;
}

array pairs_json(const pair_set& pairs) {
    array made;
    for (const auto& [first, second] : pairs) {
        made.push_back(object{{"first", first}, {"second", second}});
    }
    return made;
}

/// What a person may undo last: a command on places, needs of a date or the archive that changed something.
bool is_undo_kind(const std::string& kind) {
    static const std::set<std::string> kinds{"assign", "unassign",      "swap",         "setNeed",
                                             "undo",   "archiveHelper", "restoreHelper"};
    return kinds.contains(kind);
}

const decided* last_undoable(const record& of) {
    for (auto at = of.in_document.rbegin(); at != of.in_document.rend(); ++at) {
        if (at->ok && !at->changes.empty() && is_undo_kind(at->kind)) {
            return &*at;
        }
    }
    return nullptr;
}

void write_last(const state& of, const record& from, object& into) {
    if (const auto* last = last_undoable(from)) {
        into["lastUndoable"] = object{{"op", last->op},
                                      {"kind", last->kind},
                                      {"actor", of.accounts.at(last->actor)},
                                      {"at", domain::to_text(last->at)}};
    }
}

/// How each place counts: the filled ones of a role first, then the open ones.
std::map<place_id, std::string> ranks_of(const roster& of) {
    std::map<place_id, std::string> made;
    auto left = of.needs;
    for (const bool open : {false, true}) {
        for (const auto& [place, held] : of.places) {
            if (is_open(held) != open) {
                continue;
            }
            auto& counts = left[place.first];
            if (counts.first > 0) {
                --counts.first;
                made[place] = "needed";
            } else if (counts.second > 0) {
                --counts.second;
                made[place] = "preferred";
            } else {
                made[place] = "extra";
            }
        }
    }
    return made;
}

void write_places(const state& of, const roster& from, domain::local_date date, const looking& by, object& into,
                  std::string& stamp) {
    const bool inner = by.as >= looks_as::run_director;
    std::map<std::string, int> counts{{"needed", 0}, {"preferred", 0}};
    int proposed = 0;
    std::set<std::string> named;
    array slots;
    const auto ranks = ranks_of(from);
    for (const auto& [place, held] : from.places) {
        object slot{{"id", place_text(place)},
                    {"role", roles.at(place.first).id},
                    {"index", place.second},
                    {"need", ranks.at(place)}};
        counts[ranks.at(place)] += is_open(held) ? 1 : 0;
        if (held) {
            proposed += held->state == "proposed" ? 1 : 0;
            const auto& card = *of.card(held->helper);
            object made{{"helper", held->helper}, {"name", card.name}, {"state", held->state}};
            if (inner && !card.phone.empty() && near(date, by.today)) {
                made["phone"] = card.phone;
            }
            if (inner && !held->reason.empty()) {
                made["override"] = held->reason;
            }
            if (card.archived) {
                made["archived"] = true;
            }
            slot["assignment"] = made;
            if (named.insert(held->helper).second) {
                stamp += " " + held->helper + "@" + std::to_string(of.helpers.at(held->helper).rev);
            }
        }
        slots.push_back(std::move(slot));
    }
    const bool cancelled = from.status == "cancelled";
    into["slots"] = std::move(slots);
    into["openNeeded"] = cancelled ? 0 : counts["needed"];
    into["openPreferred"] = cancelled ? 0 : counts["preferred"];
    into["proposed"] = proposed;
    into["reserve"] = array();
}

/// What the tag of every answer about the event starts with.
std::string head_of(const state& of, const looking& by, std::int64_t rev) {
    return std::to_string(rev) + " as " + std::to_string(static_cast<int>(by.as)) + " event@" +
           std::to_string(of.event.rev) + " " + domain::to_text(by.today);
}

struct history {
    int times = 0;
    std::string last;
    array coming;
    std::string stamp;
};

history history_of(const state& of, const std::string& helper, domain::local_date today) {
    history made;
    for (const auto& [date, record] : of.dates) {
        if (!record.state || record.state->status == "cancelled") {
            continue;
        }
        const auto text = domain::to_text(date);
        bool helped = false;
        for (const auto& [place, held] : record.state->places) {
            if (!held || held->helper != helper) {
                continue;
            }
            made.stamp += " " + text + "@" + std::to_string(record.rev);
            if (date >= today) {
                made.coming.push_back(object{{"date", text}, {"slot", place_text(place)}, {"state", held->state}});
            } else if (held->state != "declined") {
                helped = true;
            }
        }
        if (helped) {
            ++made.times;
            made.last = text;
        }
    }
    return made;
}

bool helps_near(const state& of, const std::string& helper, domain::local_date today) {
    return std::ranges::any_of(of.dates, [&](const auto& each) {
        return each.second.state && near(each.first, today) &&
               std::ranges::any_of(each.second.state->places, [&](const auto& place) {
                   return !is_open(place.second) && place.second->helper == helper;
               });
    });
}

} // namespace

looks_as class_of(domain::access access) {
    switch (access) {
    case domain::access::run_director:
        return looks_as::run_director;
    case domain::access::coordinator:
    case domain::access::admin:
        return looks_as::coordinator;
    default:
        return looks_as::helper;
    }
}

bool same_body(object expected, object got, domain::instant now) {
    if (const auto* last = expected.if_contains("lastUndoable")) {
        const auto at = domain::instant_from_text(std::string_view(last->at("at").as_string()));
        if (*at <= now - std::chrono::days(30)) {
            expected.erase("lastUndoable");
            got.erase("lastUndoable");
        }
    }
    return expected == got;
}

shown show_schedule(const state& of, domain::local_date date, const looking& by) {
    const auto from = of.roster_on(date);
    if (!from) {
        return {};
    }
    const bool draft = from->status == "draft" || (from->status == "cancelled" && from->former == "draft");
    if (draft && by.as < looks_as::run_director) {
        return {};
    }
    const auto record = of.dates.find(date);
    const bool stored = record != of.dates.end() && record->second.state;
    shown made;
    made.there = true;
    made.rev = stored ? record->second.rev : 0;
    made.stamp = head_of(of, by, made.rev) + " " + domain::to_text(date);
    auto& body = made.body;
    body["date"] = domain::to_text(date);
    body["rev"] = made.rev;
    body["status"] = from->status;
    if (from->status == "cancelled") {
        object reason{{"reason", from->reason}};
        if (!from->text.empty()) {
            reason["text"] = from->text;
        }
        body["reason"] = reason;
    }
    body["derived"] = !stored;
    body["past"] = date < by.today;
    body["special"] = std::chrono::weekday(std::chrono::sys_days(date)) != std::chrono::Saturday;
    body["startTime"] = clock_text(of.event.start);
    body["needs"] = needs_json(from->needs);
    write_places(of, *from, date, by, body, made.stamp);
    if (by.as >= looks_as::run_director) {
        body["allowedPairs"] = pairs_json(from->pairs);
        if (stored) {
            write_last(of, record->second, body);
        }
    }
    return made;
}

shown show_helper(const state& of, const std::string& id, const looking& by) {
    const auto record = of.helpers.find(id);
    if (record == of.helpers.end() || !record->second.state || by.as == looks_as::helper) {
        return {};
    }
    const auto& card = *record->second.state;
    const bool coordinator = by.as == looks_as::coordinator;
    const bool more = coordinator || by.as == looks_as::self;
    const auto past = history_of(of, id, by.today);
    shown made;
    made.there = true;
    made.rev = record->second.rev;
    made.stamp = head_of(of, by, made.rev) + " " + id + past.stamp;
    auto& body = made.body;
    body = object{
        {"id", id}, {"rev", made.rev}, {"name", card.name}, {"archived", card.archived}, {"timesHelped", past.times}};
    const auto put = [&](bool when, std::string_view name, boost::json::value value) {
        if (when) {
            body[name] = std::move(value);
        }
    };
    put(card.number.has_value(), "parkrunNumber", card.number.value_or(0));
    put(!past.last.empty(), "lastHelped", boost::json::value(past.last));
    put(!past.coming.empty(), "coming", past.coming);
    put(!card.phone.empty() && (more || helps_near(of, id, by.today)), "phone", boost::json::value(card.phone));
    put(more && !card.email.empty(), "email", boost::json::value(card.email));
    put(coordinator && !card.notes.empty(), "notes", boost::json::value(card.notes));
    put(more, "levels", array());
    put(more, "prefers", array());
    put(more, "avoids", array());
    put(more, "absences", array());
    put(more && card.wish_weeks > 0, "wishedEveryWeeks", card.wish_weeks);
    put(more, "consents", object{{"contact", card.contact}, {"phoneToTeam", card.phone_to_team}});
    for (const auto& [person, membership] : of.event.members) {
        put(more && membership.helper == id, "account", boost::json::value(of.accounts.at(person)));
    }
    if (coordinator) {
        write_last(of, record->second, body);
    }
    return made;
}

shown show_event(const state& of, const looking& by) {
    shown made;
    made.there = true;
    made.rev = of.event.rev;
    made.stamp = head_of(of, by, made.rev);
    auto& body = made.body;
    body = object{{"id", "monrepos"},
                  {"rev", made.rev},
                  {"name", of.event.name},
                  {"series", "5k"},
                  {"weekday", "saturday"},
                  {"startTime", clock_text(of.event.start)},
                  {"timeZone", "Europe/Berlin"},
                  {"country", "DE"},
                  {"languages", {"de", "en"}},
                  {"today", domain::to_text(by.today)}};
    if (by.as >= looks_as::run_director) {
        body["needs"] = needs_json(of.event.needs);
        body["specialDays"] = array{object{{"month", 1}, {"day", 1}}, object{{"month", 10}, {"day", 3}}};
        body["allowedPairs"] = pairs_json(of.event.pairs);
    }
    return made;
}

array show_members(const state& of, const looking& by) {
    std::map<std::string, object> rows;
    for (const auto& [person, membership] : of.event.members) {
        const auto& account = of.accounts.at(person);
        auto& row = rows[account];
        row = object{
            {"account", account}, {"name", by.names->at(person)}, {"access", domain::to_text(membership.access)}};
        if (membership.helper) {
            row["helper"] = object{{"helper", *membership.helper}, {"name", name_of(of, *membership.helper)}};
        }
    }
    array made;
    for (auto& [account, row] : rows) {
        made.push_back(std::move(row));
    }
    return made;
}

object show_entry(const state& of, const logged& entry, const looking& by) {
    const auto colon = entry.entity.find(':');
    const auto kind = entry.entity.substr(0, colon);
    const auto key = colon == std::string::npos ? std::string("monrepos") : entry.entity.substr(colon + 1);
    object about{{"kind", kind}, {"id", key}};
    if (kind == "helper") {
        about["name"] = name_of(of, key);
    } else if (kind == "event") {
        about["name"] = of.event.name;
    }
    array changes;
    for (const auto& each : entry.entry.changes) {
        const auto value = [&](const std::string& text) -> std::optional<object> {
            if (text.empty() || text == "-") {
                return std::nullopt;
            }
            if (!each.what.starts_with("slots/")) {
                return object{{"text", text}};
            }
            const auto space = text.find(' ');
            const auto helper = text.substr(0, space);
            return object{{"helper", helper}, {"name", name_of(of, helper)}, {"state", text.substr(space + 1)}};
        };
        object row{{"what", each.what}};
        if (auto before = value(each.before)) {
            row["before"] = *before;
        }
        if (auto after = value(each.after)) {
            row["after"] = *after;
        }
        changes.push_back(std::move(row));
    }
    const auto& what = entry.entry;
    return {{"op", what.op},
            {"at", domain::to_text(what.at)},
            {"actor", {{"account", of.accounts.at(what.actor)}, {"name", by.names->at(what.actor)}}},
            {"kind", what.kind},
            {"entity", about},
            {"result", "done"},
            {"changes", changes}};
}

} // namespace organizer::testing::model
