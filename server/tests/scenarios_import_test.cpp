// A file of 300 helpers as clubs have them, imported, repeated, and resumed after a cut.

#include "cast.hpp"

#include "store/document_store.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace organizer::testing {
namespace {

constexpr std::size_t row_count = 300;
constexpr std::size_t broken_rows = 5;
constexpr std::size_t double_rows = 3;
constexpr std::size_t good_rows = row_count - broken_rows - double_rows;

std::string number_of(std::size_t row) {
    constexpr std::array<std::size_t, 4> bases{20'000, 300'000, 4'000'000, 50'000'000};
    return std::to_string(bases.at(row % 4) + row);
}

/// Row `row` (from 0) stands on line `row + 2`. Rows 20, 60, 100, 140, 180 are broken, 220, 240, 260 repeat an earlier
/// number.
std::string file_of_helpers() {
    constexpr std::array first{"Jörg", "Zoë", "Bláithín", "Änne", "Øyvind", "Łukasz", "Anna", "Strauß"};
    std::string file = "\xEF\xBB\xBFName;parkrun ID;Telefon;E-Mail\r\n";
    for (std::size_t row = 0; row < row_count; ++row) {
        const auto name = std::string(first.at(row % first.size())) + " MÜLLER-" + std::to_string(row);
        const auto mail = "h" + std::to_string(row) + "@example.org";
        switch (row) {
        case 20:
            file += name + ";A12x;;\r\n";
            break;
        case 60:
            file += ";A" + number_of(row) + ";;\r\n";
            break;
        case 100:
            file += name + ";A" + number_of(row) + ";;no-mail\r\n";
            break;
        case 140:
            file += name + ";A" + number_of(row) + ";;;;;too;many\r\n";
            break;
        case 180:
            file += name + ";A" + number_of(row) + ";ring twice;\r\n";
            break;
        case 221:
        case 241:
        case 261:
            file += name + ";A" + number_of(row - 200) + ";;\r\n";
            break;
        default:
            file += name + (row % 3 == 0 ? ";a" : ";A") + number_of(row) + ";+49 711 " + std::to_string(1000 + row) +
                    ";" + mail + "\r\n";
        }
    }
    return file;
}

class imports : public ::testing::TestWithParam<engine>, public cast {
public:
    imports() : cast(GetParam()) {}

    reply preview(const std::string& file, const std::string& query = "") {
        return coordinator.post_csv(path("/imports/preview" + query), file);
    }

    /// The rows of a preview that become commands, as the client sends them.
    static std::vector<boost::json::object> commands_of(const reply& shown) {
        std::vector<boost::json::object> made;
        const auto& rows = shown.at("/rows").as_array();
        for (const auto& element : rows) {
            const auto& row = element.as_object();
            const auto* choices = row.if_contains("choices");
            if (choices == nullptr || row.at("action").as_string() == "ask") {
                continue;
            }
            made.push_back(command_of(row, 0));
        }
        return made;
    }

    static boost::json::object command_of(const boost::json::object& row, std::size_t choice) {
        boost::json::object command = row.at("choices").as_array().at(choice).as_object();
        command.erase("name");
        command["line"] = row.at("line");
        command["values"] = row.at("values");
        return command;
    }

    reply send(std::span<const boost::json::object> rows) {
        boost::json::array list(rows.begin(), rows.end());
        return coordinator.post(path("/imports"), boost::json::object{{"rows", std::move(list)}});
    }

    static std::size_t results(const reply& report, std::string_view word) {
        std::size_t count = 0;
        const auto& outcomes = report.at("/outcomes").as_array();
        for (const auto& one : outcomes) {
            count += one.at("result").as_string() == word ? 1 : 0;
        }
        return count;
    }

    /// `v` of every document of helpers and numbers, and the ids in the activity log, which is written in the
    /// background: all of it stands there first.
    std::map<std::string, std::int64_t> stored() {
        at.settle();
        std::map<std::string, std::int64_t> made;
        for (const char* kind : {"helper", "pid", "activity", "log"}) {
            std::string after;
            while (true) {
                const auto page = at.documents().list("monrepos", kind, after, 500);
                EXPECT_TRUE(page.has_value());
                if (!page || page->empty()) {
                    break;
                }
                for (const auto& document : *page) {
                    made[document.id] = document.v;
                }
                after = page->back().id;
            }
        }
        return made;
    }

    std::size_t logged(std::string_view kind) {
        std::size_t count = 0;
        for (const auto& [id, v] : stored()) {
            count += id.starts_with("activity:") && id.find(kind) != std::string::npos ? 1 : 0;
        }
        return count;
    }

    std::int64_t helpers_now() { return coordinator.get(path("/helpers?limit=1")).number_at("/total"); }
};

INSTANTIATE_TEST_SUITE_P(engines, imports, ::testing::Values(engine::memory, engine::sqlite),
                         [](const auto& named) { return named.param == engine::memory ? "memory" : "sqlite"; });

TEST_P(imports, take_the_good_rows_and_name_the_bad_ones) {
    const auto before = stored();
    const auto shown = preview(file_of_helpers());
    ASSERT_EQ(shown.status, 200U) << shown.text;
    EXPECT_EQ(stored(), before) << "a preview writes nothing";
    EXPECT_EQ(shown.text_at("/encoding"), "utf-8");
    EXPECT_EQ(shown.text_at("/separator"), ";");
    EXPECT_EQ(shown.number_at("/counts/create"), static_cast<std::int64_t>(good_rows));
    EXPECT_EQ(shown.number_at("/counts/fault"), static_cast<std::int64_t>(broken_rows + double_rows));
    std::map<std::int64_t, std::string> faults;
    const auto& rows = shown.at("/rows").as_array();
    for (const auto& row : rows) {
        if (row.at("action").as_string() == "fault") {
            faults[row.at("line").as_int64()] = std::string_view(row.at("reason").as_string());
        }
    }
    EXPECT_EQ(faults, (std::map<std::int64_t, std::string>{{22, "notAnId"},
                                                           {62, "nameMissing"},
                                                           {102, "notAnEmail"},
                                                           {142, "tooManyColumns"},
                                                           {182, "notAPhone"},
                                                           {223, "numberTwice"},
                                                           {243, "numberTwice"},
                                                           {263, "numberTwice"}}));
    const auto commands = commands_of(shown);
    ASSERT_EQ(commands.size(), good_rows);
    const std::span all(commands);
    EXPECT_EQ(results(send(all.first(200)), "created"), 200U);
    EXPECT_EQ(results(send(all.subspan(200)), "created"), good_rows - 200);
    EXPECT_EQ(helpers_now(), static_cast<std::int64_t>(good_rows + 3));
    const auto named_oyvind = std::ranges::count_if(commands, [](const boost::json::object& command) {
        return std::string_view(command.at("values").at("name").as_string()).starts_with("Øyvind");
    });
    EXPECT_GT(named_oyvind, 20);
    EXPECT_EQ(coordinator.get(path("/helpers?q=oyvind&limit=1")).number_at("/total"), named_oyvind);
}

TEST_P(imports, change_nothing_when_repeated) {
    const auto file = file_of_helpers();
    const auto commands = commands_of(preview(file));
    const std::span all(commands);
    ASSERT_EQ(results(send(all.first(200)), "created"), 200U);
    ASSERT_EQ(results(send(all.subspan(200)), "created"), good_rows - 200);
    const auto before = stored();
    const auto again = preview(file);
    EXPECT_EQ(again.number_at("/counts/unchanged"), static_cast<std::int64_t>(good_rows));
    EXPECT_TRUE(commands_of(again).empty()) << "0 changes";
    EXPECT_EQ(results(send(all.first(200)), "unchanged"), 200U) << "the same commands again";
    EXPECT_EQ(results(send(all.subspan(200)), "unchanged"), good_rows - 200);
    EXPECT_EQ(stored(), before) << "no v changed, nothing was added to the log";
}

TEST_P(imports, go_on_after_a_cut_at_any_row) {
    const auto file = file_of_helpers();
    const auto commands = commands_of(preview(file));
    const std::span all(commands);
    for (std::size_t cut = 0; cut < all.size(); ++cut) {
        // The answer to the last row was lost: the client sends from there again, that row included.
        const auto from = cut == 0 ? 0 : cut - 1;
        const auto report = send(all.subspan(from, cut - from + 1));
        ASSERT_EQ(results(report, "created"), 1U) << report.text;
        ASSERT_EQ(results(report, "unchanged"), cut - from) << report.text;
        if (cut % 97 == 0) {
            const auto rest = preview(file);
            EXPECT_EQ(rest.number_at("/counts/unchanged"), static_cast<std::int64_t>(cut + 1));
            EXPECT_EQ(rest.number_at("/counts/create"), static_cast<std::int64_t>(good_rows - cut - 1));
        }
    }
    EXPECT_EQ(helpers_now(), static_cast<std::int64_t>(good_rows + 3));
    for (const auto& [id, v] : stored()) {
        if (id.starts_with("helper:")) {
            const auto document = at.documents().find(id);
            ASSERT_TRUE(document.has_value() && document->has_value());
            EXPECT_EQ((*document)->rev, 1) << id;
        }
    }
    EXPECT_EQ(logged(":helper:"), good_rows + 3) << "one entry for each helper made";
}

TEST_P(imports, leave_to_the_next_request_what_a_deadline_cuts_off) {
    const auto commands = commands_of(preview(file_of_helpers()));
    const std::span some = std::span(commands).first(40);
    at.clock().step(std::chrono::milliseconds(100));
    const auto first = send(some);
    at.clock().step(std::chrono::milliseconds(0));
    const auto done = results(first, "created");
    EXPECT_GT(done, 0U);
    EXPECT_EQ(results(first, "notDone"), some.size() - done);
    EXPECT_LT(done, some.size());
    const auto second = send(some);
    EXPECT_EQ(results(second, "created"), some.size() - done);
    EXPECT_EQ(results(second, "unchanged"), done);
}

TEST_P(imports, match_by_number_and_ask_about_names) {
    const auto shown = preview("Name,parkrun ID,Phone\n"
                               "Anna BECKER,A1001,+49 711 4321\n"
                               "Jörg MÜLLER,A1002,\n"
                               "Zoë Weiß,A5555,\n"
                               "ANNA Becker,,+49 711 1\n"
                               "Kim,,\n");
    ASSERT_EQ(shown.status, 200U) << shown.text;
    EXPECT_EQ(shown.text_at("/rows/0/action"), "edit");
    EXPECT_EQ(shown.text_at("/rows/0/choices/0/helper"), anna);
    EXPECT_EQ(shown.text_at("/rows/1/action"), "unchanged");
    EXPECT_EQ(shown.text_at("/rows/2/action"), "ask") << "Zoë has no number yet";
    EXPECT_EQ(shown.text_at("/rows/3/action"), "ask");
    EXPECT_EQ(shown.text_at("/rows/4/action"), "create");
    const std::vector<boost::json::object> rows{command_of(shown.at("/rows/0").as_object(), 0),
                                                command_of(shown.at("/rows/2").as_object(), 1)};
    const auto report = send(rows);
    EXPECT_EQ(results(report, "changed"), 2U) << report.text;
    EXPECT_EQ(coordinator.get(path("/helpers/") + anna).text_at("/phone"), "+49 711 4321");
    EXPECT_EQ(coordinator.get(path("/helpers/") + zoe).number_at("/parkrunNumber"), 5555);
}

TEST_P(imports, refuse_rows_that_were_overtaken) {
    const auto shown = preview("Name,parkrun ID,Phone\nAnna BECKER,A1001,+49 711 4321\n");
    const auto rows = commands_of(shown);
    const auto read = coordinator.get(path("/helpers/") + anna);
    ASSERT_EQ(
        coordinator.patch(path("/helpers/") + anna, boost::json::object{{"phone", "+49 711 8"}}, read.header("ETag"))
            .status,
        200U);
    const auto report = send(rows);
    EXPECT_EQ(report.text_at("/outcomes/0/result"), "refused") << report.text;
    EXPECT_EQ(report.text_at("/outcomes/0/code"), "stale");
    const auto renewed = commands_of(preview("Name,parkrun ID,Phone\nAnna BECKER,A1001,+49 711 4321\n"));
    EXPECT_EQ(results(send(renewed), "changed"), 1U) << "the same file again is another wish now";
}

TEST_P(imports, take_columns_as_they_are_chosen) {
    const auto shown = preview("Wer,Egal,Nummer\nKim,x,A777\n", "?columns=name,-,parkrunNumber");
    ASSERT_EQ(shown.status, 200U) << shown.text;
    EXPECT_EQ(shown.text_at("/rows/0/values/name"), "Kim");
    EXPECT_EQ(shown.number_at("/rows/0/values/parkrunNumber"), 777);
    EXPECT_EQ(shown.text_at("/columns/1/title"), "Egal");
    EXPECT_EQ(preview("Wer,Egal,Nummer\nKim,x,A777\n").code(), "csvNoNameColumn");
    EXPECT_EQ(preview("Wer\nKim\n", "?columns=king").status, 400U);
    EXPECT_EQ(preview("Wer,Egal\nKim,x\n", "?columns=name,name").code(), "csvColumnTwice");
}

TEST_P(imports, are_for_coordinators_and_csv) {
    EXPECT_EQ(director.post_csv(path("/imports/preview"), "Name\nKim\n").status, 403U);
    EXPECT_EQ(coordinator.post(path("/imports/preview"), boost::json::object{{"name", "Kim"}}).status, 415U);
    std::vector<boost::json::object> many(
        201, {{"line", 2}, {"action", "create"}, {"opId", fresh_op()}, {"values", {{"name", "Kim"}}}});
    EXPECT_EQ(send(many).status, 400U);
}

} // namespace
} // namespace organizer::testing
