#include "domain/csv_import.hpp"

#include "domain/test_world.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <iterator>
#include <random>

namespace organizer::domain::testing {
namespace {

struct directory {
    std::map<std::string, helper> helpers;

    helper& add(const std::string& id, const std::string& name, std::optional<parkrun_number> number = {}) {
        helper& who = helpers[id] = a_helper(name);
        who.number = number;
        return who;
    }
    result<import_preview> preview(std::string_view bytes) const {
        std::vector<std::pair<std::string_view, const helper*>> rows;
        rows.reserve(helpers.size());
        for (const auto& [id, who] : helpers) {
            rows.emplace_back(id, &who);
        }
        return preview_import(bytes, rows);
    }
    /// Each row as "<line> <result>[ <reason or choices>]".
    std::vector<std::string> rows(std::string_view bytes) const {
        std::vector<std::string> made;
        const auto previewed = preview(bytes);
        if (!previewed) {
            return {previewed.error().code};
        }
        for (const import_row& each : previewed->rows) {
            std::string text = std::to_string(each.line) + " " + std::string{to_text(each.result)};
            if (!each.reason.empty()) {
                text += " " + each.reason;
            }
            for (const import_choice& choice : each.choices) {
                text += " " + std::string{to_text(choice.action)} + (choice.helper.empty() ? "" : ":" + choice.helper);
            }
            made.push_back(text);
        }
        return made;
    }
    /// Carries out the first choice of every row, as an import does.
    void import(std::string_view bytes) {
        const auto previewed = preview(bytes);
        ASSERT_TRUE(previewed);
        for (const import_row& each : previewed->rows) {
            if (each.choices.empty()) {
                continue;
            }
            const import_choice& choice = each.choices.front();
            const std::string id = choice.helper.empty() ? "line-" + std::to_string(each.line) : choice.helper;
            const auto found = helpers.find(id);
            const auto before = found == helpers.end() ? std::nullopt : std::optional{found->second};
            static const event of = an_event();
            helper_context context;
            context.id = id;
            context.event = &of;
            const auto made = decide(before, by("carla"),
                                     import_command(choice.action, each.values, before ? &*before : nullptr), context);
            ASSERT_TRUE(made.ok) << made.refusal.code;
            if (made.after) {
                helpers[id] = *made.after;
            }
        }
    }
};

using rows = std::vector<std::string>;

TEST(csv_reader, takes_three_separators_and_both_encodings) {
    EXPECT_EQ(read_csv("Name;ID\nA;1", 9).separator, ';');
    EXPECT_EQ(read_csv("Name,ID\nA,1", 9).separator, ',');
    EXPECT_EQ(read_csv("Name\tID\nA\t1", 9).separator, '\t');
    EXPECT_EQ(read_csv("sep=;\r\nName,x;ID\r\nA;1", 9).records[0].cells[0], "Name,x");
    EXPECT_EQ(read_csv("\"a;b;c\",d\n", 9).separator, ',') << "not inside quotes";
    const auto utf = read_csv("\xEF\xBB\xBFName\nJörg", 9);
    EXPECT_EQ(utf.encoding, csv_encoding::utf_8);
    EXPECT_EQ(utf.records[0].cells[0], "Name") << "without the mark";
    const auto ansi = read_csv("Name\nJ\xF6rg \x80\x9E", 9);
    EXPECT_EQ(ansi.encoding, csv_encoding::windows_1252);
    EXPECT_EQ(ansi.records[1].cells[0], "Jörg €ž");
    EXPECT_FALSE(ansi.records[1].bad_encoding);
    EXPECT_TRUE(read_csv("Name\nJ\xF6rg \x81", 9).records[1].bad_encoding) << "a byte that Windows-1252 lacks";
    EXPECT_TRUE(read_csv("\xEF\xBB\xBFName\nJ\xF6rg", 9).records[1].bad_encoding) << "marked as UTF-8";
    EXPECT_TRUE(read_csv(std::string_view{"Na\0me", 5}, 9).binary);
}

TEST(csv_reader, follows_quotes_over_separators_and_lines) {
    const auto table = read_csv("a,\"b \"\"x\"\", c\",d\r\n\"two\r\nlines\",2,3\r\n\r\n4,5,6", 9);
    ASSERT_EQ(table.records.size(), 3U);
    EXPECT_EQ(table.records[0].cells, (rows{"a", "b \"x\", c", "d"}));
    EXPECT_EQ(table.records[1].cells[0], "two\r\nlines");
    EXPECT_EQ(table.records[1].line, 2);
    EXPECT_EQ(table.records[2].line, 5) << "physical lines";
}

TEST(csv_reader, a_bad_quote_spoils_its_own_line_only) {
    const auto table = read_csv("a,b\n\"open,1\nx,y\n\"z\"q,2\nlast,3\r", 9);
    ASSERT_EQ(table.records.size(), 5U);
    EXPECT_TRUE(table.records[1].bad_quote);
    EXPECT_FALSE(table.records[2].bad_quote);
    EXPECT_TRUE(table.records[3].bad_quote);
    EXPECT_EQ(table.records[4].line, 5);
    EXPECT_EQ(table.records[4].cells[0], "last");
}

TEST(csv_reader, is_bounded) {
    std::string text = "Name\n";
    for (int i = 0; i < 50; ++i) {
        text += "\"" + std::string(1000, 'x') + "\n";
    }
    const auto table = read_csv(text, 20);
    EXPECT_TRUE(table.too_many);
    EXPECT_EQ(table.records.size(), 20U);
    EXPECT_TRUE(read_csv("", 9).records.empty());
    EXPECT_TRUE(read_csv("\n \n;;\n", 9).records.empty());
}

TEST(csv_import, knows_columns_in_both_languages) {
    const auto fields = [](std::string_view header) {
        rows made;
        const auto previewed = directory{}.preview(header);
        if (!previewed) {
            return rows{previewed.error().code};
        }
        for (const import_column& each : previewed->columns) {
            made.emplace_back(each.field ? to_text(*each.field) : "-");
        }
        return made;
    };
    EXPECT_EQ(fields("Vorname;Nachname;parkrun-ID;Telefon;E-Mail;Bemerkungen;Verein"),
              (rows{"firstName", "lastName", "parkrunNumber", "phone", "email", "notes", "-"}));
    EXPECT_EQ(fields("Full Name,Athlete ID,Mobile,Email Address,Notes"),
              (rows{"name", "parkrunNumber", "phone", "email", "notes"}));
    EXPECT_EQ(fields("Name;Vorname"), (rows{"lastName", "firstName"})) << "as German lists say it";
    EXPECT_EQ(fields("parkrun ID;Telefon"), (rows{"csvNoNameColumn"}));
    EXPECT_EQ(fields("Name;Telefon;Handy"), (rows{"csvColumnTwice"}));
    EXPECT_EQ(fields(""), (rows{"csvEmpty"}));
    EXPECT_EQ(fields(std::string_view{"Name\0", 5}), (rows{"csvNoText"}));
    EXPECT_EQ(fields("Name" + std::string(100, ';')), (rows{"csvTooManyColumns"}));
}

TEST(csv_import, takes_columns_as_chosen) {
    const column_choice chosen{import_field::number, std::nullopt, import_field::name};
    const std::string_view file = "Spalte 1;Name;Wer;Telefon\n1001;x;Anna;y\n";
    const auto previewed = preview_import(file, {}, &chosen);
    ASSERT_TRUE(previewed);
    EXPECT_EQ(previewed->rows[0].values, (import_values{"Anna", 1001, "", "", ""})) << "titles do not matter then";
    EXPECT_FALSE(previewed->columns[3].field) << "what is not chosen fills nothing";
    const column_choice twice{import_field::name, import_field::name};
    EXPECT_EQ(preview_import(file, {}, &twice).error().code, "csvColumnTwice");
    const column_choice nameless{import_field::phone};
    EXPECT_EQ(preview_import(file, {}, &nameless).error().code, "csvNoNameColumn");
    const column_choice endless(101, std::nullopt);
    EXPECT_EQ(preview_import(file, {}, &endless).error().code, "csvTooManyColumns");
    for (const import_field each :
         {import_field::name, import_field::first_name, import_field::last_name, import_field::number,
          import_field::phone, import_field::email, import_field::notes}) {
        EXPECT_EQ(import_field_from_text(to_text(each)), each);
    }
}

TEST(csv_import, survives_any_bytes) {
    std::mt19937 random(20261205);
    const std::string_view pieces[] = {
        "\"",   "\"\"",         ";",     ",",    "\t",           "\r\n", "\n", "\r",       "A123", "Zo\xC3\xAB", "\xFF",
        "\x81", "\xEF\xBB\xBF", "sep=;", "Name", "\xEF\xBF\xBD", "'=1",  " ",  "\xC2\xA0", "@"};
    directory of;
    of.add("a", "Zo\xC3\xAB", 123);
    int read = 0;
    for (int round = 0; round < 600; ++round) {
        std::string bytes = round % 3 == 0 ? "" : "Name;parkrun ID;E-Mail\n";
        for (auto i = random() % 60; i > 0; --i) {
            bytes += pieces[random() % std::size(pieces)];
        }
        const auto previewed = of.preview(bytes);
        if (!previewed) {
            EXPECT_EQ(previewed.error().kind, failure::invalid);
            continue;
        }
        ++read;
        int line = 1;
        for (const import_row& each : previewed->rows) {
            EXPECT_GT(each.line, line) << "rows come in the file's order, below the titles";
            line = each.line;
            EXPECT_EQ(each.result == import_result::fault, !each.reason.empty());
            EXPECT_TRUE(code_points(each.text));
            if (each.result != import_result::fault) {
                EXPECT_TRUE(check_import_values(each.values).empty());
            }
        }
    }
    EXPECT_GT(read, 150);
}

TEST(csv_import, matches_by_number) {
    directory of;
    of.add("a", "Anna BECKER", 1001).phone = "0171 1";
    EXPECT_EQ(of.rows("Name,ID,Telefon\nAnna BECKER,A1001,0171 1\n"), (rows{"2 unchanged"}));
    EXPECT_EQ(of.rows("Name,ID,Telefon\nAnna BECKER,1001,\n"), (rows{"2 unchanged"})) << "an empty cell says nothing";
    EXPECT_EQ(of.rows("Name,ID,Telefon\nAnna BAUER,a1001,0171 123\n"), (rows{"2 edit edit:a"}));
    EXPECT_EQ(of.rows("Name,ID\nAnna BECKER,2002\n"), (rows{"2 create create"})) << "another number, another person";
    of.helpers.at("a").archived = true;
    EXPECT_EQ(of.rows("Name,ID\nAnna BAUER,1001\n"), (rows{"2 ask edit:a create"}));
    of.helpers.at("a").erased = true;
    EXPECT_EQ(of.rows("Name,ID\nAnna BAUER,1001\n"), (rows{"2 create create"}));
}

TEST(csv_import, asks_for_an_equal_name_without_number) {
    directory of;
    of.add("a", "Jörg MÜLLER");
    of.add("b", "Zoë WINTER", 55).phone = "030 111";
    EXPECT_EQ(of.rows("Name,ID\njörg  müller,77\n"), (rows{"2 ask create setNumber:a"}));
    EXPECT_EQ(of.rows("Name,Telefon\nZoë WINTER,030 222\n"), (rows{"2 ask create edit:b"}));
    EXPECT_EQ(of.rows("Name,Telefon\nZoë WINTER,030 111\n"), (rows{"2 unchanged"}));
    EXPECT_EQ(of.rows("Name\nJörg MÜLLER\n"), (rows{"2 unchanged"}));
}

TEST(csv_import, names_faults_by_line_and_reason) {
    directory of;
    const std::string text = "Name;parkrun ID;Telefon;E-Mail;Notizen\n"
                             "Anna;A12x;;;\n"
                             ";A1;;;\n" +
                             std::string(121, 'n') +
                             ";A2;;;\n"
                             "Bert;A3;call me;;\n"
                             "Cleo;A4;;no at;\n"
                             "Dora;A5;;;" +
                             std::string(2001, 'x') +
                             "\n"
                             "Emil;A6\n"
                             "Fred;A7;;;;more\n"
                             "Gina;A7;;;;\n"
                             "Hugo;A7;;;\n"
                             "\"Ines;A9;;;\n"
                             "B123456;B123456;;;\n"
                             "Tab\x01;A10;;;\n";
    EXPECT_EQ(of.rows(text), (rows{"2 fault notAnId", "3 fault nameMissing", "4 fault nameTooLong", "5 fault notAPhone",
                                   "6 fault notAnEmail", "7 fault textTooLong", "8 fault tooFewColumns",
                                   "9 fault tooManyColumns", "10 create create", "11 fault numberTwice",
                                   "12 fault badQuote", "13 fault notAnId", "14 fault controlCharacter"}));
    const auto previewed = of.preview(text);
    EXPECT_EQ(previewed->rows[9].first_line, 10);
    EXPECT_EQ(previewed->rows[0].column, "parkrunNumber");
    EXPECT_EQ(previewed->rows[0].text, "A12x");
    EXPECT_EQ(code_points(previewed->rows[2].text), 60U) << "shortened";
}

TEST(csv_import, too_many_rows_are_refused_whole) {
    std::string text = "Name\n";
    for (int i = 0; i < 5000; ++i) {
        text += "Helper " + std::to_string(i) + "\n";
    }
    EXPECT_EQ(directory{}.preview(text)->rows.size(), 5000U);
    EXPECT_EQ(directory{}.rows(text + "one more\n"), (rows{"csvTooManyRows"}));
}

TEST(csv_import, takes_back_the_apostrophe_of_an_exported_formula) {
    const auto previewed = directory{}.preview("Name;Telefon\nAnna;'+49 171 1\n'Ohara;\n");
    EXPECT_EQ(previewed->rows[0].values.phone, "+49 171 1");
    EXPECT_EQ(previewed->rows[1].values.name, "'Ohara");
}

TEST(csv_import, importing_again_changes_nothing) {
    directory of;
    of.add("a", "Anna BECKER", 1001);
    of.add("b", "Bert BAUM");
    const std::string text =
        "Vorname;Nachname;ID;Telefon;Notizen\nAnna;BECKER;1001;0171 39;neu\nBert;BAUM;;030 1;\nCleo;STEIN;"
        "3003;;\nDora;WALD;;;erste\n";
    EXPECT_EQ(of.rows(text), (rows{"2 edit edit:a", "3 ask create edit:b", "4 create create", "5 create create"}));
    of.import(text);
    EXPECT_EQ(of.rows(text), (rows{"2 unchanged", "3 unchanged", "4 unchanged", "5 unchanged"}));
    EXPECT_EQ(of.helpers.size(), 5U);
    EXPECT_EQ(of.helpers.at("a").notes, "neu");
}

TEST(csv_import, commands_carry_only_what_differs) {
    helper now_known = a_helper("Anna");
    now_known.phone = "0171 39";
    const import_values said{"Anna", 7, "0171 39", "anna@example.org", ""};
    const auto edit = std::get<edit_helper>(import_command(import_action::edit, said, &now_known));
    EXPECT_FALSE(edit.name);
    EXPECT_FALSE(edit.phone);
    EXPECT_FALSE(edit.notes);
    EXPECT_EQ(edit.email, "anna@example.org");
    const auto number = std::get<change_parkrun_number>(import_command(import_action::set_number, said, &now_known));
    EXPECT_EQ(number.number, 7U);
    EXPECT_FALSE(number.expect);
}

} // namespace
} // namespace organizer::domain::testing
