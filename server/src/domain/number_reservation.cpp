#include "domain/number_reservation.hpp"

#include "domain/words.hpp"

namespace organizer::domain {

namespace {

constexpr words<reservation_state, 3> state_words{{{reservation_state::reserved, "reserved"},
                                                   {reservation_state::held, "held"},
                                                   {reservation_state::released, "released"}}};

} // namespace

reservation_step reserve(const std::optional<number_reservation>& before, const std::optional<helper>& holder,
                         const std::string& helper_id, parkrun_number number, const waiting_command& command) {
    reservation_step step;
    if (before && before->state == reservation_state::reserved && before->command) {
        const bool own = before->helper == helper_id && before->command->header.op == command.header.op;
        step.todo = own ? reservation_step::what::decide : reservation_step::what::finish;
        step.holder = before->helper;
        return step;
    }
    if (before && before->state == reservation_state::held && before->helper != helper_id && carries(holder, number)) {
        step.todo = reservation_step::what::taken;
        step.holder = before->helper;
        return step;
    }
    step.next.helper = helper_id;
    step.next.state = reservation_state::reserved;
    step.next.command = command;
    return step;
}

number_reservation settle(const number_reservation& before, const std::optional<helper>& now, parkrun_number number) {
    number_reservation next;
    next.helper = before.helper;
    next.state = carries(now, number) ? reservation_state::held : reservation_state::released;
    return next;
}

std::optional<number_reservation> release(const number_reservation& before, const std::optional<helper>& now,
                                          parkrun_number number) {
    if (before.state != reservation_state::held || carries(now, number)) {
        return std::nullopt;
    }
    number_reservation next;
    next.helper = before.helper;
    return next;
}

std::string_view to_text(reservation_state state) { return word_of(state_words, state); }

std::optional<reservation_state> reservation_state_from_text(std::string_view text) {
    return value_of(state_words, text);
}

} // namespace organizer::domain
