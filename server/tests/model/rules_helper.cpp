#include "model/rules.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::testing::model {

namespace {

using ruled = ruling<person_card>;

ruled no(unsigned status, std::string code) { return refuse<person_card>(status, std::move(code)); }

/// Somebody else, neither archived nor without state, carries the number.
bool taken(const state& on, std::optional<std::int64_t> number, const std::string& id) {
    return number && std::ranges::any_of(on.helpers, [&](const auto& each) {
               return each.first != id && each.second.state && !each.second.state->archived &&
                      each.second.state->number == number;
           });
}

ruled number_taken() {
    auto made = no(409, "parkrunNumberTaken");
    made.number_taken = true;
    return made;
}

std::string consents_text(const person_card& of) {
    return std::string(of.contact ? "contact" : "") + (of.contact && of.phone_to_team ? " " : "") +
           (of.phone_to_team ? "phoneToTeam" : "");
}

void take_values(const boost::json::object& body, person_card& into) {
    const auto take_text = [&](std::string_view name, std::string& value) {
        if (body.contains(name)) {
            value = text_in(body, name);
        }
    };
    take_text("name", into.name);
    take_text("phone", into.phone);
    take_text("email", into.email);
    take_text("notes", into.notes);
    if (body.contains("wishedEveryWeeks")) {
        into.wish_weeks = static_cast<int>(number_in(body, "wishedEveryWeeks").value_or(0));
    }
    if (const auto* consents = body.if_contains("consents")) {
        into.contact = consents->at("contact").as_bool();
        into.phone_to_team = consents->at("phoneToTeam").as_bool();
    }
}

struct rule {
    const state& on;
    const wish& asked;
    const std::string id;
    const helper_record& of;

    const person_card& before() const { return *of.state; }

    ruled create() const {
        if (of.state) {
            return no(409, "alreadyExists");
        }
        person_card fresh;
        take_values(asked.body, fresh);
        fresh.number = number_in(asked.body, "parkrunNumber");
        if (taken(on, fresh.number, id)) {
            return number_taken();
        }
        return {.changes = {{"created", "", ""}}, .after = fresh};
    }

    ruled edit(const asking& by) const {
        const auto& body = asked.body;
        if (by.own_only && (body.contains("name") || body.contains("notes") || body.contains("wishedEveryWeeks"))) {
            return no(403, "forbidden");
        }
        if (*asked.if_match != of.rev) {
            return no(412, "stale");
        }
        auto after = before();
        take_values(body, after);
        ruled made;
        // Personal values stay out of the log: that they changed is said, not how.
        const auto note = [&](bool changed, std::string what, std::string was = "", std::string is = "") {
            if (changed) {
                made.changes.push_back({std::move(what), std::move(was), std::move(is)});
            }
        };
        note(after.name != before().name, "name");
        note(after.phone != before().phone, "phone");
        note(after.email != before().email, "email");
        note(after.notes != before().notes, "notes");
        note(after.wish_weeks != before().wish_weeks, "wishedEveryWeeks", std::to_string(before().wish_weeks),
             std::to_string(after.wish_weeks));
        const auto was = consents_text(before());
        const auto is = consents_text(after);
        note(was != is, "consents", was, is);
        if (!made.changes.empty()) {
            made.after = after;
        }
        return made;
    }

    ruled change_number() const {
        const auto wanted = number_in(asked.body, "number");
        if (before().archived) {
            return no(409, "helperArchived");
        }
        if (wanted == before().number) {
            return {};
        }
        if (number_in(asked.body, "expect") != before().number) {
            return no(409, "changedSince");
        }
        if (taken(on, wanted, id)) {
            return number_taken();
        }
        auto after = before();
        after.number = wanted;
        return {.changes = {{"number", "", ""}}, .after = after};
    }

    ruled to_archived(bool archived) const {
        if (!archived && taken(on, before().number, id)) {
            return number_taken();
        }
        auto after = before();
        after.archived = archived;
        return {.changes = {{"archived", archived ? "false" : "true", archived ? "true" : "false"}}, .after = after};
    }

    ruled undo() const {
        const auto entry = std::ranges::find(of.in_document, text_in(asked.body, "op"), &decided::op);
        if (entry == of.in_document.end()) {
            return no(404, "noSuchCommand");
        }
        if (!entry->ok || entry->changes.size() != 1 || entry->changes.front().what != "archived") {
            return no(409, "notUndoable");
        }
        if (entry->changes.front().after != (before().archived ? "true" : "false")) {
            return no(409, "changedSince");
        }
        return to_archived(!before().archived);
    }
};

} // namespace

ruled rule_helper(const state& on, const wish& asked, const asking& by, const helper_record& record) {
    const rule judge{on, asked, entity_of(asked).substr(7), record};
    if (asked.what == act::create_helper) {
        return judge.create();
    }
    if (!record.state) {
        return no(404, "noSuchHelper");
    }
    switch (asked.what) {
    case act::edit_helper:
        return judge.edit(by);
    case act::change_number:
        return judge.change_number();
    case act::archive_helper:
        return record.state->archived ? ruled() : judge.to_archived(true);
    case act::restore_helper:
        return record.state->archived ? judge.to_archived(false) : ruled();
    default:
        return judge.undo();
    }
}

} // namespace organizer::testing::model
