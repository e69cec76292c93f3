#pragma once

#include "domain/access.hpp"
#include "domain/decision.hpp"
#include "domain/helper_lookup.hpp"
#include "domain/local_date.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace organizer::domain {

/// `5k` (Saturdays) or `junior` (2 km, Sundays).
enum class event_series : std::uint8_t { five_k, junior };

/// How many places of a role an event or a date needs, and how many further ones it prefers; at most 60 in all.
struct role_need {
    std::string role;
    int need = 0;
    int prefer = 0;

    friend bool operator==(const role_need&, const role_need&) = default;
};

/// A day of every year on which the event takes place beside its weekday. Without `start` at the usual time.
struct special_day {
    std::chrono::month_day day{};
    std::optional<int> start; ///< minutes after midnight, local

    friend bool operator==(const special_day&, const special_day&) = default;
};

/// Two roles that one helper may hold on one date although both are `during`. Stored with `first < second` (or equal).
struct allowed_pair {
    std::string first;
    std::string second;

    friend bool operator==(const allowed_pair&, const allowed_pair&) = default;
};

/// An account's access to the event: `coordinator`, `run_director` or `helper`, with the helper it is linked to, if
/// any.
struct membership {
    std::string account;
    domain::access access = domain::access::none;
    std::optional<std::string> helper;

    friend bool operator==(const membership&, const membership&) = default;
};

enum class invitation_state : std::uint8_t { open, used, revoked };

/// An offer of a membership to whoever holds its one-time secret. `id` is the op of the command that made it.
struct invitation {
    std::string id;
    domain::access access = domain::access::none;
    std::optional<std::string> helper;
    std::string secret_hash; ///< never the secret
    std::string invited_by;  ///< account
    bool by_admin = false;   ///< invited with the access of an administrator, without a membership of its own
    instant created_at{};
    instant expires_at{};
    invitation_state state = invitation_state::open;
    std::optional<std::string> used_by;

    friend bool operator==(const invitation&, const invitation&) = default;
};

/// What an event's coordinators may set.
struct event_settings {
    std::string name;
    std::chrono::weekday weekday{6};
    int start = 540;                       ///< minutes after midnight, local
    std::string time_zone;                 ///< IANA name; whether it exists is checked by the caller
    std::string country;                   ///< ISO 3166-1 alpha-2
    std::vector<std::string> languages;    ///< `de`, `en`; the first is the usual one
    std::vector<role_need> needs;          ///< one row per role, in the catalogue's order
    std::vector<special_day> special_days; ///< in the order of the year
    std::vector<allowed_pair> allowed_pairs;

    friend bool operator==(const event_settings&, const event_settings&) = default;
};

/// A parkrun location with its own team. Slug and series never change.
struct event : event_settings {
    std::string slug;
    event_series series = event_series::five_k;
    std::vector<membership> memberships; ///< by account id; never without a coordinator
    std::vector<invitation> invitations; ///< oldest first

    friend bool operator==(const event&, const event&) = default;
};

/// createEvent: by an administrator, who becomes coordinator. 409 `alreadyExists`.
struct create_event {
    std::string slug;
    event_series series = event_series::five_k;
    event_settings settings;
};

/// editEvent: a merge-patch; a member without value stays. 412 `stale` if `if_match` is not the present `rev`.
struct edit_event {
    std::optional<std::string> name;
    std::optional<std::chrono::weekday> weekday;
    std::optional<int> start;
    std::optional<std::string> time_zone;
    std::optional<std::string> country;
    std::optional<std::vector<std::string>> languages;
    std::optional<std::vector<role_need>> needs;
    std::optional<std::vector<special_day>> special_days;
    std::optional<std::vector<allowed_pair>> allowed_pairs;
    std::optional<std::int64_t> if_match;
};

/// A membership as the client saw it.
struct membership_state {
    domain::access access = domain::access::none;
    std::optional<std::string> helper;

    friend bool operator==(const membership_state&, const membership_state&) = default;
};

/// setMembership: changes access and link of somebody who is a member already (404 `noSuchMember`). 409
/// `lastCoordinator`, `helperLinked` (fact `account`), `changedSince` if `expect` is given and is not the present
/// state.
struct set_membership {
    std::string account;
    domain::access access = domain::access::none;
    std::optional<std::string> helper;
    std::optional<membership_state> expect;
};

/// endMembership: by a coordinator, or one's own. 409 `lastCoordinator`.
struct end_membership {
    std::string account;
};

/// createInvitation: its id is the command's op; it expires after seven days. 409 `helperLinked`, `tooManyInvitations`.
struct create_invitation {
    domain::access access = domain::access::none;
    std::optional<std::string> helper;
    std::string secret_hash;
};

/// revokeInvitation. 404 `noSuchInvitation`, 409 `invitationUsed`.
struct revoke_invitation {
    std::string invitation;
};

/// acceptInvitation: by whoever signed in and holds the secret. 404 `noSuchInvitation` (also for another secret), 409
/// `invitationExpired`, `invitationUsed`, `invitationRevoked`, `inviterNotCoordinator`, `helperLinked`. A member keeps
/// the higher access.
struct accept_invitation {
    std::string invitation;
    std::string secret_hash;
};

using event_command = std::variant<create_event, edit_event, set_membership, end_membership, create_invitation,
                                   revoke_invitation, accept_invitation>;

/// What an event's rules need beside the event.
struct event_context {
    std::int64_t rev = 0; ///< of the event before
    instant now{};
    helper_lookup helper;          ///< of this event's directory
    bool inviter_is_admin = false; ///< acceptInvitation: the inviter's account is an administrator and not disabled now
};

/// The contract's name of the command, `createEvent` and so on.
std::string_view kind_of(const event_command& command);

/// The rule of every event command.
decision<event> decide(const std::optional<event>& before, const command_header& header, const event_command& command,
                       const event_context& context);

/// The membership of the account, or null.
const membership* find_membership(const event& of, std::string_view account);
/// The access of the account's membership, `none` without.
access membership_access(const event& of, std::string_view account);
/// The helper the account is linked to, if any.
std::optional<std::string> linked_helper(const event& of, std::string_view account);
/// The invitation of that id, or null.
const invitation* find_invitation(const event& of, std::string_view id);
/// True if the invitation can still be accepted.
bool is_open(const invitation& offered, instant now);

/// Faults of the settings as `createEvent` takes them, pointers below `/` (`/name`, `/needs/3/role`, ...).
std::vector<field_fault> check_settings(const event_settings& settings, event_series series);
/// True for a slug: kebab-case, 2 to 60 characters.
bool is_slug(std::string_view text);

/// What a new event starts from: the usual needs of the series, Run Director with Finish Tokens allowed, special days
/// of the country.
std::vector<role_need> usual_needs(event_series series);
std::vector<allowed_pair> usual_pairs();

/// `5k`, `junior`.
std::string_view to_text(event_series series);
std::optional<event_series> event_series_from_text(std::string_view text);
/// `open`, `used`, `revoked`.
std::string_view to_text(invitation_state state);
std::optional<invitation_state> invitation_state_from_text(std::string_view text);
/// `monday` to `sunday`.
std::string_view to_text(std::chrono::weekday day);
std::optional<std::chrono::weekday> weekday_from_text(std::string_view text);

inline constexpr std::size_t most_members = 500;
inline constexpr std::size_t most_open_invitations = 100;
inline constexpr std::size_t most_invitations = 1000; ///< closed ones are forgotten after 90 days
inline constexpr int most_places_of_role = 60;

} // namespace organizer::domain
