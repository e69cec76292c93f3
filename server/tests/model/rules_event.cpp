#include "model/rules.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace organizer::testing::model {

using domain::access;

namespace {

using ruled = ruling<event_record>;

constexpr std::chrono::days offer_life{7};
constexpr std::chrono::days closed_offer_life{90};

ruled no(unsigned status, std::string code) { return refuse<event_record>(status, std::move(code)); }

std::string text_of(const member& of) {
    return std::string(domain::to_text(of.access)) + (of.helper ? " " + *of.helper : "");
}

std::optional<std::string> helper_in(const boost::json::object& body) {
    const auto helper = text_in(body, "helper");
    return helper.empty() ? std::nullopt : std::optional(helper);
}

member member_in(const boost::json::object& body) {
    return {domain::access_from_text(text_in(body, "access")).value_or(access::none), helper_in(body)};
}

struct rule {
    const state& on;
    const wish& asked;
    const asking& by;
    const event_record& before = on.event;

    bool linked_elsewhere(const std::optional<std::string>& helper, std::size_t except) const {
        return helper && std::ranges::any_of(before.members, [&](const auto& each) {
                   return each.first != except && each.second.helper == helper;
               });
    }

    std::size_t person_of(const std::string& account) const {
        return static_cast<std::size_t>(std::ranges::find(on.accounts, account) - on.accounts.begin());
    }

    static bool without_coordinator(const event_record& of) {
        return std::ranges::none_of(of.members,
                                    [](const auto& each) { return each.second.access == access::coordinator; });
    }

    std::string need_text(const need_map& in, role_index role) const {
        const auto found = in.find(role);
        const auto counts = found == in.end() ? std::pair(0, 0) : found->second;
        return std::to_string(counts.first) + " " + std::to_string(counts.second);
    }

    ruled edit() const {
        if (*asked.if_match != before.rev) {
            return no(412, "stale");
        }
        auto after = before;
        const auto& body = asked.body;
        if (body.contains("name")) {
            after.name = text_in(body, "name");
        }
        if (body.contains("startTime")) {
            const auto time = text_in(body, "startTime");
            after.start = std::stoi(time.substr(0, 2)) * 60 + std::stoi(time.substr(3, 2));
        }
        if (body.contains("needs")) {
            after.needs = needs_in(body);
        }
        if (body.contains("allowedPairs")) {
            after.pairs.clear();
            for (const auto& each : body.at("allowedPairs").as_array()) {
                const auto first = text_in(each.as_object(), "first");
                const auto second = text_in(each.as_object(), "second");
                after.pairs.emplace(std::min(first, second), std::max(first, second));
            }
        }
        ruled made;
        const auto note = [&](std::string what, std::string was, std::string is) {
            if (was != is) {
                made.changes.push_back({std::move(what), std::move(was), std::move(is)});
            }
        };
        note("name", before.name, after.name);
        note("startTime", clock_text(before.start), clock_text(after.start));
        for (role_index role = 0; role < roles.size(); ++role) {
            note("needs/" + std::string(roles.at(role).id), need_text(before.needs, role),
                 need_text(after.needs, role));
        }
        note("allowedPairs", pairs_text(before.pairs), pairs_text(after.pairs));
        if (!made.changes.empty()) {
            made.after = after;
        }
        return made;
    }

    ruled set_membership() const {
        const auto person = person_of(asked.part);
        const auto found = before.members.find(person);
        if (found == before.members.end()) {
            return no(404, "noSuchMember");
        }
        const auto now = found->second;
        const auto wanted = member_in(asked.body);
        if (now == wanted) {
            return {};
        }
        if (member_in(asked.body.at("expect").as_object()) != now) {
            return no(409, "changedSince");
        }
        if (wanted.helper && wanted.helper != now.helper && on.card(*wanted.helper) == nullptr) {
            return no(400, "invalidInput");
        }
        if (linked_elsewhere(wanted.helper, person)) {
            return no(409, "helperLinked");
        }
        auto after = before;
        after.members[person] = wanted;
        if (without_coordinator(after)) {
            return no(409, "lastCoordinator");
        }
        return {.changes = {{"members/" + asked.part, text_of(now), text_of(wanted)}}, .after = after};
    }

    ruled end_membership() const {
        const auto person = person_of(asked.part);
        const auto found = before.members.find(person);
        if (found == before.members.end()) {
            return no(404, "noSuchMember");
        }
        auto after = before;
        after.members.erase(person);
        if (without_coordinator(after)) {
            return no(409, "lastCoordinator");
        }
        return {.changes = {{"members/" + asked.part, text_of(found->second), ""}}, .after = after};
    }

    ruled invite() const {
        const auto wanted = member_in(asked.body);
        if (wanted.helper && on.card(*wanted.helper) == nullptr) {
            return no(400, "invalidInput");
        }
        if (linked_elsewhere(wanted.helper, on.accounts.size())) {
            return no(409, "helperLinked");
        }
        auto after = before;
        std::erase_if(after.offers, [&](const offer& each) {
            return (each.state != "open" || each.until <= by.now) && each.until + closed_offer_life < by.now;
        });
        after.offers.push_back({.id = asked.op,
                                .access = wanted.access,
                                .helper = wanted.helper,
                                .by = asked.actor,
                                .by_admin = on.membership_of(asked.actor) != access::coordinator,
                                .until = by.now + offer_life});
        return {.changes = {{"invitations/" + asked.op, "", "open " + text_of(wanted)}}, .after = after};
    }

    ruled revoke() const {
        auto after = before;
        const auto found = std::ranges::find(after.offers, asked.part, &offer::id);
        if (found == after.offers.end()) {
            return no(404, "noSuchInvitation");
        }
        if (found->state == "revoked") {
            return {};
        }
        if (found->state == "used") {
            return no(409, "invitationUsed");
        }
        found->state = "revoked";
        return {.changes = {{"invitations/" + asked.part, "open", "revoked"}}, .after = after};
    }

    ruled accept() const {
        auto after = before;
        const auto found = std::ranges::find(after.offers, asked.part, &offer::id);
        if (found == after.offers.end()) {
            return no(404, "noSuchInvitation");
        }
        if (found->state != "open") {
            return no(409, found->state == "used" ? "invitationUsed" : "invitationRevoked");
        }
        if (found->until <= by.now) {
            return no(409, "invitationExpired");
        }
        if (on.membership_of(found->by) != access::coordinator && !(found->by_admin && found->by == on.admin)) {
            return no(409, "inviterNotCoordinator");
        }
        member joined{found->access, found->helper};
        std::string was;
        if (const auto now = before.members.find(asked.actor); now != before.members.end()) {
            was = text_of(now->second);
            joined.access = std::max(joined.access, now->second.access);
            joined.helper = joined.helper ? joined.helper : now->second.helper;
        }
        if (linked_elsewhere(joined.helper, asked.actor)) {
            return no(409, "helperLinked");
        }
        found->state = "used";
        after.members[asked.actor] = joined;
        return {.changes = {{"invitations/" + asked.part, "open", "used"},
                            {"members/" + on.accounts.at(asked.actor), was, text_of(joined)}},
                .after = after};
    }
};

} // namespace

ruled rule_event(const state& on, const wish& asked, const asking& by) {
    const rule judge{on, asked, by};
    switch (asked.what) {
    case act::edit_event:
        return judge.edit();
    case act::set_membership:
        return judge.set_membership();
    case act::end_membership:
        return judge.end_membership();
    case act::invite:
        return judge.invite();
    case act::revoke:
        return judge.revoke();
    default:
        return judge.accept();
    }
}

} // namespace organizer::testing::model
