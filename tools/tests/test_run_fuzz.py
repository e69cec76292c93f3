"""The runner of the fuzzers: a finding, a target that hardly runs and a missing compiler never pass as good."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import run_fuzz  # noqa: E402

GOOD = """#!/bin/sh
echo '#2 INITED cov: 5 ft: 6 corp: 1/1b exec/s: 0 rss: 30Mb' >&2
echo '#9000 pulse  cov: 70 ft: 80 corp: 9/99b lim: 4 exec/s: 10 rss: 40Mb' >&2
echo 'stat::number_of_executed_units: 12345' >&2
"""
IDLE = GOOD.replace("12345", "7")
# Fails as libFuzzer does, and keeps its input where it is told.
FINDS = """#!/bin/sh
for word; do case $word in -artifact_prefix=*) echo x > "${word#-artifact_prefix=}crash-1" ;; esac; done
echo 'finding: a member is lost' >&2
echo 'stat::number_of_executed_units: 50000' >&2
exit 77
"""


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        places = {"ROOT": self.root, "SOURCES": self.root / "fuzz", "BUILD": self.root / "build",
                  "LOGS": self.root / "logs"}
        for name, place in places.items():
            place.mkdir(exist_ok=True)
            self.replace(name, place)
        self.replace("build", lambda wanted, jobs: "")
        self.replace("why_not", lambda: "")

    def replace(self, name: str, value) -> None:
        patch = mock.patch.object(run_fuzz, name, value)
        patch.start()
        self.addCleanup(patch.stop)

    def target(self, name: str, program: str) -> None:
        (self.root / "fuzz" / f"{name}_fuzz.cpp").touch()
        file = self.root / "build" / f"{name}_fuzz"
        file.write_text(program)
        file.chmod(0o755)

    def run_it(self, *arguments: str) -> tuple[int, str, dict]:
        report = self.root / "report.json"
        out = io.StringIO()
        with mock.patch.object(sys, "argv", ["run_fuzz.py", *arguments, "--report", str(report), "--jobs", "2"]):
            with contextlib.redirect_stdout(out):
                status = run_fuzz.main()
        return status, out.getvalue(), json.loads(report.read_text())

    def test_a_target_that_finds_nothing_passes(self):
        self.target("json", GOOD)
        status, told, report = self.run_it("--minutes", "1")
        self.assertEqual((status, report["passed"], report["failures"]), (0, 1, []))
        self.assertIn("fuzz: json: ok (12,345 runs, 70 edges, 9 inputs kept)", told)

    def test_a_finding_fails_and_says_how_to_see_it_again(self):
        self.target("json", FINDS)
        self.target("csv", GOOD)
        status, _, report = self.run_it("--minutes", "1")
        self.assertEqual((status, report["passed"], len(report["failures"])), (1, 1, 1))
        self.assertIn("fuzz json: finding: a member is lost", report["failures"][0])
        self.assertIn("crash-1", report["failures"][0])

    def test_a_target_that_hardly_runs_fails(self):
        self.target("json", IDLE)
        status, _, report = self.run_it("--minutes", "1")
        self.assertEqual(status, 1)
        self.assertIn("only 7 runs", report["failures"][0])

    def test_found_inputs_are_replayed_each_a_test(self):
        self.target("json", FINDS)
        found = self.root / "fuzz" / "found" / "json"
        found.mkdir(parents=True)
        (found / "member-lost").write_bytes(b"x")
        _, _, report = self.run_it("--minutes", "1")
        self.assertEqual([each.split(":")[0] for each in report["failures"]],
                         ["fuzz json replays member-lost", "fuzz json"])

    def test_without_the_compiler_all_is_skipped_by_name(self):
        self.target("json", GOOD)
        self.replace("why_not", lambda: "clang++-16 is not there")
        status, told, report = self.run_it()
        self.assertEqual((status, report["passed"], report["skipped"], report["failures"]), (0, 0, 1, []))
        self.assertIn("json", told)
        self.assertIn("json", report["notes"][0])

    def test_a_build_that_fails_fails(self):
        self.target("json", GOOD)
        self.replace("build", lambda wanted, jobs: "building failed")
        status, _, report = self.run_it()
        self.assertEqual((status, len(report["failures"])), (1, 1))

    def test_an_unknown_target_is_refused(self):
        self.target("json", GOOD)
        with mock.patch.object(sys, "argv", ["run_fuzz.py", "xml"]), contextlib.redirect_stderr(io.StringIO()) as told:
            self.assertEqual(run_fuzz.main(), 2)
        self.assertIn("json", told.getvalue())


if __name__ == "__main__":
    unittest.main()
