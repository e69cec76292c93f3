"""Reports of the test runners are counted as they are, and a stage that proves nothing fails."""

import contextlib
import io
import json
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import run_tests  # noqa: E402
import test_reports  # noqa: E402


class Reports(unittest.TestCase):
    def read(self, reader, report: dict) -> test_reports.Counts:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "report.json"
            path.write_text(json.dumps(report))
            return reader(path)

    def assert_counts(self, counts: test_reports.Counts, passed: int, failed: int, skipped: int):
        self.assertEqual((counts.passed, counts.failed, counts.skipped), (passed, failed, skipped))
        self.assertEqual(len(counts.failures), failed)

    def test_gtest(self):
        counts = self.read(test_reports.gtest, {"testsuites": [{"name": "suite", "testsuite": [
            {"name": "good", "status": "RUN", "result": "COMPLETED"},
            {"name": "bad", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "a.cpp:1\nExpected"}]},
            {"name": "skips", "status": "RUN", "result": "SKIPPED"},
            {"name": "disabled", "status": "NOTRUN", "result": "SUPPRESSED"},
        ]}]})
        self.assert_counts(counts, 1, 1, 2)
        self.assertIn("suite.bad", counts.failures[0])

    def test_vitest(self):
        counts = self.read(test_reports.vitest, {"testResults": [
            {"name": "a.test.ts", "status": "failed", "message": "", "assertionResults": [
                {"fullName": "a good", "status": "passed"},
                {"fullName": "a bad", "status": "failed", "failureMessages": ["no"]},
                {"fullName": "a later", "status": "pending"},
            ]},
            {"name": "broken.test.ts", "status": "failed", "message": "cannot be loaded", "assertionResults": []},
        ]})
        self.assert_counts(counts, 1, 2, 1)

    def test_playwright(self):
        def spec(title: str, status: str) -> dict:
            return {"title": title, "tests": [{"status": status, "results": [{"errors": []}]}]}

        counts = self.read(test_reports.playwright, {"errors": [{"message": "the server did not start"}], "suites": [
            {"title": "board.spec.ts", "specs": [spec("works", "expected"), spec("skips", "skipped")], "suites": [
                {"title": "inner", "specs": [spec("fails", "unexpected"), spec("only sometimes", "flaky")]},
            ]},
        ]})
        self.assert_counts(counts, 2, 2, 1)
        self.assertEqual(counts.notes, ["board.spec.ts > inner > only sometimes: passed only when tried again"])


class Stages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = pathlib.Path(folder.name)
        self.enterContext(mock.patch.multiple(run_tests, ROOT=root, LOGS=root, REPORTS=root))
        self.output = io.StringIO()
        self.enterContext(contextlib.redirect_stdout(self.output))

    def stage(self, act, has_tests: bool = True) -> test_reports.Counts:
        return run_tests.run_stage("stage", act, has_tests, 1)

    def test_a_stage_without_tests_fails(self):
        self.assertEqual(self.stage(lambda stage: None).failed, 1)
        self.assertIn("ran no test", self.output.getvalue())

    def test_a_command_that_fails_shows_its_output(self):
        counts = self.stage(lambda stage: stage.must("sh", "-c", "echo what went wrong; exit 3", minutes=1), False)
        self.assertEqual(counts.failed, 1)
        self.assertIn("what went wrong", self.output.getvalue())
        self.assertIn("status 3", self.output.getvalue())

    def test_what_a_test_has_to_tell_is_shown(self):
        self.stage(lambda stage: stage.must("echo", "access matrix: 39 routes", minutes=1), False)
        self.assertIn("access matrix: 39 routes", self.output.getvalue())

    def test_a_command_that_is_absent_fails(self):
        self.assertEqual(self.stage(lambda stage: stage.must("no-such-command", minutes=1), False).failed, 1)

    def test_a_command_that_hangs_is_ended(self):
        counts = self.stage(lambda stage: stage.must("sleep", "600", minutes=0.001), False)
        self.assertIn("took longer", counts.failures[0])

    def test_a_bad_status_without_a_failing_test_fails(self):
        def act(stage):
            report = stage.report("r.json")
            report.write_text(json.dumps({"passed": 3, "skipped": 0, "failures": []}))
            stage.add("program", report, test_reports.plain, 1)

        counts = self.stage(act)
        self.assertEqual((counts.passed, counts.failed), (3, 1))

    def test_a_program_that_leaves_no_report_fails(self):
        counts = self.stage(lambda stage: stage.add("program", stage.report("r.json"), test_reports.plain, 139))
        self.assertIn("status 139", counts.failures[0])


if __name__ == "__main__":
    unittest.main()
