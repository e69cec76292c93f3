#include "model/rules.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::testing::model {

using domain::access;

namespace {

/// Who may do it, and who may do it with what is their own (DESIGN, Identity).
struct row {
    access anyone;
    access own; ///< none: nobody
};

row row_of(act what) {
    switch (what) {
    case act::assign:
    case act::undo_schedule:
        return {access::run_director, access::helper};
    case act::swap:
        return {access::run_director, access::none};
    case act::edit_helper:
    case act::end_membership:
        return {access::coordinator, access::helper};
    case act::accept:
        return {access::helper, access::none};
    default:
        return {access::coordinator, access::none};
    }
}

constexpr std::size_t most_refusals = 20;
constexpr std::size_t recorded_for_days = 30;

/// What is old, or too much, leaves the document with its next write; it stands in the activity log.
void put_into_document(record& of, const decided& entry, domain::instant now) {
    const auto old = now - std::chrono::days(recorded_for_days);
    std::erase_if(of.in_document, [&](const decided& each) { return each.at <= old; });
    of.in_document.push_back(entry);
    if (of.in_document.size() > most_in_document) {
        of.in_document.erase(of.in_document.begin());
    }
}

template <class State>
void write(state& on, record& of, const wish& asked, const ruling<State>& ruled, domain::instant now) {
    decided entry;
    entry.op = asked.op;
    entry.identity = identity_of(asked);
    entry.actor = asked.actor;
    entry.kind = kind_of(asked);
    entry.at = now;
    entry.ok = ruled.status == 200;
    entry.status = ruled.status;
    entry.code = ruled.code;
    entry.changes = ruled.changes;
    put_into_document(of, entry, now);
    of.ever[asked.op] = entry;
    on.log.push_back({entity_of(asked), std::move(entry)});
    ++of.v;
    of.rev += ruled.after ? 1 : 0;
}

/// Records what is an outcome of the rule, and makes of it what the client is answered.
template <class State>
answer ended(state& on, record& of, const wish& asked, const ruling<State>& ruled, domain::instant now) {
    if (ruled.status != 200 && ruled.status != 409) {
        return {ruled.status, ruled.code, false, ""};
    }
    if (ruled.status == 409 && !ruled.number_taken) {
        const auto refusals = std::ranges::count_if(of.in_document, [&](const decided& each) {
            return !each.ok && each.actor == asked.actor && each.at > now - std::chrono::hours(24);
        });
        if (static_cast<std::size_t>(refusals) >= most_refusals) {
            return {429, "tooManyRefusals", false, ""};
        }
    }
    write(on, of, asked, ruled, now);
    return {ruled.status, ruled.code, false, ruled.holder};
}

/// `ended` of a date or a helper, which then has its next state.
template <class State, class Record>
answer recorded(state& on, Record& of, const wish& asked, const ruling<State>& ruled, domain::instant now) {
    auto ends = ended(on, of, asked, ruled, now);
    if (ruled.after) {
        of.state = ruled.after;
    }
    return ends;
}

unsigned success_of(act what) {
    return what == act::create_helper || what == act::invite || what == act::accept ? 201 : 200;
}

/// True if a date is hidden from the person.
bool hidden(const roster& shown, access as) {
    const bool draft = shown.status == "draft" || (shown.status == "cancelled" && shown.former == "draft");
    return draft && as < access::run_director;
}

/// 404 or 403 for whoever may not see what the command is about.
std::optional<answer> may_not_read(const wish& asked, const asking& by) {
    if (asked.what == act::accept) {
        return std::nullopt;
    }
    if (by.access == access::none) {
        return answer{404, "notFound", false, ""};
    }
    if (asked.what == act::edit_helper && by.access == access::helper && by.own != asked.key) {
        return answer{404, "notFound", false, ""};
    }
    return std::nullopt;
}

/// The answer to a request whose key this document knows.
answer known_before(const decided& before, const wish& asked, bool may) {
    if (before.actor != asked.actor && !may) {
        return {403, "", false, ""};
    }
    if (before.actor != asked.actor || before.identity != identity_of(asked)) {
        return {422, "otherCommand", false, ""};
    }
    return {before.status, before.code, true, ""};
}

/// True if the command is of an invitation that has left the event since.
bool is_of_gone_offer(const state& on, const wish& asked) {
    if (asked.what != act::invite && asked.what != act::revoke) {
        return false;
    }
    const auto& id = asked.what == act::invite ? asked.op : asked.part;
    return std::ranges::find(on.event.offers, id, &offer::id) == on.event.offers.end();
}

} // namespace

const record* record_of(const state& on, const wish& asked, const std::string& helper) {
    if (is_of_schedule(asked.what)) {
        const auto found = on.dates.find(*domain::date_from_text(asked.key));
        return found == on.dates.end() ? nullptr : &found->second;
    }
    if (is_of_helper(asked.what)) {
        const auto found = on.helpers.find(helper);
        return found == on.helpers.end() ? nullptr : &found->second;
    }
    return &on.event;
}

namespace {

answer decide(state& on, const wish& asked, const asking& by, const std::string& helper) {
    if (is_of_schedule(asked.what)) {
        const auto date = *domain::date_from_text(asked.key);
        auto ruled = rule_schedule(on, asked, by, date);
        if (ruled.status != 200 && ruled.status != 409) {
            return {ruled.status, ruled.code, false, ""};
        }
        auto& of = on.dates[date];
        auto ends = recorded(on, of, asked, ruled, by.now);
        if (of.v == 0) {
            on.dates.erase(date);
        }
        return ends;
    }
    if (is_of_helper(asked.what)) {
        const auto found = on.helpers.find(helper);
        auto ruled = rule_helper(on, asked, by, found == on.helpers.end() ? helper_record() : found->second);
        if (ruled.status != 200 && ruled.status != 409) {
            return {ruled.status, ruled.code, false, ""};
        }
        auto& of = on.helpers[helper];
        return recorded(on, of, asked, ruled, by.now);
    }
    auto ruled = rule_event(on, asked, by);
    auto after = ruled.after;
    auto ends = ended(on, on.event, asked, ruled, by.now);
    if (after) {
        static_cast<record&>(*after) = on.event;
        on.event = std::move(*after);
    }
    return ends;
}

} // namespace

answer apply(state& on, const wish& asked, domain::instant now, domain::local_date today) {
    if (asked.ceiling == access::none) {
        return {403, "noRole", false, ""};
    }
    asking by;
    by.person = asked.actor;
    by.access = asked.what == act::accept ? asked.ceiling : on.access_of(asked.actor, asked.ceiling);
    by.own = on.linked_to(asked.actor);
    by.now = now;
    by.today = today;
    if (const auto unseen = may_not_read(asked, by)) {
        return *unseen;
    }
    const auto [anyone, own] = row_of(asked.what);
    by.own_only = by.access < anyone && own != access::none && by.access >= own;
    bool may = by.access >= anyone || by.own_only;
    const auto helper = is_of_helper(asked.what) ? entity_of(asked).substr(7) : std::string();
    if (asked.what == act::edit_helper && by.own_only && by.own != asked.key) {
        may = false;
        if (on.card(asked.key) == nullptr) {
            return {404, "notFound", false, ""};
        }
    }
    if (asked.what == act::end_membership && by.own_only && asked.part != on.accounts.at(asked.actor)) {
        may = false;
    }
    const auto* of = record_of(on, asked, helper);
    const auto before = of == nullptr ? decltype(of->ever.end())() : of->ever.find(asked.op);
    const bool known = of != nullptr && before != of->ever.end();
    const bool known_of_actor = known && before->second.actor == asked.actor;
    const bool reads_it = by.access > access::helper || (asked.what != act::create_helper && by.own == helper);
    if (is_of_helper(asked.what) && !reads_it && known_of_actor) {
        return {404, "notFound", false, ""};
    }
    if (is_of_schedule(asked.what) && (may || known_of_actor)) {
        const auto shown = on.roster_on(*domain::date_from_text(asked.key));
        if (shown && hidden(*shown, by.access)) {
            return {404, "notFound", false, ""};
        }
    }
    if (known) {
        auto ends = known_before(before->second, asked, may);
        if (ends.status == 200 && is_of_gone_offer(on, asked)) {
            return {404, "noSuchInvitation", true, ""}; // what would be shown is there no more
        }
        ends.status = ends.status == 200 ? success_of(asked.what) : ends.status;
        return ends;
    }
    if (!may) {
        return {403, "", false, ""};
    }
    if ((asked.what == act::edit_helper || asked.what == act::edit_event) && !asked.if_match) {
        return {428, "", false, ""};
    }
    auto ends = decide(on, asked, by, helper);
    ends.status = ends.status == 200 ? success_of(asked.what) : ends.status;
    return ends;
}

std::string text_in(const boost::json::object& body, std::string_view name) {
    const auto* found = body.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(std::string_view(found->get_string())) : "";
}

std::optional<std::int64_t> number_in(const boost::json::object& body, std::string_view name) {
    const auto* found = body.if_contains(name);
    return found != nullptr && found->is_int64() ? std::optional(found->get_int64()) : std::nullopt;
}

need_map needs_in(const boost::json::object& body) {
    need_map made;
    const auto& rows = body.at("needs").as_array();
    for (const auto& each : rows) {
        const auto& one = each.as_object();
        const std::pair counts(static_cast<int>(*number_in(one, "need")), static_cast<int>(*number_in(one, "prefer")));
        if (counts != std::pair(0, 0)) {
            made[role_of(text_in(one, "role"))] = counts;
        }
    }
    return made;
}

} // namespace organizer::testing::model
