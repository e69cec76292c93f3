"""The benchmark refuses what it must not count, and its report says what was measured and nothing else."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

import report  # noqa: E402
from drive import instructions_of, told_by  # noqa: E402
from figures import BenchFailed, Round, Row, differences, must_stick, nearest, round_of, with_spread  # noqa: E402
from rows import world  # noqa: E402


def told(**changed) -> dict:
    return {"requests": 1000, "microseconds": 2_000_000, "failed": 0, "p50": 500, "p99": 9000} | changed


def rounds(*rates: float, p99: float = 2.0) -> list[Round]:
    return [Round(rate=rate, p50=1, p99=p99, cpu=10) for rate in rates]


def row(name: str, **servers: list[Round]) -> Row:
    made = Row(name, "about")
    made.rounds = {key.replace("_", " "): value for key, value in servers.items()}
    made.memory = {key: 10.0 for key in made.rounds}
    return made


class Rounds(unittest.TestCase):
    def test_figures_of_a_round(self):
        made = round_of(told(), 0.05, "a")
        self.assertEqual((made.rate, made.p50, made.p99), (500, 0.5, 9))
        self.assertAlmostEqual(made.cpu, 50)

    def test_one_answer_that_is_no_success_fails_the_round(self):
        with self.assertRaisesRegex(BenchFailed, "1 of 1001 requests failed .409 slotTaken"):
            round_of(told(failed=1, fault="409 slotTaken"), 0, "a")

    def test_no_request_at_all_fails_the_round(self):
        with self.assertRaises(BenchFailed):
            round_of(told(requests=0), 0, "a")

    def test_the_drivers_line_is_found_and_its_absence_is_a_failure(self):
        self.assertEqual(told_by('Running 1s\nBENCH {"requests":1}\n', "a"), {"requests": 1})
        self.assertEqual(told_by('{"requests":2}\n', "a"), {"requests": 2})
        with self.assertRaisesRegex(BenchFailed, "said nothing about a: unable to connect"):
            told_by("unable to connect", "a")


class Checks(unittest.TestCase):
    def test_a_write_that_did_not_stick(self):
        must_stick(7, 100, 107, "a")
        for after in (106, 108):
            with self.assertRaisesRegex(BenchFailed, "7 writes were acknowledged"):
                must_stick(7, 100, after, "a")

    def test_a_peer_that_answers_otherwise(self):
        own = {"rev": 1, "slots": [{"id": "marshal-1", "helper": "a"}]}
        self.assertEqual(differences(own, {"slots": [{"helper": "a", "id": "marshal-1"}], "rev": 1}), [])
        self.assertEqual(differences(own, {"rev": 1, "slots": [{"id": "marshal-1", "helper": "b"}]}),
                         ["/slots/0/helper: 'a' and 'b'"])
        self.assertEqual(len(differences(own, {"rev": 1, "slots": []})), 1)
        self.assertEqual(differences({"a": 1}, {}), ["/a: 1 and None"])

    def test_nearest(self):
        self.assertEqual(nearest(6000, {"a": 1000, "b": 6100, "c": 5800}), "b")
        with self.assertRaises(BenchFailed):
            nearest(1, {})


class Report(unittest.TestCase):
    def test_spread(self):
        self.assertEqual(with_spread([3, 1, 2]), "2.00 (1.00-3.00)")

    def test_ratios_compare_rounds_of_one_number(self):
        made = row("range", organizer=rounds(100, 300), nestjs=rounds(50, 100))
        self.assertEqual(made.ratios("organizer", "nestjs", "rate"), [2, 3])
        made.rounds["nestjs"].pop()
        with self.assertRaises(ValueError):
            made.ratios("organizer", "nestjs", "rate")

    def test_table(self):
        lines = report.table_of(row("changing", organizer=rounds(1000, 2000, 3000), nestjs=rounds(500, 500, 500)))
        self.assertIn("| organizer | 2,000 (1,000-3,000) | 1.00 | 2.00 | 10.0 | 10.0 |", lines)
        self.assertIn("| organizer / nestjs, requests/s | 4.00 (2.00-6.00) |", lines)

    def test_aims_follow_the_figures(self):
        good = row("range", organizer=rounds(100, p99=1.5), **{"nginx_(sendfile off)": rounds(90, p99=1)})
        bad = row("range", organizer=rounds(100, p99=2.5), **{"nginx_(sendfile off)": rounds(120, p99=1)})
        verdicts = {name: [line.rsplit("| ", 1)[1] for line in report.aims_of({"range": made}) if "| range |" in line]
                    for name, made in (("good", good), ("bad", bad))}
        self.assertEqual(verdicts, {"good": ["met |", "met |"], "bad": ["**not met** |", "**not met** |"]})

    def test_an_aim_without_its_row_is_not_met_by_silence(self):
        lines = report.aims_of({})
        self.assertEqual(sum("not measured" in line for line in lines), len(report.AIMS))
        self.assertFalse(any("| met" in line for line in lines))

    def test_an_aim_whose_peer_is_missing_fails(self):
        with self.assertRaisesRegex(BenchFailed, "no nginx"):
            report.aims_of({"range": row("range", organizer=rounds(1))})

    def test_recorded_between_the_marks_alone(self):
        text = f"before\n{report.MARKS[0]}\nold\n{report.MARKS[1]}\nafter\n"
        made = report.recorded(text, ["new"])
        self.assertEqual(made, f"before\n{report.MARKS[0]}\nnew\n{report.MARKS[1]}\nafter\n")
        self.assertEqual(report.recorded(made, ["new"]), made)
        for broken in ("nothing", text + report.MARKS[0]):
            with self.assertRaises(BenchFailed):
                report.recorded(broken, [])

    def test_instructions(self):
        self.assertEqual(instructions_of("# started\n\n123456,,instructions:u,1000,100.00,,\n"), 123456)
        self.assertIsNone(instructions_of("<not supported>,,instructions:u,0,100.00,,\n"))


class World(unittest.TestCase):
    def step(self, rate: float, **changed) -> world.Step:
        figures = told(requests=round(rate * 2), busy=0.5, p99=1000 if rate < 5000 else 90_000, fault="503") | changed
        return world.step_of(rate, figures, 100)

    def test_a_step_is_fast_only_if_all_was_answered_in_time_by_a_driver_with_room(self):
        self.assertTrue(self.step(1000).fast)
        self.assertFalse(self.step(6000).fast)
        self.assertIn("1 requests failed: 503", self.step(1000, failed=1).fault)
        self.assertFalse(self.step(1000, failed=1).fast)
        self.assertIn("own limit", self.step(1000, busy=0.97).fault)

    def test_rates_rise_until_one_is_slow_and_the_limit_is_looked_for_between(self):
        asked = []

        def measure(rate: float) -> world.Step:
            asked.append(rate)
            return self.step(rate)

        steps = world.rising(1000, 16, measure)
        self.assertEqual([round(rate) for rate in asked], [1000, 1500, 2250, 3375, 5062, 4134, 4574])
        self.assertEqual([step.rate for step in steps], sorted(asked))
        self.assertEqual(max(step.rate for step in steps if step.fast), asked[-1])

    def test_from_a_first_rate_that_is_slow_it_falls(self):
        steps = world.rising(9000, 16, self.step)
        self.assertEqual([round(step.rate) for step in steps], [4000, 4899, 5422, 6000, 9000])
        self.assertEqual([step.fast for step in steps], [True, True, False, False, False])

    def test_a_server_that_is_never_fast_ends(self):
        slow = world.rising(1000, 16, lambda rate: self.step(rate, p99=60_000))
        self.assertFalse(any(step.fast for step in slow))
        self.assertLess(slow[0].rate, world.LOWEST_RATE)

    def test_a_server_that_is_always_fast_ends(self):
        self.assertEqual(len(world.rising(1, 5, self.step)), 5)


if __name__ == "__main__":
    unittest.main()
