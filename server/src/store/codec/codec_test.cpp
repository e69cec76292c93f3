#include "store/codec/account.hpp"
#include "store/codec/decided_entry.hpp"
#include "store/codec/event.hpp"
#include "store/codec/helper.hpp"
#include "store/codec/number_reservation.hpp"
#include "store/codec/schedule.hpp"

#include "domain/calendar.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <random>
#include <stdexcept>

namespace organizer::store::codec {
namespace {

using namespace std::chrono_literals;

constexpr domain::local_date saturday{std::chrono::year{2026}, std::chrono::December, std::chrono::day{5}};
constexpr domain::instant moment{1'700'000'000'123ms};

domain::event an_event() {
    domain::event made;
    made.slug = "testwiese";
    made.series = domain::event_series::junior;
    made.name = "Tästwiese";
    made.weekday = std::chrono::Sunday;
    made.start = 600;
    made.time_zone = "Europe/Berlin";
    made.country = "DE";
    made.languages = {"de", "en"};
    made.needs = domain::usual_needs(made.series);
    made.special_days = domain::usual_special_days("DE");
    made.special_days[1].start = 630;
    made.allowed_pairs = domain::usual_pairs();
    made.memberships = {{"carla", domain::access::coordinator, std::nullopt}, {"hanna", domain::access::helper, "h-1"}};
    domain::invitation open;
    open.id = "i-1";
    open.access = domain::access::run_director;
    open.secret_hash = "hash";
    open.invited_by = "carla";
    open.created_at = moment;
    open.expires_at = moment + 168h;
    domain::invitation used = open;
    used.id = "i-2";
    used.helper = "h-2";
    used.by_admin = true;
    used.state = domain::invitation_state::used;
    used.used_by = "hanna";
    made.invitations = {open, used};
    return made;
}

domain::helper a_helper() {
    domain::helper made;
    made.name = "Zoë WINTER";
    made.number = 12345678;
    made.phone = "+49 1";
    made.email = "zoe@example.org";
    made.notes = "one\ntwo";
    made.levels = {{"run-director", domain::role_level::trainer, saturday},
                   {"marshal", domain::role_level::training, {}}};
    made.prefers = {"marshal"};
    made.avoids = {"timekeeper", "pacer"};
    made.absences = {{saturday, domain::add_days(saturday, 9)}};
    made.wish_weeks = 4;
    made.age = domain::age_band::from_11_to_17;
    made.consents = {true, false};
    made.archived = true;
    return made;
}

domain::schedule a_schedule() {
    domain::schedule made = domain::draft_of(an_event(), saturday);
    made.status = domain::schedule_status::cancelled;
    made.former_status = domain::schedule_status::published;
    made.cancel_reason = "weather";
    made.cancel_text = "Sturm";
    made.slots[0].assignment = domain::assignment{"h-1", domain::assignment_state::proposed, "asked"};
    made.slots[2].assignment = domain::assignment{"h-2", domain::assignment_state::declined, ""};
    made.reserve = {"h-3", "h-4"};
    return made;
}

domain::decided_entry an_entry() {
    domain::decided_entry made;
    made.op = "op-1";
    made.actor = "carla";
    made.token_access = domain::access::admin;
    made.at = moment;
    made.kind = "assign";
    made.hash = "hash";
    made.group = "op-0";
    made.ok = true;
    made.facts = {{"comingSlots", "2"}};
    made.changes = {{"slots/marshal-1", "", "h-1 confirmed"}, {"needs/marshal", "2 1", "3 0"}};
    made.logged = true;
    return made;
}

TEST(codec, what_is_written_is_read_again) {
    EXPECT_EQ(decode_event(encode(an_event(), {})).value(), an_event());
    EXPECT_EQ(decode_helper(encode(a_helper(), {})).value(), a_helper());
    EXPECT_EQ(decode_schedule(encode(a_schedule(), {})).value(), a_schedule());
    const domain::account ada{"tid", "oid", "Ada", "ada@home", true, false};
    EXPECT_EQ(decode_account(encode(ada, {})).value(), ada);
    EXPECT_EQ(decode_entry(encode_entry(an_entry())).value(), an_entry());
    const domain::activity_entry line{"testwiese", "schedule:testwiese:2026-12-05", an_entry()};
    EXPECT_EQ(decode_activity(encode(line, {})).value(), line);
}

TEST(codec, empty_values_are_read_again) {
    domain::helper plain;
    plain.name = "Anna";
    EXPECT_EQ(decode_helper(encode(plain, encode(a_helper(), {}))).value(), plain)
        << "nothing of the state before is left";
    domain::helper erased;
    erased.erased = true;
    EXPECT_EQ(decode_helper(encode(erased, encode(a_helper(), {}))).value(), erased);
    const domain::schedule draft = domain::draft_of(an_event(), saturday);
    EXPECT_EQ(decode_schedule(encode(draft, encode(a_schedule(), {}))).value(), draft);
    domain::decided_entry refused = an_entry();
    refused.ok = false;
    refused.refused_as = domain::failure::absent;
    refused.code = "noSuchSlot";
    refused.facts.clear();
    refused.changes.clear();
    refused.group.clear();
    refused.logged = false;
    EXPECT_EQ(decode_entry(encode_entry(refused)).value(), refused);
}

TEST(codec, a_long_list_keeps_its_order) {
    domain::schedule many = a_schedule();
    many.slots.clear();
    for (int index = 60; index > 0; --index) {
        many.slots.push_back({"marshal", index, domain::assignment{"h-" + std::to_string(index), {}, ""}});
    }
    const auto first = encode(many, {});
    std::ranges::reverse(many.slots);
    EXPECT_EQ(decode_schedule(encode(many, first)).value(), many);
}

TEST(codec, only_restricted_values_are_stored) {
    const std::function<void(const boost::json::value&)> check = [&](const boost::json::value& each) {
        EXPECT_FALSE(each.is_double() || each.is_uint64() || each.is_null()) << boost::json::serialize(each);
        if (const auto* object = each.if_object()) {
            for (const auto& member : *object) {
                check(member.value());
            }
        } else if (const auto* array = each.if_array()) {
            for (const auto& element : *array) {
                check(element);
            }
        }
    };
    check(encode(an_event(), {}));
    check(encode(a_helper(), {}));
    check(encode(a_schedule(), {}));
    check(encode_entry(an_entry()));
}

TEST(codec, unknown_members_stay_also_within_lists) {
    boost::json::object body = encode(an_event(), {});
    body["newer"] = boost::json::object{{"a", 1}};
    body["memberships"].as_array()[1].as_object()["since"] = "2026";
    body["needs"].as_array()[0].as_object()["shift"] = 3;
    domain::event changed = an_event();
    changed.memberships.erase(changed.memberships.begin());
    changed.memberships[0].helper.reset();
    const auto written = encode(changed, body);
    EXPECT_EQ(written.at("newer"), body.at("newer"));
    EXPECT_EQ(written.at("memberships").as_array()[0].as_object().at("since").as_string(), "2026");
    EXPECT_FALSE(written.at("memberships").as_array()[0].as_object().contains("helper"));
    EXPECT_EQ(written.at("needs").as_array()[0].as_object().at("shift").as_int64(), 3);

    boost::json::object roster = encode(a_schedule(), {});
    roster["slots"].as_array()[0].as_object()["point"] = "bridge";
    domain::schedule emptied = a_schedule();
    emptied.slots[0].assignment.reset();
    const auto stored = encode(emptied, roster);
    EXPECT_EQ(stored.at("slots").as_array()[0].as_object().at("point").as_string(), "bridge");
    EXPECT_EQ(decode_schedule(stored).value(), emptied);
}

/// The problem that a reader has with a body after `change`.
template <class Decode>
std::string damage_of(boost::json::object body, Decode decode,
                      const std::function<void(boost::json::object&)>& change) {
    change(body);
    const auto read = decode(body);
    if (read) {
        return "read";
    }
    EXPECT_EQ(read.error().kind, domain::failure::unexpected);
    EXPECT_EQ(read.error().code, "storedDamaged");
    return read.error().detail;
}

TEST(codec, damage_is_named_with_its_place) {
    using body = boost::json::object;
    const auto event = [](const std::function<void(body&)>& change) {
        return damage_of(encode(an_event(), {}), decode_event, change);
    };
    EXPECT_EQ(event([](body& of) { of.erase("slug"); }), "stored event /slug: missing");
    EXPECT_EQ(event([](body& of) { of["start"] = 1440; }), "stored event /start: no integer of the range");
    EXPECT_EQ(event([](body& of) { of["start"] = 9.5; }), "stored event /start: no integer of the range");
    EXPECT_EQ(event([](body& of) { of["weekday"] = "someday"; }), "stored event /weekday: unknown word");
    EXPECT_EQ(event([](body& of) { of["needs"] = "many"; }), "stored event /needs: no list");
    EXPECT_EQ(event([](body& of) { of["needs"].as_array()[1] = 3; }), "stored event /needs: no list of objects");
    EXPECT_EQ(event([](body& of) { of["languages"].as_array()[1] = 3; }), "stored event /languages: no list of texts");
    EXPECT_EQ(event([](body& of) { of["memberships"].as_array()[1].as_object()["access"] = "king"; }),
              "stored event /memberships/1/access: unknown word");
    EXPECT_EQ(event([](body& of) { of["invitations"].as_array()[0].as_object()["expiresAt"] = "soon"; }),
              "stored event /invitations/0/expiresAt: no integer of the range");

    const auto helper = [](const std::function<void(body&)>& change) {
        return damage_of(encode(a_helper(), {}), decode_helper, change);
    };
    EXPECT_EQ(helper([](body& of) { of["number"] = 1'000'000'000; }), "stored helper /number: no integer of the range");
    EXPECT_EQ(helper([](body& of) { of.erase("name"); }), "stored helper /name: missing");
    EXPECT_EQ(helper([](body& of) { of["archived"] = 1; }), "stored helper /archived: no true or false");
    EXPECT_EQ(helper([](body& of) { of["absences"].as_array()[0].as_object()["to"] = "2026-02-30"; }),
              "stored helper /absences/0/to: no date");
    EXPECT_EQ(helper([](body& of) { of["consents"] = true; }), "stored helper /consents: no object");

    const auto schedule = [](const std::function<void(body&)>& change) {
        return damage_of(encode(a_schedule(), {}), decode_schedule, change);
    };
    EXPECT_EQ(schedule([](body& of) { of["slots"].as_array()[1] = of["slots"].as_array()[0]; }),
              "stored schedule /slots: a slot twice");
    EXPECT_EQ(schedule([](body& of) { of["slots"].as_array()[0].as_object()["index"] = 0; }),
              "stored schedule /slots/0/index: no integer of the range");
    EXPECT_EQ(schedule([](body& of) { of["slots"].as_array()[0].as_object().erase("state"); }),
              "stored schedule /slots/0/state: missing");
    EXPECT_EQ(schedule([](body& of) { of["date"] = 20261205; }), "stored schedule /date: no text");

    const auto entry = [](const std::function<void(body&)>& change) {
        return damage_of(encode_entry(an_entry()), decode_entry, change);
    };
    EXPECT_EQ(entry([](body& of) { of["ok"] = false; }), "stored decided entry /refusedAs: missing");
    EXPECT_EQ(entry([](body& of) {
                  of["facts"] = boost::json::object{{"a", 1}};
              }),
              "stored decided entry /facts: no object of texts");
    EXPECT_EQ(entry([](body& of) { of["at"] = -1; }), "stored decided entry /at: no integer of the range");
    EXPECT_EQ(damage_of({}, decode_account, [](body&) {}), "stored account /tid: missing");
    EXPECT_EQ(damage_of({}, decode_activity, [](body&) {}), "stored activity /event: missing");
}

TEST(codec, a_former_status_says_something_of_a_cancelled_date_alone) {
    boost::json::object body = encode(domain::draft_of(an_event(), saturday), {});
    body["formerStatus"] = "published";
    const auto read = decode_schedule(body);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->former_status, domain::schedule_status::draft);
    EXPECT_EQ(decode_schedule(encode(*read, body)).value(), *read);
}

TEST(codec, hostile_bodies_are_refused_without_harm) {
    const std::vector<std::string> texts{
        R"({})",
        R"({"slug":null,"slots":null,"name":null})",
        R"({"slots":[[[[]]]],"needs":[{"role":{}}],"memberships":[null]})",
        R"({"slug":[],"name":{},"start":"9:00","invitations":{"0":{}}})",
        R"({"date":"9999-99-99","status":"","slots":[{"role":"","index":-1}]})",
        R"({"op":"","changes":[{}],"facts":[]})",
        R"({"helper":"","state":"reserved","command":[]})",
        R"({"helper":"h","state":"reserved","command":{"kind":"dropTables"}})",
    };
    for (const std::string& text : texts) {
        const auto body = boost::json::parse(text).as_object();
        EXPECT_FALSE(decode_event(body)) << text;
        EXPECT_FALSE(decode_helper(body)) << text;
        EXPECT_FALSE(decode_schedule(body)) << text;
        EXPECT_FALSE(decode_account(body)) << text;
        EXPECT_FALSE(decode_entry(body)) << text;
        EXPECT_FALSE(decode_activity(body)) << text;
        EXPECT_FALSE(decode_number_reservation(body)) << text;
    }
}

/// Puts something else in the place of one value, wherever it stands.
void spoil(boost::json::value& in, std::mt19937& random) {
    if (auto* object = in.if_object(); object && !object->empty() && random() % 4 != 0) {
        auto member = object->begin() + static_cast<std::ptrdiff_t>(random() % object->size());
        spoil(member->value(), random);
        return;
    }
    if (auto* array = in.if_array(); array && !array->empty() && random() % 4 != 0) {
        spoil((*array)[random() % array->size()], random);
        return;
    }
    const boost::json::value others[] = {
        nullptr, -1, 1'000'000'000'000, 0.5, true, "", "x", boost::json::array{1}, boost::json::object{}};
    in = others[random() % std::size(others)];
}

TEST(codec, a_spoilt_body_is_read_or_refused_and_what_is_read_can_be_written) {
    std::mt19937 random(3);
    int refused = 0;
    for (int round = 0; round < 800; ++round) {
        boost::json::value body = encode(a_schedule(), {});
        spoil(body, random);
        if (body.is_object()) {
            if (const auto read = decode_schedule(body.as_object())) {
                EXPECT_EQ(decode_schedule(encode(*read, body.as_object())).value(), *read);
            } else {
                ++refused;
            }
        }
        boost::json::value team = encode(an_event(), {});
        spoil(team, random);
        if (team.is_object()) {
            if (const auto read = decode_event(team.as_object())) {
                EXPECT_EQ(decode_event(encode(*read, team.as_object())).value(), *read);
            } else {
                ++refused;
            }
        }
        boost::json::value who = encode(a_helper(), {});
        spoil(who, random);
        if (who.is_object()) {
            if (const auto read = decode_helper(who.as_object())) {
                EXPECT_EQ(decode_helper(encode(*read, who.as_object())).value(), *read);
            } else {
                ++refused;
            }
        }
    }
    EXPECT_GT(refused, 800);
}

TEST(number_reservation_codec, carries_the_whole_command) {
    domain::command_header header;
    header.op = "op-1";
    header.actor = "carla";
    header.token_access = domain::access::coordinator;
    header.at = moment;
    header.hash = "hash";
    header.group = "op-0";
    domain::create_helper create;
    create.values = a_helper();
    const std::vector<domain::helper_command> commands{create, domain::change_parkrun_number{7, 5},
                                                       domain::change_parkrun_number{std::nullopt, std::nullopt},
                                                       domain::restore_helper{}, domain::undo_helper{"op-9"}};
    for (const domain::helper_command& each : commands) {
        header.kind = std::string{kind_of(each)};
        domain::number_reservation reserved;
        reserved.helper = "h-1";
        reserved.state = domain::reservation_state::reserved;
        reserved.command = domain::waiting_command{header, each};
        const auto read = decode_number_reservation(encode(reserved, {}));
        ASSERT_TRUE(read) << read.error().detail;
        EXPECT_EQ(read->helper, "h-1");
        EXPECT_EQ(read->state, domain::reservation_state::reserved);
        ASSERT_TRUE(read->command);
        EXPECT_EQ(read->command->header.op, header.op);
        EXPECT_EQ(read->command->header.kind, header.kind);
        EXPECT_EQ(read->command->header.actor, header.actor);
        EXPECT_EQ(read->command->header.token_access, header.token_access);
        EXPECT_EQ(read->command->header.at, header.at);
        EXPECT_EQ(read->command->header.hash, header.hash);
        EXPECT_EQ(read->command->header.group, header.group);
        EXPECT_EQ(read->command->command.index(), each.index());
    }
    const auto read_back = [&](const domain::helper_command& command) {
        header.kind = std::string{kind_of(command)};
        domain::number_reservation reserved{"h-1", domain::reservation_state::reserved,
                                            domain::waiting_command{header, command}};
        return decode_number_reservation(encode(reserved, {})).value().command->command;
    };
    EXPECT_EQ(std::get<domain::create_helper>(read_back(create)).values, create.values);
    EXPECT_EQ(std::get<domain::change_parkrun_number>(read_back(commands[1])).number, 7U);
    EXPECT_EQ(std::get<domain::change_parkrun_number>(read_back(commands[1])).expect, 5U);
    EXPECT_FALSE(std::get<domain::change_parkrun_number>(read_back(commands[2])).number);
    EXPECT_EQ(std::get<domain::undo_helper>(read_back(commands[4])).op, "op-9");
}

TEST(number_reservation_codec, a_command_stands_exactly_while_reserved) {
    domain::number_reservation reserved{"h-1", domain::reservation_state::reserved,
                                        domain::waiting_command{{}, domain::restore_helper{}}};
    reserved.command->header.kind = "restoreHelper";
    boost::json::object body = encode(reserved, {});
    body["newer"] = 1;
    const domain::number_reservation held{"h-1", domain::reservation_state::held, std::nullopt};
    const auto settled = encode(held, body);
    EXPECT_FALSE(settled.contains("command")) << "the personal values go";
    EXPECT_TRUE(settled.contains("newer"));
    EXPECT_EQ(decode_number_reservation(settled)->state, domain::reservation_state::held);
    body.erase("command");
    EXPECT_FALSE(decode_number_reservation(body));
    reserved.command->command = domain::edit_helper{};
    EXPECT_THROW(encode(reserved, {}), std::logic_error);
}

} // namespace
} // namespace organizer::store::codec
