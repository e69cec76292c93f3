// Shapes of requests, the order of checks, repeated commands, entity tags.

#include "cast.hpp"

#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

class requests : public ::testing::Test, public cast {};

/// A request and what its answer must and must not hold.
struct scenario {
    std::string name;
    ask asked;
    unsigned status;
    std::vector<std::string> contains;
    std::vector<std::string> lacks = {};
};

void play(const client& by, const std::vector<scenario>& table) {
    for (const auto& row : table) {
        const auto answered = by.send(row.asked);
        EXPECT_EQ(answered.status, row.status) << row.name << ": " << answered.text;
        for (const auto& part : row.contains) {
            EXPECT_NE(answered.text.find(part), std::string::npos)
                << row.name << " lacks " << part << ": " << answered.text;
        }
        for (const auto& part : row.lacks) {
            EXPECT_EQ(answered.text.find(part), std::string::npos) << row.name << " holds " << part;
        }
    }
}

ask with_header(ask asked, const std::string& name, const std::string& value) {
    asked.headers[name] = value;
    return asked;
}

ask without_header(ask asked, const std::string& name) {
    asked.headers.erase(name);
    return asked;
}

TEST_F(requests, of_another_shape_are_refused_with_each_fault) {
    const auto helpers = path("/helpers");
    const auto get = [this](const std::string& target) { return coordinator.prepared(http::method::get, target); };
    const auto post = [this, &helpers](const boost::json::value& body) {
        return coordinator.prepared(http::method::post, helpers, body);
    };
    const auto raw = [this, &helpers](std::string body) {
        auto asked = coordinator.prepared(http::method::post, helpers, boost::json::object());
        asked.body = std::move(body);
        return asked;
    };
    const auto named = post(boost::json::object{{"name", "Kim"}});
    play(
        coordinator,
        {
            {"no key",
             without_header(named, "Idempotency-Key"),
             400,
             {R"("pointer":"Idempotency-Key","reason":"missing")"}},
            {"key of another form",
             with_header(named, "Idempotency-Key", "1234"),
             400,
             {"Idempotency-Key", "badFormat"}},
            {"key in capitals",
             with_header(named, "Idempotency-Key", "0B9F8A1E-5D36-4B1C-8F2E-6A7B3D4C5E6F"),
             400,
             {"badFormat"}},
            {"other content type",
             with_header(named, "Content-Type", "text/plain"),
             415,
             {"unsupportedType", "application/json"}},
            {"no content type", without_header(named, "Content-Type"), 415, {"unsupportedType"}},
            {"no body",
             without_header(coordinator.prepared(http::method::post, helpers), "Content-Type"),
             400,
             {R"("reason":"missing")"}},
            {"no JSON", raw("name=Kim"), 400, {"syntax"}},
            {"half a document", raw(R"({"name":"Kim")"), 400, {"syntax"}},
            {"two documents", raw(R"({"name":"Kim"} {})"), 400, {"syntax"}},
            {"an array", raw("[]"), 400, {"wrongType"}},
            {"a member twice", raw(R"({"name":"Kim","name":"Tim"})"), 400, {"duplicateMember", "/name"}},
            {"a fraction", raw(R"({"name":"Kim","parkrunNumber":1.5})"), 400, {"/parkrunNumber"}},
            {"a huge number", raw(R"({"name":"Kim","parkrunNumber":1e400})"), 400, {"/parkrunNumber"}},
            {"too deep", raw(std::string(40, '[') + std::string(40, ']')), 400, {"tooDeep"}},
            {"broken UTF-8", raw("{\"name\":\"Ki\xff\"}"), 400, {"syntax"}},
            {"a missing member",
             post(boost::json::object{{"phone", "+49 711"}}),
             400,
             {R"("pointer":"/name","reason":"missing")"}},
            {"an unknown member",
             post(boost::json::object{{"name", "Kim"}, {"admin", true}}),
             400,
             {R"("pointer":"/admin","reason":"unknown")"}},
            {"a wrong type",
             post(boost::json::object{{"name", 5}}),
             400,
             {R"("pointer":"/name","reason":"wrongType")"}},
            {"an empty name", post(boost::json::object{{"name", ""}}), 400, {"tooShort"}},
            {"a long name", post(boost::json::object{{"name", std::string(121, 'x')}}), 400, {"tooLong"}},
            {"number zero", post(boost::json::object{{"name", "Kim"}, {"parkrunNumber", 0}}), 400, {"tooSmall"}},
            {"ten digits",
             post(boost::json::object{{"name", "Kim"}, {"parkrunNumber", 1'000'000'000}}),
             400,
             {"tooLarge"}},
            {"no e-mail",
             post(boost::json::object{{"name", "Kim"}, {"email", "kim"}}),
             400,
             {R"("pointer":"/email","reason":"badFormat")"}},
            {"an unknown word", post(boost::json::object{{"name", "Kim"}, {"ageBand", "old"}}), 400, {"notAllowed"}},
            {"a fault inside a list",
             post(boost::json::object{{"name", "Kim"}, {"absences", {{{"from", "2026-02-30"}, {"to", "2026-03-01"}}}}}),
             400,
             {"/absences/0/from"}},
            {"two faults", post(boost::json::object{{"name", ""}, {"email", "kim"}}), 400, {"/name", "/email"}},
            {"an unknown role", post(boost::json::object{{"name", "Kim"}, {"prefers", {"king"}}}), 400, {"/prefers/0"}},
            {"a control character", post(boost::json::object{{"name", "Kim\u0007"}}), 400, {"/name"}},
            {"an unknown parameter", get(helpers + "?color=red"), 400, {R"("pointer":"color","reason":"unknown")"}},
            {"a parameter twice", get(helpers + "?limit=5&limit=6"), 400, {"repeated"}},
            {"a limit of zero", get(helpers + "?limit=0"), 400, {"tooSmall"}},
            {"no number", get(helpers + "?limit=many"), 400, {"wrongType"}},
            {"a broken escape", get(helpers + "?q=%4"), 400, {"badEscape"}},
            {"a NUL", get(helpers + "?q=a%00b"), 400, {"badEscape"}},
            {"a cursor of nobody", get(helpers + "?cursor=abc"), 400, {R"("pointer":"cursor")"}},
            {"a date that is none", get(day("2026-02-30")), 400, {R"("pointer":"date","reason":"badFormat")"}},
            {"a slug that is none", get("/api/v1/events/Mon_Repos"), 400, {R"("pointer":"event")"}},
            {"a body that is not taken",
             coordinator.prepared(http::method::post, day("2026-12-05", "/publish"), boost::json::object()),
             400,
             {"bodyNotTaken"}},
            {"an empty patch", coordinator.prepared(http::method::patch, base, boost::json::object()), 400, {"tooFew"}},
        });
    EXPECT_EQ(coordinator.get(helpers).number_at("/total"), 3) << "nothing was made";
}

TEST_F(requests, are_judged_in_order) {
    auto shapeless = stranger.prepared(http::method::post, path("/helpers"), boost::json::object{{"nonsense", 1}});
    EXPECT_EQ(stranger.send(without_header(shapeless, "Authorization")).status, 401U) << "token before shape";
    EXPECT_EQ(stranger.send(shapeless).status, 400U) << "shape before reading";
    const boost::json::object kim{{"name", "Kim"}};
    EXPECT_EQ(stranger.post(path("/helpers"), kim).status, 404U) << "reading before changing";
    EXPECT_EQ(helper.post(path("/helpers"), kim).status, 403U);
    EXPECT_EQ(coordinator.patch(path("/helpers/") + anna, kim, "").status, 428U);
    EXPECT_EQ(coordinator.patch(path("/helpers/") + anna, kim, "\"7-0\"").status, 412U);
    EXPECT_EQ(coordinator.patch(path("/helpers/") + anna, kim, "7").status, 400U);
    EXPECT_EQ(helper.patch(path("/helpers/") + jorg, kim, "\"7-0\"").status, 403U) << "may change before precondition";
}

TEST_F(requests, without_a_right_token_say_no_more_than_that) {
    const auto answered = at.nobody().get("/api/v1/me");
    EXPECT_EQ(answered.status, 401U);
    EXPECT_EQ(answered.header("WWW-Authenticate").substr(0, 6), "Bearer");
    auto forged = coordinator.prepared(http::method::get, "/api/v1/me");
    forged.headers["Authorization"] += "x";
    const auto refused = coordinator.send(forged);
    EXPECT_EQ(refused.status, 401U);
    EXPECT_EQ(refused.text, answered.text);
}

TEST_F(requests, sent_twice_are_one_command) {
    const auto op = fresh_op();
    const boost::json::object kim{{"name", "Kim"}};
    const auto first = coordinator.post(path("/helpers"), kim, op);
    const auto second = coordinator.post(path("/helpers"), kim, op);
    ASSERT_EQ(first.status, 201U);
    EXPECT_EQ(second.status, 201U);
    EXPECT_EQ(second.json, first.json);
    EXPECT_EQ(coordinator.get(path("/helpers")).number_at("/total"), 4);
    EXPECT_EQ(coordinator.post(path("/helpers"), boost::json::object{{"name", "Tim"}}, op).status, 422U)
        << "another payload";
    EXPECT_EQ(admin.post(path("/helpers"), kim, op).status, 422U) << "another actor";
}

TEST_F(requests, repeated_after_more_changes_answer_the_first_outcome_and_the_present_state) {
    const auto op = fresh_op();
    const auto place = slot("2026-12-05", "marshal-1");
    ASSERT_EQ(coordinator.put(place, assignment(anna), op).status, 200U);
    ASSERT_EQ(coordinator.put(place, assignment("", anna)).status, 200U);
    const auto repeated = coordinator.put(place, assignment(anna), op);
    EXPECT_EQ(repeated.status, 200U) << repeated.text;
    EXPECT_EQ(repeated.number_at("/schedule/rev"), 2);
    EXPECT_EQ(holder("2026-12-05", "marshal-1"), "");
    const auto other_slot = coordinator.put(slot("2026-12-05", "marshal-2"), assignment(anna), op);
    EXPECT_EQ(other_slot.status, 422U) << "the slot is part of the command";
}

TEST_F(requests, repeated_refusals_stay_refused) {
    ASSERT_EQ(assign(coordinator, "2026-12-05", "marshal-1", anna).status, 200U);
    const auto op = fresh_op();
    const auto place = slot("2026-12-05", "marshal-1");
    EXPECT_EQ(coordinator.put(place, assignment(jorg), op).code(), "slotTaken");
    ASSERT_EQ(coordinator.put(place, assignment("", anna)).status, 200U);
    EXPECT_EQ(coordinator.put(place, assignment(jorg), op).code(), "slotTaken");
    EXPECT_EQ(holder("2026-12-05", "marshal-1"), "");
}

TEST_F(requests, after_twenty_refusals_in_a_day_say_when_to_come_again) {
    ASSERT_EQ(assign(coordinator, "2026-12-05", "marshal-1", anna).status, 200U);
    const auto place = slot("2026-12-05", "marshal-1");
    for (int at = 0; at < 20; ++at) {
        ASSERT_EQ(coordinator.put(place, assignment(jorg)).code(), "slotTaken");
    }
    const auto refused = coordinator.put(place, assignment(jorg));
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.code(), "tooManyRefusals");
    EXPECT_GT(std::stoi(refused.header("Retry-After")), 86'000);
    EXPECT_LE(std::stoi(refused.header("Retry-After")), 86'400);
    EXPECT_EQ(coordinator.put(place, assignment("", anna)).status, 200U) << "what is allowed goes on";
}

TEST_F(requests, repeated_edits_need_no_fresh_tag) {
    const auto op = fresh_op();
    const boost::json::object edit{{"phone", "+49 711 5"}};
    const auto target = path("/helpers/") + anna;
    const auto tag = coordinator.get(target).header("ETag");
    ASSERT_EQ(coordinator.patch(target, edit, tag, op).status, 200U);
    EXPECT_EQ(coordinator.patch(target, edit, tag, op).status, 200U) << "the tag is stale, but the command was decided";
    EXPECT_EQ(coordinator.patch(target, edit, "", op).status, 200U);
    EXPECT_EQ(coordinator.patch(target, edit, tag).status, 412U);
    EXPECT_EQ(coordinator.get(target).number_at("/rev"), 2);
}

TEST_F(requests, repeated_after_ones_access_fell_answer_the_first_outcome) {
    const auto op = fresh_op();
    const auto target = day("2026-12-05", "/publish");
    ASSERT_EQ(coordinator.post(target, nullptr, op).status, 200U);
    const auto lowered = admin.put(path("/members/") + coordinator.who().account,
                                   boost::json::object{{"access", "helper"},
                                                       {"helper", nullptr},
                                                       {"expect", {{"access", "coordinator"}, {"helper", nullptr}}}});
    ASSERT_EQ(lowered.status, 200U) << lowered.text;
    EXPECT_EQ(coordinator.post(target, nullptr, op).status, 200U);
    EXPECT_EQ(coordinator.post(target).status, 403U);
}

TEST_F(requests, repeated_after_ones_access_fell_tell_nothing_that_one_may_not_read) {
    const auto& clara = coordinator.who().account;
    const auto become = [&](std::string_view from, std::string_view to) {
        const auto changed =
            admin.put(path("/members/") + clara,
                      boost::json::object{
                          {"access", to}, {"helper", nullptr}, {"expect", {{"access", from}, {"helper", nullptr}}}});
        ASSERT_EQ(changed.status, 200U) << changed.text;
    };
    const auto target = path("/helpers/") + anna;
    const auto tag = coordinator.get(target).header("ETag");
    const auto edit = fresh_op();
    const auto archive = fresh_op();
    const auto create = fresh_op();
    const auto end = fresh_op();
    const boost::json::object phone{{"phone", "+49 711 5"}};
    const boost::json::object fresh{{"name", "Fresh Helper"}, {"notes", "shy"}};
    ASSERT_EQ(coordinator.patch(target, phone, tag, edit).status, 200U);
    ASSERT_EQ(coordinator.post(target + "/archive", nullptr, archive).status, 200U);
    ASSERT_EQ(coordinator.post(path("/helpers"), fresh, create).status, 201U);
    const auto rudi = path("/members/") + director.who().account;
    ASSERT_EQ(coordinator.del(rudi, end).status, 200U);

    become("coordinator", "runDirector");
    const auto as_director = coordinator.patch(target, phone, tag, edit);
    EXPECT_EQ(as_director.status, 200U) << as_director.text;
    EXPECT_EQ(as_director.text.find("knows the course"), std::string::npos) << "notes are for coordinators";
    EXPECT_EQ(coordinator.patch(target, phone, tag).status, 403U) << "a fresh one is refused";
    EXPECT_EQ(coordinator.del(rudi, end).status, 200U);
    EXPECT_EQ(coordinator.del(rudi).status, 403U);

    become("runDirector", "helper");
    for (const auto& answered :
         {coordinator.patch(target, phone, tag, edit), coordinator.post(target + "/archive", nullptr, archive),
          coordinator.post(path("/helpers"), fresh, create)}) {
        EXPECT_EQ(answered.status, 404U) << "a helper reads no other helper: " << answered.text;
        EXPECT_EQ(answered.code(), "notFound");
    }
    EXPECT_EQ(coordinator.post(target + "/archive").status, 403U);
    EXPECT_EQ(coordinator.del(rudi, end).status, 200U);
}

TEST_F(requests, with_a_known_tag_are_answered_304) {
    at.settle(); // the activity log grows until it has what made this world
    for (const auto& target :
         {path("/schedules"), day("2026-12-05"), path("/helpers"), path("/helpers/") + anna, std::string(base),
          std::string("/api/v1/me"), std::string("/api/v1/roles"), std::string("/api/v1/events"), path("/members"),
          path("/invitations"), path("/activity"), day("2026-12-05", "/slots/marshal-1/candidates")}) {
        const auto first = coordinator.get(target);
        ASSERT_EQ(first.status, 200U) << target << first.text;
        const auto tag = first.header("ETag");
        ASSERT_FALSE(tag.empty()) << target;
        EXPECT_EQ(first.header("Cache-Control"), "private, no-cache") << target;
        const auto again = coordinator.get(target, {{"If-None-Match", tag}});
        EXPECT_EQ(again.status, 304U) << target;
        EXPECT_TRUE(again.text.empty());
        EXPECT_EQ(again.header("ETag"), tag);
        EXPECT_EQ(coordinator.get(target, {{"If-None-Match", "\"x\", W/" + tag}}).status, 304U) << target;
        EXPECT_EQ(coordinator.get(target, {{"If-None-Match", "\"0-0\""}}).status, 200U) << target;
    }
}

TEST_F(requests, have_tags_that_change_with_what_is_shown) {
    const auto target = path("/schedules");
    const auto tag = [&](const client& by) { return by.get(target).header("ETag"); };
    const auto before = tag(coordinator);
    EXPECT_NE(before, tag(director)) << "another class";
    EXPECT_EQ(before, tag(admin)) << "the same class";
    ASSERT_EQ(assign(coordinator, "2026-12-05", "marshal-1", anna).status, 200U);
    const auto assigned = tag(coordinator);
    EXPECT_NE(assigned, before);
    const auto read = coordinator.get(path("/helpers/") + anna);
    ASSERT_EQ(
        coordinator.patch(path("/helpers/") + anna, boost::json::object{{"name", "Anna BÄCKER"}}, read.header("ETag"))
            .status,
        200U);
    const auto renamed = coordinator.get(target);
    EXPECT_NE(renamed.header("ETag"), assigned) << "a joined name changed";
    EXPECT_NE(renamed.text.find("Anna BÄCKER"), std::string::npos);
    at.clock().advance(std::chrono::hours(14));
    EXPECT_NE(tag(coordinator), renamed.header("ETag")) << "another day at the event";
}

TEST_F(requests, show_what_was_changed_at_once) {
    EXPECT_EQ(coordinator.get(path("/helpers?q=kim")).number_at("/total"), 0);
    at.make_helper(coordinator, "monrepos", {{"name", "Kim"}});
    EXPECT_EQ(coordinator.get(path("/helpers?q=kim")).number_at("/total"), 1);
}

TEST(limits, are_kept_per_account) {
    world at(engine::memory, sign_in::built_in, {3, 5});
    const auto ada = at.add_person("Ada", true);
    const auto ben = at.add_person("Ben", true);
    for (int read = 0; read < 5; ++read) {
        EXPECT_EQ(ada.get("/api/v1/me").status, 200U);
    }
    const auto refused = ada.get("/api/v1/me");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_FALSE(refused.header("Retry-After").empty());
    EXPECT_EQ(ben.get("/api/v1/me").status, 200U);
    at.clock().advance(std::chrono::milliseconds(250));
    EXPECT_EQ(ada.get("/api/v1/me").status, 200U) << "a turn came back";
    EXPECT_EQ(ada.get("/api/v1/me").status, 429U);
    for (int change = 0; change < 3; ++change) {
        EXPECT_NE(ada.post("/api/v1/me/memberships", boost::json::object{{"secret", std::string(40, 'x')}}).status,
                  429U);
    }
    EXPECT_EQ(ada.post("/api/v1/me/memberships", boost::json::object{{"secret", std::string(40, 'x')}}).status, 429U);
}

} // namespace
} // namespace organizer::testing
