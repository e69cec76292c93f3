// The directory, and who sees what of it.

#include "api/visibility.hpp"
#include "cast.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace organizer::testing {
namespace {

class helpers : public ::testing::TestWithParam<engine>, public cast {
public:
    helpers() : cast(GetParam()) {}

    std::string of(const std::string& id, std::string_view rest = "") const {
        return path("/helpers/") + id + std::string(rest);
    }
    std::vector<std::string> names(const reply& page) {
        std::vector<std::string> made;
        const auto& list = page.at("/helpers").as_array();
        for (const auto& one : list) {
            made.emplace_back(std::string_view(one.at("name").as_string()));
        }
        return made;
    }
};

INSTANTIATE_TEST_SUITE_P(engines, helpers, ::testing::Values(engine::memory, engine::sqlite),
                         [](const auto& named) { return named.param == engine::memory ? "memory" : "sqlite"; });

using names_list = std::vector<std::string>;

TEST_P(helpers, are_made_with_all_that_the_directory_keeps) {
    const boost::json::object values{
        {"name", "Bláithín Ní Shúilleabháin"},
        {"parkrunNumber", 12345678},
        {"phone", "+353 (1) 555"},
        {"email", "b@example.ie"},
        {"notes", "two\nlines"},
        {"ageBand", "adult"},
        {"levels", {{{"role", "timekeeper"}, {"level", "signedOff"}, {"expires", "2027-06-30"}}}},
        {"prefers", {"marshal"}},
        {"avoids", {"tail-walker"}},
        {"absences", {{{"from", "2026-12-20"}, {"to", "2027-01-05"}}}},
        {"wishedEveryWeeks", 4},
        {"consents", {{"contact", true}, {"phoneToTeam", false}}}};
    const auto made = coordinator.post(path("/helpers"), values);
    ASSERT_EQ(made.status, 201U) << made.text;
    const auto read = coordinator.get(of(made.text_at("/helper/id")));
    for (const auto& [name, value] : values) {
        EXPECT_EQ(read.at("/" + std::string(std::string_view(name))), value) << std::string_view(name);
    }
    EXPECT_EQ(made.header("Location"), of(made.text_at("/helper/id")));
    EXPECT_EQ(made.header("ETag"), read.header("ETag"));
}

TEST_P(helpers, have_parkrun_numbers_of_every_length_once) {
    for (const int number : {5, 12345, 123456, 1234567, 12345678, 999999999}) {
        EXPECT_EQ(
            coordinator.post(path("/helpers"), boost::json::object{{"name", "Somebody"}, {"parkrunNumber", number}})
                .status,
            201U);
    }
    const auto taken =
        coordinator.post(path("/helpers"), boost::json::object{{"name", "Other"}, {"parkrunNumber", 1001}});
    ASSERT_EQ(taken.status, 409U) << taken.text;
    EXPECT_EQ(taken.code(), "parkrunNumberTaken");
    EXPECT_EQ(taken.header("Location"), of(anna));
    EXPECT_EQ(taken.text_at("/facts/helper"), anna);
}

TEST_P(helpers, change_their_number_by_its_own_command) {
    const auto target = of(zoe, "/parkrun-number");
    const auto set = coordinator.put(target, boost::json::object{{"number", 7007}, {"expect", nullptr}});
    ASSERT_EQ(set.status, 200U) << set.text;
    EXPECT_EQ(set.number_at("/helper/parkrunNumber"), 7007);
    EXPECT_EQ(coordinator.put(target, boost::json::object{{"number", 7008}, {"expect", nullptr}}).code(),
              "changedSince");
    EXPECT_EQ(coordinator.put(target, boost::json::object{{"number", 1001}, {"expect", 7007}}).code(),
              "parkrunNumberTaken");
    ASSERT_EQ(coordinator.put(target, boost::json::object{{"number", nullptr}, {"expect", 7007}}).status, 200U);
    EXPECT_EQ(
        coordinator.post(path("/helpers"), boost::json::object{{"name", "Other"}, {"parkrunNumber", 7007}}).status,
        201U)
        << "the number is free again";
}

TEST_P(helpers, are_found_by_the_beginning_of_words_however_they_are_written) {
    const auto find = [this](const std::string& query) { return names(coordinator.get(path("/helpers?q=" + query))); };
    const names_list jorg_only{"Jörg MÜLLER"};
    for (const std::string query :
         {"J%C3%B6rg", "jorg", "joerg", "mul", "muel", "M%C3%9CLLER", "muller+j", "1002", "A1002", "a100%32"}) {
        EXPECT_EQ(find(query), jorg_only) << query;
    }
    EXPECT_EQ(find("weiss"), names_list{"Zoë Weiß"});
    EXPECT_EQ(find("zoe"), names_list{"Zoë Weiß"});
    EXPECT_EQ(find("100"), (names_list{"Anna BECKER", "Jörg MÜLLER"}));
    EXPECT_EQ(find("ller"), names_list{}) << "not inside a word";
    EXPECT_EQ(find("%25"), (names_list{"Anna BECKER", "Jörg MÜLLER", "Zoë Weiß"})) << "nothing to look for";
}

TEST_P(helpers, come_in_pages_sorted_as_readers_expect) {
    for (const char* name : {"Ärmel", "Arm", "Azur", "Österreich", "Otto", "Zander"}) {
        at.make_helper(coordinator, "monrepos", {{"name", name}});
    }
    names_list all;
    std::string cursor;
    int pages = 0;
    do {
        const auto page = coordinator.get(path("/helpers?limit=4" + (cursor.empty() ? "" : "&cursor=" + cursor)));
        ASSERT_EQ(page.status, 200U) << page.text;
        EXPECT_EQ(page.number_at("/total"), 9);
        for (auto& name : names(page)) {
            all.push_back(name);
        }
        cursor = page.json.as_object().contains("nextCursor") ? page.text_at("/nextCursor") : "";
        ++pages;
    } while (!cursor.empty() && pages < 10);
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(all, (names_list{"Anna BECKER", "Arm", "Ärmel", "Azur", "Jörg MÜLLER", "Österreich", "Otto", "Zander",
                               "Zoë Weiß"}));
    const auto by_number = names(coordinator.get(path("/helpers?sort=parkrunNumber&limit=2")));
    EXPECT_EQ(by_number, (names_list{"Anna BECKER", "Jörg MÜLLER"}));
}

TEST_P(helpers, are_filtered_by_role_and_level) {
    const auto tag = coordinator.get(of(zoe)).header("ETag");
    const boost::json::array levels{{{"role", "timekeeper"}, {"level", "training"}},
                                    {{"role", "marshal"}, {"level", "trainer"}, {"expires", "2026-01-01"}}};
    ASSERT_EQ(coordinator.patch(of(zoe), boost::json::object{{"levels", levels}}, tag).status, 200U);
    const auto find = [this](const std::string& query) {
        return coordinator.get(path("/helpers?" + query)).number_at("/total");
    };
    EXPECT_EQ(find("role=timekeeper"), 1);
    EXPECT_EQ(find("role=timekeeper&level=training"), 1);
    EXPECT_EQ(find("role=timekeeper&level=signedOff"), 0);
    EXPECT_EQ(find("level=training"), 1);
    EXPECT_EQ(find("role=marshal"), 0) << "expired";
}

TEST_P(helpers, leave_and_come_back_without_losing_history) {
    ASSERT_EQ(assign(coordinator, "2026-12-05", "marshal-1", anna).status, 200U);
    at.clock().advance(std::chrono::hours(24 * 6));
    ASSERT_EQ(assign(coordinator, "2026-12-12", "marshal-1", anna).status, 200U);
    const auto archived = coordinator.post(of(anna, "/archive"));
    ASSERT_EQ(archived.status, 200U) << archived.text;
    EXPECT_EQ(archived.text_at("/warnings/0/code"), "comingSlot");
    EXPECT_EQ(archived.text_at("/warnings/0/date"), "2026-12-12");
    EXPECT_EQ(archived.text_at("/helper/lastHelped"), "2026-12-05");
    EXPECT_EQ(archived.number_at("/helper/timesHelped"), 1);
    EXPECT_EQ(names(coordinator.get(path("/helpers?archived=true"))), names_list{"Anna BECKER"});
    EXPECT_EQ(names(coordinator.get(path("/helpers"))), (names_list{"Jörg MÜLLER", "Zoë Weiß"}));
    EXPECT_NE(coordinator.get(day("2026-12-05")).text.find("Anna BECKER"), std::string::npos)
        << "past schedules keep the name";
    EXPECT_EQ(assign(coordinator, "2026-12-19", "marshal-1", anna).code(), "helperArchived");
    const auto undone = coordinator.post(of(anna, "/undo"), boost::json::object{{"op", archived.at("/op")}});
    ASSERT_EQ(undone.status, 200U) << undone.text;
    EXPECT_FALSE(undone.at("/helper/archived").as_bool());
    ASSERT_EQ(coordinator.post(of(anna, "/archive")).status, 200U);
    const auto other =
        coordinator.post(path("/helpers"), boost::json::object{{"name", "Other"}, {"parkrunNumber", 1001}});
    EXPECT_EQ(other.status, 201U) << "the number of an archived helper is free";
    const auto restored = coordinator.post(of(anna, "/restore"));
    EXPECT_EQ(restored.code(), "parkrunNumberTaken") << restored.text;
}

TEST_P(helpers, change_only_their_own_contact) {
    const auto tag = helper.get(of(jorg)).header("ETag");
    ASSERT_FALSE(tag.empty());
    const auto edited = helper.patch(of(jorg), boost::json::object{{"phone", "+49 711 77"}, {"email", nullptr}}, tag);
    ASSERT_EQ(edited.status, 200U) << edited.text;
    EXPECT_EQ(edited.text_at("/helper/phone"), "+49 711 77");
    EXPECT_FALSE(edited.at("/helper").as_object().contains("email"));
    EXPECT_EQ(edited.text.find("notes"), std::string::npos);
    const auto fresh = edited.header("ETag");
    EXPECT_EQ(helper.patch(of(jorg), boost::json::object{{"name", "King"}}, fresh).status, 403U);
    EXPECT_EQ(helper.patch(of(jorg), boost::json::object{{"notes", "nice"}}, fresh).status, 403U);
    EXPECT_EQ(helper.patch(of(anna), boost::json::object{{"phone", "+49 711 77"}}, "\"1-0\"").status, 404U)
        << "others are not there";
    EXPECT_EQ(helper.get(of(anna)).status, 404U);
    EXPECT_EQ(helper.get(path("/helpers")).status, 403U);
    EXPECT_EQ(director.patch(of(anna), boost::json::object{{"phone", "+49 711 77"}}, "\"1-0\"").status, 403U);
}

// ---- who sees what: the table of visibility classes, over every route that shows helpers
// ----------------------------------

/// A value that only one field has, so that its text in an answer means that the field is shown.
struct marker {
    api::field what;
    std::string text;
};

class seen_fields : public ::testing::Test, public cast {
protected:
    seen_fields() {
        person = at.make_helper(coordinator, "monrepos",
                                {{"name", "Marker Person"},
                                 {"parkrunNumber", 424242},
                                 {"phone", "+49 711 424243"},
                                 {"email", "marker@example.org"},
                                 {"notes", "note for coordinators"},
                                 {"ageBand", "from11to17"},
                                 {"absences", {{{"from", "2031-03-03"}, {"to", "2031-03-04"}}}}});
        const auto joined = at.add_person("Marker Account");
        at.make_member(coordinator, joined, "monrepos", "helper", person);
        self.emplace(joined);
        EXPECT_EQ(coordinator.put(slot("2026-12-05", "marshal-1"), with_reason(person)).status, 200U);
        EXPECT_EQ(coordinator.put(slot("2026-12-12", "marshal-1"), assignment(person)).status, 200U);
        publish("2026-12-05");
    }

    static boost::json::object with_reason(const std::string& helper) {
        auto made = assignment(helper);
        made["override"] = "reason of the override";
        return made;
    }

    std::string person;
    std::optional<client> self;
};

/// Every GET of an event, except what is about accounts.
std::vector<std::string> reads(const std::string& person) {
    return {cast::base,
            cast::path("/helpers"),
            cast::path("/helpers?archived=true"),
            cast::path("/helpers/") + person,
            cast::path("/schedules"),
            cast::day("2026-12-05"),
            cast::day("2026-12-12"),
            cast::day("2026-12-05", "/slots/marshal-2/candidates"),
            cast::path("/activity"),
            cast::path("/members"),
            cast::path("/invitations"),
            "/api/v1/me",
            "/api/v1/events"};
}

std::string everything_shown(const client& to, const std::string& person) {
    std::string shown;
    for (const auto& target : reads(person)) {
        const auto answered = to.get(target);
        EXPECT_TRUE(answered.status == 200 || answered.status == 403 || answered.status == 404)
            << target << answered.text;
        shown += answered.text + "\n";
    }
    return shown;
}

void expect_as_in_the_table(const std::string& shown, api::visibility seen_as, const std::vector<marker>& markers,
                            const char* who) {
    for (const auto& [what, text] : markers) {
        EXPECT_EQ(shown.find(text) != std::string::npos, api::sees(seen_as, what)) << text << " for " << who;
    }
}

TEST_F(seen_fields, are_those_of_the_table_while_the_date_is_far) {
    // 5 December is three days away.
    const std::vector<marker> markers{
        {api::field::event_rules, R"("specialDays")"},
        {api::field::draft_schedules, R"("status":"draft")"},
        {api::field::schedule_names, "Marker Person"},
        {api::field::schedule_rules, "reason of the override"},
        {api::field::helper_basics, "424242"},
        {api::field::helper_phone, "424243"},
        {api::field::helper_email, "marker@example.org"},
        {api::field::helper_planning, "2031-03-03"},
        {api::field::helper_person, "from11to17"},
        {api::field::helper_notes, "note for coordinators"},
    };
    expect_as_in_the_table(everything_shown(coordinator, person), api::visibility::coordinator, markers, "coordinator");
    expect_as_in_the_table(everything_shown(director, person), api::visibility::run_director, markers, "runDirector");
    expect_as_in_the_table(everything_shown(helper, person), api::visibility::helper, markers, "helper");
    expect_as_in_the_table(everything_shown(*self, person), api::visibility::self, markers, "self");
    EXPECT_EQ(everything_shown(stranger, person).find("Marker"), std::string::npos);
}

TEST_F(seen_fields, include_phones_for_run_directors_within_two_days) {
    const auto phone_seen = [this] { return everything_shown(director, person).find("424243") != std::string::npos; };
    EXPECT_FALSE(phone_seen());
    at.clock().advance(std::chrono::hours(24));
    EXPECT_TRUE(phone_seen()) << "two days before";
    at.clock().advance(std::chrono::hours(24 * 4));
    EXPECT_TRUE(phone_seen()) << "two days after";
    at.clock().advance(std::chrono::hours(24));
    EXPECT_FALSE(phone_seen()) << "three days after; the next is four days away";
    EXPECT_EQ(everything_shown(helper, person).find("424243"), std::string::npos);
}

/// Who sees each field, as DESIGN says it (Identity): h helper, s one's own, r Run Director, c coordinator. Written a
/// second time on purpose: a row that becomes wider by mistake is a leak that no other test would call one.
const std::map<api::field, std::string_view> classes_by_design{
    {api::field::event_basics, "hsrc"},   {api::field::event_rules, "rc"},     {api::field::draft_schedules, "rc"},
    {api::field::schedule_names, "hsrc"}, {api::field::schedule_rules, "rc"},  {api::field::schedule_phones, "rc"},
    {api::field::helper_basics, "src"},   {api::field::helper_phone, "sc"},    {api::field::helper_phone_near, "src"},
    {api::field::helper_email, "sc"},     {api::field::helper_planning, "sc"}, {api::field::helper_person, "sc"},
    {api::field::helper_notes, "c"},      {api::field::helper_account, "sc"},  {api::field::helper_commands, "c"},
};

TEST_F(seen_fields, are_those_of_the_design) {
    for (const auto& row : api::visibility_table()) {
        std::string classes;
        classes += row.helper ? "h" : "";
        classes += row.self ? "s" : "";
        classes += row.run_director ? "r" : "";
        classes += row.coordinator ? "c" : "";
        EXPECT_EQ(classes, classes_by_design.at(row.what)) << "field " << static_cast<int>(row.what);
    }
}

TEST_F(seen_fields, are_listed_in_the_table_once) {
    std::set<api::field> listed;
    for (const auto& row : api::visibility_table()) {
        EXPECT_TRUE(listed.insert(row.what).second);
        EXPECT_TRUE(row.coordinator) << "coordinators see all";
    }
    EXPECT_EQ(listed.size(), static_cast<std::size_t>(api::field::helper_commands) + 1);
    EXPECT_FALSE(api::sees(api::visibility::self, api::field::helper_notes));
}

} // namespace
} // namespace organizer::testing
