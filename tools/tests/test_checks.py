"""The checks find planted faults and leave sound text alone."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import check_awaits  # noqa: E402
import check_folders  # noqa: E402
import check_nouns  # noqa: E402
import check_text  # noqa: E402


class Folders(unittest.TestCase):
    def assert_fault(self, path: str, line: str, expected: str):
        found = check_folders.faults_of(path, line + "\n")
        self.assertEqual(len(found), 1, found)
        self.assertIn(expected, found[0])

    def test_an_include_against_the_rules_is_found(self):
        self.assert_fault("domain/schedule.cpp", '#include "store/document_store.hpp"', "domain may not use store")
        self.assert_fault("api/helpers.cpp", '#include "store/sqlite/store.hpp"', "api may not use store/sqlite")
        self.assert_fault("api/helpers.cpp", '#include "store/codec/helper.hpp"', "api may not use store/codec")
        self.assert_fault("http/session.cpp", '#include "api/routes.hpp"', "http may not use api")
        self.assert_fault("store/memory/store.cpp", '#include "store/sqlite/store.hpp"', "may not use store/sqlite")

    def test_a_library_in_the_wrong_place_is_found(self):
        self.assert_fault("api/helpers.cpp", "#include <boost/beast/http.hpp>", "Beast stays in http/")
        self.assert_fault("domain/schedule.cpp", "#include <boost/json/value.hpp>", "knows no JSON")
        self.assert_fault("domain/schedule.cpp", "#include <fstream>", "does no I/O")
        self.assert_fault("store/entities.cpp", "#include <sqlite3.h>", "engine's own matter")
        self.assert_fault("ops/clock.cpp", "#include <date/tz.h>", "one file")

    def test_a_clock_in_the_domain_is_found(self):
        self.assert_fault("domain/calendar.cpp", "auto t = std::chrono::system_clock::now();", "reads no clock")

    def test_a_folder_outside_the_layout_is_found(self):
        self.assert_fault("misc/helper.cpp", "", "does not name")

    def test_an_include_without_its_folder_is_found(self):
        self.assert_fault("domain/schedule.cpp", '#include "event.hpp"', "write the path")

    def test_what_the_rules_allow_passes(self):
        for path, line in [
            ("api/helpers.cpp", '#include "domain/helper.hpp"'),
            ("api/helpers.cpp", "#include <boost/asio/awaitable.hpp>"),
            ("store/sqlite/store.cpp", "#include <sqlite3.h>"),
            ("ops/zones.cpp", "#include <date/tz.h>"),
            ("main.cpp", '#include "store/sqlite/store.hpp"'),
            ("domain/calendar_test.cpp", "#include <fstream>"),
        ]:
            self.assertEqual(check_folders.faults_of(path, line + "\n"), [], (path, line))


class Awaits(unittest.TestCase):
    FAULTY = [
        "task f() { co_return reply{200, co_await body(), {}}; }",
        "task f() { reply r{co_await body()}; }",
        "task f() { reply r = {200, co_await body()}; }",
        "task f() { call(reply{1, g(co_await body())}); }",
        "task f() { std::vector<int> v{1, 2, co_await x()}; }",
        "task f() { a{b{1}, co_await x()}; }",
        "task f() { return {1, co_await x()}; }",
        "task f() { auto l = [&]() -> awaitable<int> { co_return s{co_await x()}; }; }",
        "task f() { auto n = 1'000; reply r{co_await body()}; }",
    ]
    SOUND = [
        "awaitable<void> f() { auto b = co_await body(); co_return reply{200, b, {}}; }",
        "auto f() -> awaitable<std::vector<int>> { co_await g(); }",
        "struct s { awaitable<void> f() const override { co_await g(); } };",
        "namespace a::b { void f() noexcept { if (x) { co_await g(); } else { co_await h(); } } }",
        "void f() { run(s{1, [&]() -> awaitable<void> { co_await g(); }}); }",
        "void f() { run([&] { co_await g(); }); auto l = [x = 1](int) mutable { co_await g(); }; }",
        "void f() { for (auto x : {1, 2}) { co_await g(x); } switch (x) { case 1: { co_await g(); } } }",
        "void f() { try { co_await g(); } catch (const std::exception& e) { co_await h(); } }",
        "void f() { do { co_await g(); } while (1); }",
        'void f() { // reply{co_await x}\n log("{co_await}"); reply r{1}; co_await g(); }',
        "s::s(int a) : a_{a}, b_(a) { run(co_await g()); }",
        "enum class e : int { a, b }; void f() { co_await g(); }",
        "void f() { auto v = x ? a : b; co_await g(v); if (y ? c : d) { co_await g(); } }",
        "void f() { run([&](int x) { return x ? 1 : 2; }); co_await g(); }",
        "template <typename T> awaitable<T> g(T t) { co_return co_await h(t); }",
        "void f() { const auto v = assign{id, {name}}; co_await g(v); h(s{1}); }",
        "void f() { auto v = co_await g([&](int x) { s t{x}; return s{x}; }, [] { return 1; }); }",
        "void f() { if (co_await g()) { h(s{1}); } else { s t{1}; } }",
    ]

    def test_planted_awaits_are_found(self):
        for text in self.FAULTY:
            self.assertEqual([fault for _, fault in check_awaits.faults_of(text)], [check_awaits.INITIALISER], text)

    def test_awaits_beside_a_conditional_are_found(self):
        for text in (
            "task f() { co_await g(x ? std::string() : y); }",
            "task f() { auto v = a ? co_await g() : co_await h(); }",
            "task f() { co_return co_await g(s{x ? a : b}); }",
            "task f() { auto v = co_await g([] { return 1; }, x ? a : b); }",
            "task f() { if (co_await g(x ? a : b)) { h(); } }",
        ):
            self.assertEqual([fault for _, fault in check_awaits.faults_of(text)], [check_awaits.CONDITIONAL], text)

    def test_awaits_beside_a_braced_temporary_are_found(self):
        for text in (
            'task f() { co_await g(aggregate{std::string("a")}); }',
            "task f() { co_await x.execute(header, slug, domain::assign{id, name}); }",
            "task f() { auto v = co_await g(id, {name}); }",
            "task f() { if (auto v = co_await g(id, std::vector<int>{1})) { h(); } }",
            "task f() { if (co_await g(domain::assign{})) h(); }",
            "task f() { run([&]() -> awaitable<void> { co_await g(aggregate{a{1}, b}); }); }",
            "task f() { auto v = co_await g(s{1, [&] { return 2; }}); }",
            "task f() { EXPECT_EQ(co_await g(), (std::vector{1, 2})); }",
            "task f() { co_return h(reply{1}, co_await g()); }",
        ):
            self.assertEqual([fault for _, fault in check_awaits.faults_of(text)], [check_awaits.TEMPORARY], text)

    def test_sound_code_passes(self):
        for text in self.SOUND:
            self.assertEqual(check_awaits.faults_of(text), [], text)

    def test_the_line_is_named(self):
        found = check_awaits.faults_of("task f() {\n  g();\n  co_return r{\n    co_await b()};\n}\n")
        self.assertEqual(found, [(4, check_awaits.INITIALISER)])


class Nouns(unittest.TestCase):
    CONTRACT = "paths:\n  /events/{event}/helpers:\n    get: {}\n"

    def test_four_places_pass(self):
        files = {path: "" for path in ("api/helpers.cpp", "api/helpers.hpp", "domain/helper.hpp",
                                       "domain/helper_test.cpp", "store/codec/helper.cpp")}
        places, faults = check_nouns.check(files, self.CONTRACT)
        self.assertEqual(faults, [])
        self.assertEqual(places["helper"], ["api/helpers", "domain/helper", "openapi.yaml", "store/codec/helper"])

    def test_a_file_elsewhere_is_found(self):
        _, faults = check_nouns.check({"http/helpers.cpp": ""}, self.CONTRACT)
        self.assertIn("named outside", faults[0])

    def test_a_shared_file_that_knows_a_resource_is_found(self):
        _, faults = check_nouns.check({"http/session.cpp": '#include "domain/helper.hpp"\n'}, self.CONTRACT)
        self.assertIn("what every request shares", faults[0])

    def test_a_fifth_place_is_found(self):
        files = {path: "" for path in ("api/helpers.cpp", "api/helper.cpp", "domain/helper.hpp",
                                       "store/codec/helper.cpp")}
        _, faults = check_nouns.check(files, self.CONTRACT)
        self.assertIn("more than four places", faults[0])


class Text(unittest.TestCase):
    def test_planted_faults_are_found(self):
        for text in ("x" * 121 + "\n", "x \n", "// TO" + "DO later\n", "x", "x\n\n"):
            self.assertEqual(len(check_text.faults_of("a.py", text)), 1, text)

    def test_sound_text_passes(self):
        self.assertEqual(check_text.faults_of("a.py", "x" * 120 + "\n"), [])

    def test_a_long_literal_may_be_wider(self):
        self.assertEqual(check_text.faults_of("a.ts", "  'M6 3.5" + "a" * 120 + "',\n"), [])

    def test_a_table_may_be_wider(self):
        table = "// clang-format off\n" + "x" * 130 + "\n// clang-format on\n"
        self.assertEqual(check_text.faults_of("a.cpp", table), [])
        self.assertEqual(len(check_text.faults_of("a.cpp", table + "x" * 130 + "\n")), 1)


if __name__ == "__main__":
    unittest.main()
