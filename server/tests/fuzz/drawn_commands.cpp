#include "drawn_commands.hpp"

#include "domain/test_world.hpp"

#include <utility>

namespace organizer::domain::testing {
namespace {

constexpr std::array<std::string_view, 8> texts{"",
                                                "Anna",
                                                " Bert  ",
                                                "A\nB",
                                                "\xFF",
                                                "\xE2\x80\xAE"
                                                "abc",
                                                "Zo\xC3\xAB",
                                                "reason"};
constexpr std::array<std::string_view, 8> roles{"run-director",      "marshal", "timekeeper", "finish-tokens",
                                                "results-processor", "pacer",   "umpire",     "warm-up-leader"};

/// Sets those members of a wish whose bit is set.
struct field_choice {
    unsigned bits = 0;

    void operator()(unsigned bit, auto& member, auto value) const {
        if ((bits & bit) != 0) {
            member = std::move(value);
        }
    }
};

std::chrono::sys_days sys_day(unsigned byte) {
    return std::chrono::sys_days(saturday) + std::chrono::days(static_cast<int>(byte) - 128);
}

} // namespace

unsigned drawn_commands::next() {
    if (bytes_.empty()) {
        return 0;
    }
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
}

int drawn_commands::number() {
    constexpr std::array odd{-1, 61, 60, 2'000'000'000, -2'000'000'000, 1440};
    const auto byte = next();
    return byte < 240 ? static_cast<int>(byte % 8) : odd[byte % odd.size()];
}

std::string drawn_commands::text() {
    const auto byte = next();
    return byte < 250 ? std::string(texts[byte % texts.size()]) : std::string(100 * (byte - 249U), 'x');
}

std::optional<std::string> drawn_commands::some_helper() {
    const std::string id(pick(helpers));
    return id.empty() ? std::nullopt : std::optional(id);
}

std::optional<parkrun_number> drawn_commands::some_number() {
    constexpr std::array<parkrun_number, 5> some{0, 1, 2, 3, 1'000'000'000};
    return maybe() ? std::optional(pick(some)) : std::nullopt;
}

std::string drawn_commands::some_slot() {
    if (!schedule_ || schedule_->slots.empty() || next() % 8 == 0) {
        constexpr std::array<std::string_view, 5> ids{"marshal-1", "run-director-1", "pacer-1", "marshal-0", ""};
        return std::string(pick(ids));
    }
    return slot_id(schedule_->slots[next() % schedule_->slots.size()]);
}

std::string drawn_commands::some_expect(std::string_view slot) {
    const auto* place = schedule_ ? find_slot(*schedule_, slot) : nullptr;
    if (next() % 8 == 0) {
        return std::string(pick(helpers));
    }
    return place != nullptr && place->assignment ? place->assignment->helper : "";
}

std::string drawn_commands::some_op() { return ops_.empty() || next() % 16 == 0 ? "none" : ops_[next() % ops_.size()]; }

std::string drawn_commands::some_invitation() {
    return !event_ || event_->invitations.empty() ? "none"
                                                  : event_->invitations[next() % event_->invitations.size()].id;
}

std::vector<role_need> drawn_commands::some_needs() {
    std::vector<role_need> made(next() % 4);
    for (auto& each : made) {
        each = {std::string(pick(roles)), number(), number()};
    }
    return made;
}

std::vector<allowed_pair> drawn_commands::some_pairs() {
    std::vector<allowed_pair> made(next() % 3);
    for (auto& each : made) {
        each = {std::string(pick(roles)), std::string(pick(roles))};
    }
    return made;
}

std::vector<std::string> drawn_commands::some_roles() {
    std::vector<std::string> made(next() % 4);
    for (auto& each : made) {
        each = pick(roles);
    }
    return made;
}

local_date drawn_commands::some_date() { return sys_day(next()) + std::chrono::days(next() % 4 * 7); }
domain::schedule_command drawn_commands::schedule_command() {
    constexpr std::array states{assignment_state::confirmed, assignment_state::proposed, assignment_state::declined};
    const auto what = next() % 12;
    const std::string slot = some_slot();
    switch (what) {
    case 0: {
        const std::string other = some_slot();
        return swap{{slot, other}, {some_expect(slot), some_expect(other)}, text()};
    }
    case 1:
        return unassign{slot, some_expect(slot)};
    case 2: {
        set_need wish{std::string(pick(roles)), number(), number(), std::nullopt};
        if (maybe()) {
            wish.expect = {number(), number()};
        }
        return wish;
    }
    case 3:
        return apply_needs{};
    case 4:
        return publish{};
    case 5:
        return cancel{maybe() ? "weather" : text(), text()};
    case 6:
        return reinstate{};
    case 7:
    case 8:
        return undo_schedule{some_op()};
    default:
        return assign{slot, std::string(pick(helpers)), pick(states), some_expect(slot), text()};
    }
}

domain::event_command drawn_commands::event_command() {
    switch (next() % 8) {
    case 0: {
        create_event wish{maybe() ? "testwiese" : text(), event_series::five_k, settings()};
        wish.settings.needs = some_needs();
        return wish;
    }
    case 1: {
        edit_event wish;
        const field_choice maybe_set{next()};
        maybe_set(1, wish.name, text());
        maybe_set(2, wish.start, number());
        maybe_set(4, wish.needs, some_needs());
        maybe_set(8, wish.allowed_pairs, some_pairs());
        maybe_set(16, wish.weekday, std::chrono::weekday{next() % 9});
        maybe_set(32, wish.special_days,
                  std::vector<special_day>{{std::chrono::month{next() % 14} / std::chrono::day{next() % 33},
                                            maybe() ? std::optional(number()) : std::nullopt}});
        maybe_set(64, wish.languages, std::vector<std::string>{maybe() ? "de" : "xx", "en"});
        maybe_set(128, wish.if_match, std::int64_t{number()});
        return wish;
    }
    case 2: {
        set_membership wish{std::string(pick(accounts)), pick(accesses), some_helper(), std::nullopt};
        if (next() % 4 == 0) {
            wish.expect = membership_state{pick(accesses), some_helper()};
        }
        return wish;
    }
    case 3:
        return end_membership{std::string(pick(accounts))};
    case 4:
        return create_invitation{pick(accesses), some_helper(), text()};
    case 5:
        return revoke_invitation{some_invitation()};
    default: {
        const auto id = some_invitation();
        const auto* offered = event_ ? find_invitation(*event_, id) : nullptr;
        return accept_invitation{id, offered != nullptr && next() % 4 != 0 ? offered->secret_hash : text()};
    }
    }
}

domain::helper_command drawn_commands::helper_command() {
    switch (next() % 8) {
    case 0: {
        create_helper wish;
        wish.values.name = text();
        wish.values.number = some_number();
        wish.values.prefers = some_roles();
        wish.values.absences = {{some_date(), some_date()}};
        wish.values.wish_weeks = number();
        return wish;
    }
    case 1: {
        edit_helper wish;
        const field_choice maybe_set{next()};
        maybe_set(1, wish.name, text());
        maybe_set(2, wish.phone, maybe() ? "+49 123" : text());
        maybe_set(4, wish.email, maybe() ? "a@example.org" : text());
        maybe_set(8, wish.notes, text());
        maybe_set(16, wish.avoids, some_roles());
        maybe_set(32, wish.levels,
                  std::vector<helper_level>{{std::string(pick(roles)), role_level::trainer, some_date()},
                                            {std::string(pick(roles)), role_level::none, std::nullopt}});
        maybe_set(64, wish.consents, helper_consents{maybe(), maybe()});
        maybe_set(128, wish.if_match, std::int64_t{number()});
        return wish;
    }
    case 2:
        return archive_helper{};
    case 3:
        return restore_helper{};
    case 4:
    case 5:
        return undo_helper{some_op()};
    default:
        return change_parkrun_number{some_number(), some_number()};
    }
}

} // namespace organizer::domain::testing
