#include "domain/helper.hpp"

#include "domain/command_access.hpp"
#include "domain/event.hpp"
#include "domain/refusal.hpp"
#include "domain/role.hpp"
#include "domain/text.hpp"
#include "domain/words.hpp"

#include <algorithm>
#include <set>

namespace organizer::domain {

namespace {

using made = decision<helper>;

constexpr std::size_t most_rows = 60;

constexpr words<role_level, 4> level_words{{{role_level::none, "none"},
                                            {role_level::training, "training"},
                                            {role_level::signed_off, "signedOff"},
                                            {role_level::trainer, "trainer"}}};

constexpr words<age_band, 4> age_words{{{age_band::unknown, "unknown"},
                                        {age_band::under_11, "under11"},
                                        {age_band::from_11_to_17, "from11to17"},
                                        {age_band::adult, "adult"}}};

std::string at(std::string_view list, std::size_t index, std::string_view member = "") {
    return "/" + std::string{list} + "/" + std::to_string(index) + std::string{member};
}

void check_roles(const std::vector<std::string>& roles, std::string_view list, std::vector<field_fault>& faults) {
    if (roles.size() > most_rows) {
        faults.push_back({"/" + std::string{list}, "tooMany"});
        return;
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < roles.size(); ++i) {
        if (!find_role(roles[i])) {
            faults.push_back({at(list, i), "unknownRole"});
        } else if (!seen.insert(roles[i]).second) {
            faults.push_back({at(list, i), "twice"});
        }
    }
}

void check_levels(const std::vector<helper_level>& levels, std::vector<field_fault>& faults) {
    if (levels.size() > most_rows) {
        faults.push_back({"/levels", "tooMany"});
        return;
    }
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (!find_role(levels[i].role)) {
            faults.push_back({at("levels", i, "/role"), "unknownRole"});
        } else if (!seen.insert(levels[i].role).second) {
            faults.push_back({at("levels", i, "/role"), "twice"});
        }
    }
}

void check_absences(const std::vector<absence>& absences, std::vector<field_fault>& faults) {
    if (absences.size() > most_rows) {
        faults.push_back({"/absences", "tooMany"});
        return;
    }
    for (std::size_t i = 0; i < absences.size(); ++i) {
        if (!absences[i].from.ok() || !absences[i].to.ok()) {
            faults.push_back({at("absences", i), "notADate"});
        } else if (absences[i].to < absences[i].from) {
            faults.push_back({at("absences", i, "/to"), "endBeforeStart"});
        }
    }
}

void order_roles(std::vector<std::string>& roles) {
    std::ranges::stable_sort(roles, {}, [](const std::string& each) { return role_order(each); });
}

/// The values as they are kept: texts trimmed, rows in one order.
helper_values normalised(helper_values values) {
    for (std::string* each : {&values.name, &values.phone, &values.email, &values.notes}) {
        *each = std::string{trimmed(*each)};
    }
    std::erase_if(values.levels, [](const helper_level& each) { return each.level == role_level::none; });
    std::ranges::stable_sort(values.levels, {}, [](const helper_level& each) { return role_order(each.role); });
    order_roles(values.prefers);
    order_roles(values.avoids);
    std::ranges::sort(values.absences, {}, [](const absence& each) { return std::pair{each.from, each.to}; });
    return values;
}

/// Appends a change whose values are personal and stay out of the log.
void note_personal(bool changed, std::string what, std::vector<value_change>& changes) {
    if (changed) {
        changes.push_back({std::move(what), "", ""});
    }
}

void note(std::string what, std::string before, std::string after, std::vector<value_change>& changes) {
    if (before != after) {
        changes.push_back({std::move(what), std::move(before), std::move(after)});
    }
}

std::string joined(const std::vector<std::string>& roles) {
    std::string text;
    for (const std::string& each : roles) {
        text += text.empty() ? each : " " + each;
    }
    return text;
}

std::string level_text(const helper_values& values, std::string_view role) {
    const auto found = std::ranges::find(values.levels, role, &helper_level::role);
    if (found == values.levels.end()) {
        return "";
    }
    return std::string{to_text(found->level)} + (found->expires ? " " + to_text(*found->expires) : "");
}

std::string consent_text(const helper_consents& given) {
    return std::string{given.contact ? "contact" : ""} + (given.contact && given.phone_to_team ? " " : "") +
           (given.phone_to_team ? "phoneToTeam" : "");
}

std::vector<value_change> differences(const helper_values& before, const helper_values& after) {
    std::vector<value_change> changes;
    note_personal(before.name != after.name, "name", changes);
    note_personal(before.phone != after.phone, "phone", changes);
    note_personal(before.email != after.email, "email", changes);
    note_personal(before.notes != after.notes, "notes", changes);
    note_personal(before.absences != after.absences, "absences", changes);
    note_personal(before.age != after.age, "ageBand", changes);
    std::set<std::string> roles;
    for (const auto* values : {&before, &after}) {
        for (const helper_level& each : values->levels) {
            roles.insert(each.role);
        }
    }
    for (const std::string& role : roles) {
        note("levels/" + role, level_text(before, role), level_text(after, role), changes);
    }
    note("prefers", joined(before.prefers), joined(after.prefers), changes);
    note("avoids", joined(before.avoids), joined(after.avoids), changes);
    note("wishedEveryWeeks", std::to_string(before.wish_weeks), std::to_string(after.wish_weeks), changes);
    note("consents", consent_text(before.consents), consent_text(after.consents), changes);
    return changes;
}

made refuse_taken(const std::string& holder) {
    return made::refuse(failure::conflict, "parkrunNumberTaken", {{"helper", holder}});
}

made archive_state(const helper& before, bool archived) {
    helper after = before;
    after.archived = archived;
    return made::accept(std::move(after), {{"archived", text_of(!archived), text_of(archived)}});
}

/// The archived state before and after an archiveHelper, a restoreHelper or an undo of one; nothing for another entry.
std::optional<value_change> archive_change(const decided_entry& entry) {
    if (!entry.ok || entry.changes.size() != 1 || entry.changes.front().what != "archived") {
        return std::nullopt;
    }
    return entry.changes.front();
}

struct rule {
    const std::optional<helper>& before;
    const command_header& header;
    const helper_context& context;
    permission may;

    made operator()(const create_helper& wish) const {
        if (before) {
            return made::refuse(failure::conflict, "alreadyExists");
        }
        if (auto faults = check_values(wish.values); !faults.empty()) {
            return refuse_invalid<helper>(std::move(faults));
        }
        if (context.directory_size >= most_helpers) {
            return made::refuse(failure::conflict, "directoryFull");
        }
        if (context.number_taken_by) {
            return refuse_taken(*context.number_taken_by);
        }
        helper after;
        static_cast<helper_values&>(after) = normalised(wish.values);
        return made::accept(std::move(after), {{"created", "", ""}});
    }

    made operator()(const edit_helper& wish) const {
        if (may == permission::own_only) {
            if (linked_helper(*context.event, header.actor) != context.id) {
                return made::refuse(failure::absent, "noSuchHelper");
            }
            if (wish.name || wish.notes || wish.levels || wish.prefers || wish.avoids || wish.absences ||
                wish.wish_weeks || wish.age) {
                return made::refuse(failure::forbidden, "forbidden");
            }
        }
        if (wish.if_match && *wish.if_match != context.rev) {
            return made::refuse(failure::stale, "stale");
        }
        if (before->erased) {
            return made::refuse(failure::conflict, "helperErased");
        }
        helper_values values = *before;
        const auto take = [](auto& value, const auto& wished) {
            if (wished) {
                value = *wished;
            }
        };
        take(values.name, wish.name);
        take(values.phone, wish.phone);
        take(values.email, wish.email);
        take(values.notes, wish.notes);
        take(values.levels, wish.levels);
        take(values.prefers, wish.prefers);
        take(values.avoids, wish.avoids);
        take(values.absences, wish.absences);
        take(values.wish_weeks, wish.wish_weeks);
        take(values.age, wish.age);
        take(values.consents, wish.consents);
        if (auto faults = check_values(values); !faults.empty()) {
            return refuse_invalid<helper>(std::move(faults));
        }
        values = normalised(std::move(values));
        auto changes = differences(*before, values);
        if (changes.empty()) {
            return made::unchanged();
        }
        helper after = *before;
        static_cast<helper_values&>(after) = std::move(values);
        return made::accept(std::move(after), std::move(changes));
    }

    made operator()(const change_parkrun_number& wish) const {
        if (before->erased) {
            return made::refuse(failure::conflict, "helperErased");
        }
        if (before->archived) {
            return made::refuse(failure::conflict, "helperArchived");
        }
        if (wish.number == before->number) {
            return made::unchanged();
        }
        if (wish.expect != before->number) {
            return made::refuse(failure::conflict, "changedSince");
        }
        if (wish.number && (*wish.number == 0 || *wish.number > 999'999'999)) {
            return refuse_invalid<helper>("/number", "notAParkrunNumber");
        }
        if (context.number_taken_by) {
            return refuse_taken(*context.number_taken_by);
        }
        helper after = *before;
        after.number = wish.number;
        return made::accept(std::move(after), {{"number", "", ""}});
    }

    made operator()(const archive_helper&) const {
        if (before->archived) {
            return made::unchanged();
        }
        made accepted = archive_state(*before, true);
        accepted.facts.emplace("comingSlots", std::to_string(context.coming_slots));
        return accepted;
    }

    made operator()(const restore_helper&) const {
        if (before->erased) {
            return made::refuse(failure::conflict, "helperErased");
        }
        if (!before->archived) {
            return made::unchanged();
        }
        return leave_archive();
    }

    made operator()(const undo_helper&) const {
        if (!context.undone) {
            return made::refuse(failure::absent, "noSuchCommand");
        }
        const auto change = archive_change(*context.undone);
        if (!change) {
            return made::refuse(failure::conflict, "notUndoable");
        }
        if (before->erased || text_of(before->archived) != change->after) {
            return made::refuse(failure::conflict, "changedSince");
        }
        return before->archived ? leave_archive() : archive_state(*before, true);
    }

    made leave_archive() const {
        if (context.number_taken_by) {
            return refuse_taken(*context.number_taken_by);
        }
        return archive_state(*before, false);
    }
};

} // namespace

std::string_view kind_of(const helper_command& command) {
    struct kinds {
        std::string_view operator()(const create_helper&) const { return "createHelper"; }
        std::string_view operator()(const edit_helper&) const { return "editHelper"; }
        std::string_view operator()(const change_parkrun_number&) const { return "changeParkrunNumber"; }
        std::string_view operator()(const archive_helper&) const { return "archiveHelper"; }
        std::string_view operator()(const restore_helper&) const { return "restoreHelper"; }
        std::string_view operator()(const undo_helper&) const { return "undo"; }
    };
    return std::visit(kinds{}, command);
}

decision<helper> decide(const std::optional<helper>& before, const command_header& header,
                        const helper_command& command, const helper_context& context) {
    if (!context.event) {
        return made::refuse(failure::absent, "noSuchEvent");
    }
    const access effective = effective_access(header.token_access, membership_access(*context.event, header.actor));
    if (effective == access::none) {
        return made::refuse(failure::absent, "noSuchEvent");
    }
    const permission may = permission_for(command_noun::helper, kind_of(command), effective);
    if (may == permission::refused) {
        return made::refuse(failure::forbidden, "forbidden");
    }
    if (!before && !std::holds_alternative<create_helper>(command)) {
        return made::refuse(failure::absent, "noSuchHelper");
    }
    return std::visit(rule{before, header, context, may}, command);
}

std::optional<parkrun_number> number_to_reserve(const std::optional<helper>& before, const helper_command& command,
                                                const std::optional<decided_entry>& undone) {
    if (const auto* wish = std::get_if<create_helper>(&command)) {
        return wish->values.number;
    }
    if (const auto* wish = std::get_if<change_parkrun_number>(&command)) {
        return wish->number;
    }
    const bool leaves = std::holds_alternative<restore_helper>(command) ||
                        (std::holds_alternative<undo_helper>(command) && undone && archive_change(*undone));
    if (leaves && before && before->archived && !before->erased) {
        return before->number;
    }
    return std::nullopt;
}

bool carries(const std::optional<helper>& who, parkrun_number number) {
    return who && !who->archived && !who->erased && who->number == number;
}

role_level level_on(const helper_values& who, std::string_view role, local_date date) {
    const auto found = std::ranges::find(who.levels, role, &helper_level::role);
    if (found == who.levels.end() || (found->expires && *found->expires < date)) {
        return role_level::none;
    }
    return found->level;
}

bool absent_on(const helper_values& who, local_date date) {
    return std::ranges::any_of(who.absences, [&](const absence& each) { return each.from <= date && date <= each.to; });
}

std::vector<field_fault> check_values(const helper_values& values) {
    std::vector<field_fault> faults;
    check_text(values.name, name_rule, "/name", faults);
    if (values.number && (*values.number == 0 || *values.number > 999'999'999)) {
        faults.push_back({"/parkrunNumber", "notAParkrunNumber"});
    }
    check_phone(values.phone, "/phone", faults);
    check_email(values.email, "/email", faults);
    check_text(values.notes, notes_rule, "/notes", faults);
    check_levels(values.levels, faults);
    check_roles(values.prefers, "prefers", faults);
    check_roles(values.avoids, "avoids", faults);
    for (std::size_t i = 0; i < values.avoids.size(); ++i) {
        if (std::ranges::find(values.prefers, values.avoids[i]) != values.prefers.end()) {
            faults.push_back({at("avoids", i), "alsoPreferred"});
        }
    }
    check_absences(values.absences, faults);
    if (values.wish_weeks < 0 || values.wish_weeks > 52) {
        faults.push_back({"/wishedEveryWeeks", "outOfRange"});
    }
    return faults;
}

std::string_view to_text(role_level level) { return word_of(level_words, level); }

std::optional<role_level> role_level_from_text(std::string_view text) { return value_of(level_words, text); }

std::string_view to_text(age_band band) { return word_of(age_words, band); }

std::optional<age_band> age_band_from_text(std::string_view text) { return value_of(age_words, text); }

} // namespace organizer::domain
