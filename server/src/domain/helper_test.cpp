#include "domain/helper.hpp"

#include "domain/number_reservation.hpp"
#include "domain/test_world.hpp"

namespace organizer::domain::testing {
namespace {

/// One helper document ("hanna-h") on which commands are decided one after the other.
struct card {
    event of = an_event();
    std::optional<helper> state;
    std::map<std::string, decided_entry> entries;
    helper_context context;
    std::string last_op;

    decision<helper> give(const command_header& header, const helper_command& command) {
        context.id = "hanna-h";
        context.event = &of;
        context.today = today;
        context.undone.reset();
        if (const auto* undo = std::get_if<undo_helper>(&command); undo && entries.contains(undo->op)) {
            context.undone = entries.at(undo->op);
        }
        auto made = decide(state, header, command, context);
        if (made.after) {
            state = made.after;
            ++context.rev;
        }
        decided_entry entry;
        entry.op = header.op;
        entry.ok = made.ok;
        entry.changes = made.changes;
        entries[header.op] = entry;
        last_op = header.op;
        return made;
    }
    decision<helper> give(const std::string& actor, const helper_command& command) { return give(by(actor), command); }
};

create_helper a_wish() {
    create_helper wish;
    wish.values.name = "Hanna WEBER";
    wish.values.number = 1234567;
    wish.values.phone = "+49 171 3920001";
    wish.values.email = "hanna@example.org";
    return wish;
}

card with_hanna() {
    card on;
    EXPECT_EQ(outcome(on.give("carla", a_wish())), "ok");
    return on;
}

TEST(helper, is_created_by_a_coordinator) {
    card on;
    EXPECT_EQ(on.give("ron", a_wish()).refusal.kind, failure::forbidden);
    EXPECT_EQ(on.give("stranger", a_wish()).refusal.kind, failure::absent);
    EXPECT_EQ(outcome(on.give("carla", a_wish())), "ok");
    EXPECT_EQ(on.state->number, 1234567U);
    EXPECT_EQ(outcome(on.give("carla", a_wish())), "alreadyExists");
}

TEST(helper, names_may_have_any_letters) {
    for (const char* name : {"Müller", "Jörg", "Zoë", "Bláithín", "Ян", "李雷", "O'Brien-Smith, Jr.", "Ōe"}) {
        card on;
        create_helper wish;
        wish.values.name = name;
        EXPECT_EQ(outcome(on.give("carla", wish)), "ok") << name;
    }
}

TEST(helper, values_are_checked_field_by_field) {
    const auto fault_of = [](auto change) {
        card on;
        create_helper wish = a_wish();
        change(wish.values);
        return fault(on.give("carla", wish));
    };
    EXPECT_EQ(fault_of([](helper_values& values) { values.name = " \xC2\xA0 "; }), "/name required");
    EXPECT_EQ(fault_of([](helper_values& values) { values.name = std::string(121, 'x'); }), "/name tooLong");
    EXPECT_EQ(fault_of([](helper_values& values) { values.name = "a\nb"; }), "/name controlCharacter");
    EXPECT_EQ(fault_of([](helper_values& values) {
                  values.name = "a\xE2\x80\xAE"
                                "b";
              }),
              "/name controlCharacter");
    EXPECT_EQ(fault_of([](helper_values& values) { values.name = "a\xFF"; }), "/name notUtf8");
    EXPECT_EQ(fault_of([](helper_values& values) { values.number = 0; }), "/parkrunNumber notAParkrunNumber");
    EXPECT_EQ(fault_of([](helper_values& values) { values.phone = "call me"; }), "/phone notAPhoneNumber");
    EXPECT_EQ(fault_of([](helper_values& values) { values.email = "a b@c"; }), "/email notAnEmail");
    EXPECT_EQ(fault_of([](helper_values& values) { values.notes = std::string(2001, 'x'); }), "/notes tooLong");
    EXPECT_EQ(fault_of([](helper_values& values) { values.notes = "one\ntwo"; }), "ok");
    EXPECT_EQ(fault_of([](helper_values& values) {
                  values.levels = {{"umpire", role_level::trainer, {}}};
              }),
              "/levels/0/role unknownRole");
    EXPECT_EQ(fault_of([](helper_values& values) { values.prefers = {"marshal", "marshal"}; }), "/prefers/1 twice");
    EXPECT_EQ(fault_of([](helper_values& values) {
                  values.prefers = {"marshal"};
                  values.avoids = {"marshal"};
              }),
              "/avoids/0 alsoPreferred");
    EXPECT_EQ(fault_of([](helper_values& values) {
                  values.absences = {{saturday, today}};
              }),
              "/absences/0/to endBeforeStart");
    EXPECT_EQ(fault_of([](helper_values& values) { values.wish_weeks = 53; }), "/wishedEveryWeeks outOfRange");
}

TEST(helper, the_directory_is_bounded) {
    card on;
    on.context.directory_size = most_helpers;
    EXPECT_EQ(outcome(on.give("carla", a_wish())), "directoryFull");
}

TEST(helper, is_edited_by_a_merge_patch) {
    card on = with_hanna();
    edit_helper wish;
    wish.phone = "";
    wish.levels =
        std::vector<helper_level>{{"timekeeper", role_level::trainer, saturday}, {"marshal", role_level::none, {}}};
    wish.if_match = 9;
    EXPECT_EQ(on.give("carla", wish).refusal.kind, failure::stale);
    wish.if_match = 1;
    const auto made = on.give("carla", wish);
    ASSERT_EQ(outcome(made), "ok");
    EXPECT_EQ(on.state->name, "Hanna WEBER") << "what is not named stays";
    EXPECT_EQ(on.state->phone, "");
    EXPECT_EQ(on.state->levels.size(), 1U) << "level none is no row";
    EXPECT_EQ(made.changes,
              (std::vector<value_change>{{"phone", "", ""}, {"levels/timekeeper", "", "trainer 2026-12-05"}}))
        << "no personal value";
    wish.if_match.reset();
    EXPECT_EQ(outcome(on.give("carla", wish)), "unchanged");
}

TEST(helper, a_linked_helper_edits_own_contact_data_only) {
    card on = with_hanna();
    edit_helper contact;
    contact.phone = "0171 39200 02";
    contact.consents = helper_consents{true, true};
    EXPECT_EQ(outcome(on.give("hanna", contact)), "ok");
    edit_helper notes;
    notes.notes = "likes cake";
    EXPECT_EQ(on.give("hanna", notes).refusal.kind, failure::forbidden);
    edit_helper mixed = contact;
    mixed.email = "new@example.org";
    mixed.name = "Somebody ELSE";
    EXPECT_EQ(on.give("hanna", mixed).refusal.kind, failure::forbidden);
    EXPECT_EQ(on.state->email, "hanna@example.org");
    on.of.memberships[1].helper = "anna-h";
    EXPECT_EQ(on.give("hanna", contact).refusal.kind, failure::absent) << "another's card";
    EXPECT_EQ(on.give("ron", contact).refusal.kind, failure::absent) << "not even a Run Director";
}

TEST(helper, who_does_not_exist_is_absent) {
    card on;
    EXPECT_EQ(on.give("carla", edit_helper{}).refusal.kind, failure::absent);
    EXPECT_EQ(on.give("carla", archive_helper{}).refusal.kind, failure::absent);
}

TEST(helper, the_number_changes_only_by_its_own_command) {
    card on = with_hanna();
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{77, 55})), "changedSince");
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{77, std::nullopt})), "changedSince");
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{1234567, 55})), "unchanged") << "it is so already";
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{77, 1234567})), "ok");
    EXPECT_EQ(on.state->number, 77U);
    on.context.number_taken_by = "bert-h";
    const auto made = on.give("carla", change_parkrun_number{88, 77});
    EXPECT_EQ(outcome(made), "parkrunNumberTaken");
    EXPECT_EQ(made.refusal.facts.at("helper"), "bert-h");
    on.context.number_taken_by.reset();
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{std::nullopt, 77})), "ok") << "taken away";
    EXPECT_FALSE(on.state->number);
    EXPECT_EQ(fault(on.give("carla", change_parkrun_number{1'000'000'000, std::nullopt})), "/number notAParkrunNumber");
}

TEST(helper, archive_and_restore) {
    card on = with_hanna();
    on.context.coming_slots = 2;
    const auto made = on.give("carla", archive_helper{});
    EXPECT_EQ(outcome(made), "ok");
    EXPECT_EQ(made.facts.at("comingSlots"), "2");
    EXPECT_EQ(outcome(on.give("carla", archive_helper{})), "unchanged");
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{77, 1234567})), "helperArchived");
    on.context.number_taken_by = "bert-h";
    EXPECT_EQ(outcome(on.give("carla", restore_helper{})), "parkrunNumberTaken");
    on.context.number_taken_by.reset();
    EXPECT_EQ(outcome(on.give("carla", restore_helper{})), "ok");
    EXPECT_EQ(outcome(on.give("carla", restore_helper{})), "unchanged");
}

TEST(helper, undo_of_archive_and_restore) {
    card on = with_hanna();
    const std::string created = on.last_op;
    EXPECT_EQ(outcome(on.give("carla", undo_helper{"unknown"})), "noSuchCommand");
    EXPECT_EQ(outcome(on.give("carla", undo_helper{created})), "notUndoable");
    on.give("carla", archive_helper{});
    const std::string archived = on.last_op;
    EXPECT_EQ(on.give("hanna", undo_helper{archived}).refusal.kind, failure::forbidden);
    EXPECT_EQ(outcome(on.give("carla", undo_helper{archived})), "ok");
    EXPECT_FALSE(on.state->archived);
    EXPECT_EQ(outcome(on.give("carla", undo_helper{archived})), "changedSince");
    on.give("carla", archive_helper{});
    const std::string again = on.last_op;
    on.context.number_taken_by = "bert-h";
    EXPECT_EQ(outcome(on.give("carla", undo_helper{again})), "parkrunNumberTaken");
}

TEST(helper, an_erased_one_takes_nothing_more) {
    card on = with_hanna();
    on.state->erased = true;
    edit_helper wish;
    wish.name = "Back AGAIN";
    EXPECT_EQ(outcome(on.give("carla", wish)), "helperErased");
    EXPECT_EQ(outcome(on.give("carla", change_parkrun_number{1, 1234567})), "helperErased");
    EXPECT_EQ(outcome(on.give("carla", restore_helper{})), "helperErased");
}

TEST(helper, a_level_holds_to_its_last_day) {
    helper_values who;
    who.levels = {{"timekeeper", role_level::signed_off, saturday}};
    EXPECT_EQ(level_on(who, "timekeeper", saturday), role_level::signed_off);
    EXPECT_EQ(level_on(who, "timekeeper", add_days(saturday, 1)), role_level::none);
    EXPECT_EQ(level_on(who, "marshal", saturday), role_level::none);
    who.absences = {{today, saturday}};
    EXPECT_TRUE(absent_on(who, saturday));
    EXPECT_FALSE(absent_on(who, add_days(saturday, 1)));
}

TEST(number_to_reserve, is_that_of_commands_which_bring_a_number_in) {
    helper who = a_helper("Anna");
    who.number = 5;
    decided_entry archived;
    archived.ok = true;
    archived.changes = {{"archived", "false", "true"}};
    EXPECT_EQ(number_to_reserve(std::nullopt, a_wish(), {}), 1234567U);
    EXPECT_EQ(number_to_reserve(who, change_parkrun_number{9, 5}, {}), 9U);
    EXPECT_EQ(number_to_reserve(who, change_parkrun_number{std::nullopt, 5}, {}), std::nullopt);
    EXPECT_EQ(number_to_reserve(who, restore_helper{}, {}), std::nullopt) << "not in the archive";
    EXPECT_EQ(number_to_reserve(who, archive_helper{}, {}), std::nullopt);
    who.archived = true;
    EXPECT_EQ(number_to_reserve(who, restore_helper{}, {}), 5U);
    EXPECT_EQ(number_to_reserve(who, undo_helper{"op"}, archived), 5U);
    EXPECT_EQ(number_to_reserve(who, undo_helper{"op"}, std::nullopt), std::nullopt);
    EXPECT_EQ(number_to_reserve(who, edit_helper{}, {}), std::nullopt);
}

TEST(number_reservation, is_taken_by_one_and_never_away) {
    const waiting_command anna{by("carla"), a_wish()};
    const waiting_command bert{by("carla"), a_wish()};
    auto step = reserve(std::nullopt, std::nullopt, "anna-h", 5, anna);
    ASSERT_EQ(step.todo, reservation_step::what::write);
    EXPECT_EQ(step.next.state, reservation_state::reserved);
    EXPECT_EQ(step.next.command->header.op, anna.header.op);
    const number_reservation reserved = step.next;
    EXPECT_EQ(reserve(reserved, std::nullopt, "anna-h", 5, anna).todo, reservation_step::what::decide) << "a repeat";
    EXPECT_EQ(reserve(reserved, std::nullopt, "bert-h", 5, bert).todo, reservation_step::what::finish);
    EXPECT_EQ(reserve(reserved, std::nullopt, "anna-h", 5, bert).todo, reservation_step::what::finish)
        << "another command of the same helper";
    EXPECT_FALSE(release(reserved, std::nullopt, 5)) << "never touched while reserved";
}

TEST(number_reservation, is_held_by_who_carries_the_number) {
    const waiting_command command{by("carla"), a_wish()};
    const number_reservation reserved = reserve(std::nullopt, std::nullopt, "anna-h", 5, command).next;
    helper anna = a_helper("Anna");
    EXPECT_EQ(settle(reserved, std::nullopt, 5).state, reservation_state::released) << "refused creation";
    EXPECT_EQ(settle(reserved, anna, 5).state, reservation_state::released) << "without the number";
    anna.number = 5;
    const number_reservation held = settle(reserved, anna, 5);
    EXPECT_EQ(held.state, reservation_state::held);
    EXPECT_FALSE(held.command);
    EXPECT_FALSE(release(held, anna, 5));
    auto step = reserve(held, anna, "bert-h", 5, command);
    EXPECT_EQ(step.todo, reservation_step::what::taken);
    EXPECT_EQ(step.holder, "anna-h");
    EXPECT_EQ(reserve(held, anna, "anna-h", 5, command).todo, reservation_step::what::write) << "one's own again";
    anna.archived = true;
    EXPECT_EQ(reserve(held, anna, "bert-h", 5, command).todo, reservation_step::what::write) << "free in the archive";
    ASSERT_TRUE(release(held, anna, 5));
    EXPECT_EQ(release(held, anna, 5)->state, reservation_state::released);
    anna.archived = false;
    anna.number = 6;
    EXPECT_EQ(reserve(held, anna, "bert-h", 5, command).todo, reservation_step::what::write) << "carries another";
}

} // namespace
} // namespace organizer::domain::testing
