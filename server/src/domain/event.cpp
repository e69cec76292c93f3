#include "domain/event.hpp"

#include "domain/command_access.hpp"
#include "domain/helper.hpp"
#include "domain/refusal.hpp"
#include "domain/role.hpp"
#include "domain/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace organizer::domain {

namespace {

using made = decision<event>;

constexpr std::chrono::hours invitation_life{7 * 24};
constexpr std::chrono::hours closed_invitation_life{90 * 24};

bool is_member_access(access value) {
    return value == access::helper || value == access::run_director || value == access::coordinator;
}

bool has_coordinator(const event& of) {
    return std::ranges::any_of(of.memberships,
                               [](const membership& each) { return each.access == access::coordinator; });
}

membership* find_membership(event& of, std::string_view account) {
    const auto found = std::ranges::find(of.memberships, account, &membership::account);
    return found == of.memberships.end() ? nullptr : &*found;
}

invitation* find_invitation(event& of, std::string_view id) {
    const auto found = std::ranges::find(of.invitations, id, &invitation::id);
    return found == of.invitations.end() ? nullptr : &*found;
}

/// The account, other than `account`, that is linked to `helper`; null if none is.
const membership* other_link(const event& of, const std::optional<std::string>& helper, std::string_view account) {
    if (!helper) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(
        of.memberships, [&](const membership& each) { return each.helper == helper && each.account != account; });
    return found == of.memberships.end() ? nullptr : &*found;
}

std::string text_of(access what, const std::optional<std::string>& helper) {
    return std::string{to_text(what)} + (helper ? " " + *helper : "");
}

std::string text_of(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string text_of(const std::vector<special_day>& days) {
    std::string text;
    for (const special_day& each : days) {
        text += fmt::format("{}{:02}-{:02}", text.empty() ? "" : " ", static_cast<unsigned>(each.day.month()),
                            static_cast<unsigned>(each.day.day()));
        if (each.start) {
            text += "@" + text_of(*each.start);
        }
    }
    return text;
}

std::string text_of(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& each : words) {
        text += text.empty() ? each : " " + each;
    }
    return text;
}

std::string text_of(const std::vector<allowed_pair>& pairs) {
    std::string text;
    for (const allowed_pair& each : pairs) {
        text += (text.empty() ? "" : " ") + each.first + "+" + each.second;
    }
    return text;
}

std::string need_text(const std::vector<role_need>& needs, std::string_view role) {
    const auto found = std::ranges::find(needs, role, &role_need::role);
    return found == needs.end() ? "0 0" : fmt::format("{} {}", found->need, found->prefer);
}

/// The settings as they are kept: texts trimmed, rows in one order, needs of nothing left out.
event_settings normalised(event_settings settings) {
    settings.name = std::string{trimmed(settings.name)};
    std::erase_if(settings.needs, [](const role_need& each) { return each.need == 0 && each.prefer == 0; });
    std::ranges::stable_sort(settings.needs, {}, [](const role_need& each) { return role_order(each.role); });
    std::ranges::sort(settings.special_days, {}, &special_day::day);
    for (allowed_pair& each : settings.allowed_pairs) {
        if (each.second < each.first) {
            std::swap(each.first, each.second);
        }
    }
    const auto key = [](const allowed_pair& each) { return std::tie(each.first, each.second); };
    std::ranges::sort(settings.allowed_pairs, {}, key);
    const auto twice = std::ranges::unique(settings.allowed_pairs);
    settings.allowed_pairs.erase(twice.begin(), twice.end());
    return settings;
}

std::vector<value_change> differences(const event_settings& before, const event_settings& after) {
    std::vector<value_change> changes;
    const auto note = [&](std::string what, std::string was, std::string is) {
        if (was != is) {
            changes.push_back({std::move(what), std::move(was), std::move(is)});
        }
    };
    note("name", before.name, after.name);
    note("weekday", std::string{to_text(before.weekday)}, std::string{to_text(after.weekday)});
    note("startTime", text_of(before.start), text_of(after.start));
    note("timeZone", before.time_zone, after.time_zone);
    note("country", before.country, after.country);
    note("languages", text_of(before.languages), text_of(after.languages));
    for (const role& each : role_catalogue()) {
        note("needs/" + std::string{each.id}, need_text(before.needs, each.id), need_text(after.needs, each.id));
    }
    note("specialDays", text_of(before.special_days), text_of(after.special_days));
    note("allowedPairs", text_of(before.allowed_pairs), text_of(after.allowed_pairs));
    return changes;
}

struct rule {
    const std::optional<event>& before;
    const command_header& header;
    const event_context& context;
    permission may;

    /// True if the helper is in the directory and not erased.
    bool knows(const std::string& id) const {
        const helper* found = context.helper ? context.helper(id) : nullptr;
        return found && !found->erased;
    }

    made operator()(const create_event& wish) const {
        if (before) {
            return made::refuse(failure::conflict, "alreadyExists");
        }
        auto faults = check_settings(wish.settings, wish.series);
        if (!is_slug(wish.slug)) {
            faults.insert(faults.begin(), {"/id", "notASlug"});
        }
        if (!faults.empty()) {
            return refuse_invalid<event>(std::move(faults));
        }
        event after;
        static_cast<event_settings&>(after) = normalised(wish.settings);
        after.slug = wish.slug;
        after.series = wish.series;
        after.memberships.push_back({header.actor, access::coordinator, std::nullopt});
        return made::accept(std::move(after),
                            {{"created", "", wish.slug}, {"members/" + header.actor, "", "coordinator"}});
    }

    made operator()(const edit_event& wish) const {
        if (wish.if_match && *wish.if_match != context.rev) {
            return made::refuse(failure::stale, "stale");
        }
        event_settings settings = *before;
        const auto take = [](auto& value, const auto& wished) {
            if (wished) {
                value = *wished;
            }
        };
        take(settings.name, wish.name);
        take(settings.weekday, wish.weekday);
        take(settings.start, wish.start);
        take(settings.time_zone, wish.time_zone);
        take(settings.country, wish.country);
        take(settings.languages, wish.languages);
        take(settings.needs, wish.needs);
        take(settings.special_days, wish.special_days);
        take(settings.allowed_pairs, wish.allowed_pairs);
        if (auto faults = check_settings(settings, before->series); !faults.empty()) {
            return refuse_invalid<event>(std::move(faults));
        }
        settings = normalised(std::move(settings));
        auto changes = differences(*before, settings);
        if (changes.empty()) {
            return made::unchanged();
        }
        event after = *before;
        static_cast<event_settings&>(after) = std::move(settings);
        return made::accept(std::move(after), std::move(changes));
    }

    made operator()(const set_membership& wish) const {
        const membership* now = find_membership(*before, wish.account);
        if (!now) {
            return made::refuse(failure::absent, "noSuchMember");
        }
        if (!is_member_access(wish.access)) {
            return refuse_invalid<event>("/access", "notAnAccess");
        }
        if (now->access == wish.access && now->helper == wish.helper) {
            return made::unchanged();
        }
        if (wish.expect && *wish.expect != membership_state{now->access, now->helper}) {
            return made::refuse(failure::conflict, "changedSince", {{"access", std::string{to_text(now->access)}}});
        }
        if (wish.helper && wish.helper != now->helper && !knows(*wish.helper)) {
            return refuse_invalid<event>("/helper", "noSuchHelper");
        }
        if (const membership* other = other_link(*before, wish.helper, wish.account)) {
            return made::refuse(failure::conflict, "helperLinked", {{"account", other->account}});
        }
        event after = *before;
        membership& changed = *find_membership(after, wish.account);
        changed.access = wish.access;
        changed.helper = wish.helper;
        if (!has_coordinator(after)) {
            return made::refuse(failure::conflict, "lastCoordinator");
        }
        return made::accept(std::move(after), {{"members/" + wish.account, text_of(now->access, now->helper),
                                                text_of(wish.access, wish.helper)}});
    }

    made operator()(const end_membership& wish) const {
        if (may == permission::own_only && wish.account != header.actor) {
            return made::refuse(failure::forbidden, "forbidden");
        }
        const membership* now = find_membership(*before, wish.account);
        if (!now) {
            return made::refuse(failure::absent, "noSuchMember");
        }
        event after = *before;
        std::erase_if(after.memberships, [&](const membership& each) { return each.account == wish.account; });
        if (!has_coordinator(after)) {
            return made::refuse(failure::conflict, "lastCoordinator");
        }
        return made::accept(std::move(after), {{"members/" + wish.account, text_of(now->access, now->helper), ""}});
    }

    made operator()(const create_invitation& wish) const {
        if (!is_member_access(wish.access)) {
            return refuse_invalid<event>("/access", "notAnAccess");
        }
        if (wish.secret_hash.empty() || wish.secret_hash.size() > 200) {
            return refuse_invalid<event>("/secret", "required");
        }
        if (wish.helper && !knows(*wish.helper)) {
            return refuse_invalid<event>("/helper", "noSuchHelper");
        }
        if (const membership* other = other_link(*before, wish.helper, "")) {
            return made::refuse(failure::conflict, "helperLinked", {{"account", other->account}});
        }
        event after = *before;
        std::erase_if(after.invitations, [&](const invitation& each) {
            return !is_open(each, context.now) && each.expires_at + closed_invitation_life < context.now;
        });
        const auto open = std::ranges::count_if(after.invitations,
                                                [&](const invitation& each) { return is_open(each, context.now); });
        if (static_cast<std::size_t>(open) >= most_open_invitations || after.invitations.size() >= most_invitations) {
            return made::refuse(failure::conflict, "tooManyInvitations");
        }
        invitation offered;
        offered.id = header.op;
        offered.access = wish.access;
        offered.helper = wish.helper;
        offered.secret_hash = wish.secret_hash;
        offered.invited_by = header.actor;
        offered.by_admin = membership_access(*before, header.actor) != access::coordinator;
        offered.created_at = context.now;
        offered.expires_at = context.now + invitation_life;
        after.invitations.push_back(std::move(offered));
        return made::accept(std::move(after),
                            {{"invitations/" + header.op, "", "open " + text_of(wish.access, wish.helper)}});
    }

    made operator()(const revoke_invitation& wish) const {
        event after = *before;
        invitation* offered = find_invitation(after, wish.invitation);
        if (!offered) {
            return made::refuse(failure::absent, "noSuchInvitation");
        }
        if (offered->state == invitation_state::revoked) {
            return made::unchanged();
        }
        if (offered->state == invitation_state::used) {
            return made::refuse(failure::conflict, "invitationUsed");
        }
        offered->state = invitation_state::revoked;
        return made::accept(std::move(after), {{"invitations/" + wish.invitation, "open", "revoked"}});
    }

    made operator()(const accept_invitation& wish) const {
        event after = *before;
        invitation* offered = find_invitation(after, wish.invitation);
        if (!offered || offered->secret_hash != wish.secret_hash) {
            return made::refuse(failure::absent, "noSuchInvitation");
        }
        if (offered->state == invitation_state::used) {
            return made::refuse(failure::conflict, "invitationUsed");
        }
        if (offered->state == invitation_state::revoked) {
            return made::refuse(failure::conflict, "invitationRevoked");
        }
        if (!is_open(*offered, context.now)) {
            return made::refuse(failure::conflict, "invitationExpired");
        }
        const bool inviter_may = membership_access(*before, offered->invited_by) == access::coordinator ||
                                 (offered->by_admin && context.inviter_is_admin);
        if (!inviter_may) {
            return made::refuse(failure::conflict, "inviterNotCoordinator");
        }
        membership joined{header.actor, offered->access, std::nullopt};
        if (offered->helper && knows(*offered->helper)) {
            joined.helper = offered->helper;
        }
        std::string was;
        if (const membership* now = find_membership(*before, header.actor)) {
            was = text_of(now->access, now->helper);
            joined.access = std::max(joined.access, now->access);
            joined.helper = joined.helper ? joined.helper : now->helper;
        } else if (before->memberships.size() >= most_members) {
            return made::refuse(failure::conflict, "tooManyMembers");
        }
        if (const membership* other = other_link(*before, joined.helper, header.actor)) {
            return made::refuse(failure::conflict, "helperLinked", {{"account", other->account}});
        }
        offered->state = invitation_state::used;
        offered->used_by = header.actor;
        std::vector<value_change> changes{{"invitations/" + wish.invitation, "open", "used"},
                                          {"members/" + header.actor, was, text_of(joined.access, joined.helper)}};
        std::erase_if(after.memberships, [&](const membership& each) { return each.account == header.actor; });
        after.memberships.push_back(std::move(joined));
        std::ranges::sort(after.memberships, {}, &membership::account);
        return made::accept(std::move(after), std::move(changes));
    }
};

/// What the actor may do: createEvent and acceptInvitation ask the token alone, all others the membership too.
std::optional<made> refused_access(const std::optional<event>& before, const command_header& header,
                                   const event_command& command, permission& may) {
    const bool outside =
        std::holds_alternative<create_event>(command) || std::holds_alternative<accept_invitation>(command);
    access effective = header.token_access;
    if (!outside) {
        effective = before ? effective_access(effective, membership_access(*before, header.actor)) : access::none;
        if (effective == access::none) {
            return made::refuse(failure::absent, "noSuchEvent");
        }
    }
    may = permission_for(command_noun::event, kind_of(command), effective);
    if (may == permission::refused) {
        return made::refuse(failure::forbidden, "forbidden");
    }
    if (std::holds_alternative<accept_invitation>(command) && !before) {
        return made::refuse(failure::absent, "noSuchInvitation");
    }
    return std::nullopt;
}

} // namespace

std::string_view kind_of(const event_command& command) {
    struct kinds {
        std::string_view operator()(const create_event&) const { return "createEvent"; }
        std::string_view operator()(const edit_event&) const { return "editEvent"; }
        std::string_view operator()(const set_membership&) const { return "setMembership"; }
        std::string_view operator()(const end_membership&) const { return "endMembership"; }
        std::string_view operator()(const create_invitation&) const { return "createInvitation"; }
        std::string_view operator()(const revoke_invitation&) const { return "revokeInvitation"; }
        std::string_view operator()(const accept_invitation&) const { return "acceptInvitation"; }
    };
    return std::visit(kinds{}, command);
}

decision<event> decide(const std::optional<event>& before, const command_header& header, const event_command& command,
                       const event_context& context) {
    permission may = permission::refused;
    if (auto refused = refused_access(before, header, command, may)) {
        return *std::move(refused);
    }
    return std::visit(rule{before, header, context, may}, command);
}

const membership* find_membership(const event& of, std::string_view account) {
    const auto found = std::ranges::find(of.memberships, account, &membership::account);
    return found == of.memberships.end() ? nullptr : &*found;
}

access membership_access(const event& of, std::string_view account) {
    const membership* found = find_membership(of, account);
    return found ? found->access : access::none;
}

std::optional<std::string> linked_helper(const event& of, std::string_view account) {
    const membership* found = find_membership(of, account);
    return found ? found->helper : std::nullopt;
}

const invitation* find_invitation(const event& of, std::string_view id) {
    const auto found = std::ranges::find(of.invitations, id, &invitation::id);
    return found == of.invitations.end() ? nullptr : &*found;
}

bool is_open(const invitation& offered, instant now) {
    return offered.state == invitation_state::open && now < offered.expires_at;
}

} // namespace organizer::domain
