#pragma once

// What the model holds: the plainest things that can stand for an event's documents. Everything that a rule of the
// product does is said again here and in rules_*.cpp, without a call of it.

#include "domain/access.hpp"
#include "domain/local_date.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace organizer::testing::model {

/// The roles that the model plays with, in the catalogue's order.
struct role_row {
    std::string_view id;
    bool during; ///< two places of one helper clash only if both are
};
inline constexpr std::array<role_row, 6> roles{{{"run-director", true},
                                                {"pre-event-setup", false},
                                                {"marshal", true},
                                                {"timekeeper", true},
                                                {"finish-tokens", true},
                                                {"results-processor", false}}};
using role_index = std::size_t; ///< `roles.size()`: no such role
role_index role_of(std::string_view id);

using need_map = std::map<role_index, std::pair<int, int>>;     ///< need and prefer, never both 0
using pair_set = std::set<std::pair<std::string, std::string>>; ///< first < second

/// A value that a command changed, in the words of the activity log.
struct change {
    std::string what;
    std::string before;
    std::string after;
};

/// A command that was decided on a document, as it is recorded.
struct decided {
    std::string op;
    std::string identity;
    std::size_t actor = 0;
    std::string kind;
    domain::instant at{};
    bool ok = false;
    unsigned status = 0;
    std::string code;
    std::vector<change> changes;
};

/// What every document has.
struct record {
    std::int64_t v = 0; ///< 0: not stored
    std::int64_t rev = 0;
    std::vector<decided> in_document;
    std::map<std::string, decided> ever; ///< by op
};

struct assigned {
    std::string helper;
    std::string state;
    std::string reason;
    friend bool operator==(const assigned&, const assigned&) = default;
};

using place_id = std::pair<role_index, int>;
using place_map = std::map<place_id, std::optional<assigned>>;

struct roster {
    std::string status = "draft";
    std::string former = "draft";
    std::string reason;
    std::string text;
    need_map needs;
    pair_set pairs;
    place_map places;
};

struct date_record : record {
    std::optional<roster> state;
};

struct person_card {
    std::string name;
    std::optional<std::int64_t> number;
    std::string phone;
    std::string email;
    std::string notes;
    int wish_weeks = 0;
    bool contact = false;
    bool phone_to_team = false;
    bool archived = false;
};

struct helper_record : record {
    std::optional<person_card> state;
};

struct member {
    domain::access access = domain::access::none;
    std::optional<std::string> helper;
    friend bool operator==(const member&, const member&) = default;
};

struct offer {
    std::string id;
    domain::access access = domain::access::none;
    std::optional<std::string> helper;
    std::size_t by = 0;
    bool by_admin = false; ///< without a membership of its own
    domain::instant until{};
    std::string state = "open";
};

struct event_record : record {
    std::string name;
    int start = 540;
    need_map needs;
    pair_set pairs;
    std::map<std::size_t, member> members; ///< by person
    std::vector<offer> offers;
};

/// An accepted or refused command in the event's activity log.
struct logged {
    std::string entity;
    decided entry;
};

/// All of it.
struct state {
    std::vector<std::string> accounts; ///< of the persons
    std::size_t admin = 0;             ///< the person whose account is an administrator's
    event_record event;
    std::map<domain::local_date, date_record> dates;
    std::map<std::string, helper_record> helpers;
    std::vector<logged> log;

    domain::access membership_of(std::size_t person) const;
    /// The lower of ceiling and membership; an administrator's ceiling counts alone.
    domain::access access_of(std::size_t person, domain::access ceiling) const;
    std::optional<std::string> linked_to(std::size_t person) const;
    /// Null for who is not in the directory.
    const person_card* card(const std::string& helper) const;
    /// The roster of a date, stored or as the needs give it; nothing if the event does not take place then.
    std::optional<roster> roster_on(domain::local_date date) const;
};

bool takes_place_on(domain::local_date date);
std::string place_text(const place_id& place);
std::optional<place_id> place_from(std::string_view text);
/// Nobody is in it, or somebody who declined.
bool is_open(const std::optional<assigned>& place);
std::string pairs_text(const pair_set& pairs);
bool may_combine(role_index one, role_index other, const pair_set& pairs);

/// Minutes since midnight as "09:00".
std::string clock_text(int minutes);

} // namespace organizer::testing::model
