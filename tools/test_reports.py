"""Counts of the machine-readable reports that the test runners leave."""

import dataclasses
import json
import pathlib


@dataclasses.dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)
    minutes: float = 0.0

    def total(self) -> int:
        return self.passed + self.failed + self.skipped

    def fail(self, text: str) -> None:
        self.failed += 1
        self.failures.append(text)

    def add(self, other: "Counts") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures += other.failures
        self.notes += other.notes


def load(path: pathlib.Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def first_lines(text: str, lines: int = 8) -> str:
    return "\n      ".join(text.strip().splitlines()[:lines])


def gtest(path: pathlib.Path) -> Counts:
    """`--gtest_output=json:`; disabled tests and those that skip themselves count as skipped."""
    counts = Counts()
    for suite in load(path)["testsuites"]:
        for test in suite["testsuite"]:
            name = f"{suite['name']}.{test['name']}"
            if test.get("failures"):
                counts.fail(f"{name}: {first_lines(test['failures'][0]['failure'])}")
            elif test.get("result") == "SKIPPED" or test.get("status") == "NOTRUN":
                counts.skipped += 1
            else:
                counts.passed += 1
    return counts


def vitest(path: pathlib.Path) -> Counts:
    """Vitest's JSON reporter. A file that could not be loaded has no tests but a message."""
    counts = Counts()
    for file in load(path)["testResults"]:
        for test in file["assertionResults"]:
            if test["status"] == "failed":
                counts.fail(f"{test['fullName']}: {first_lines(chr(10).join(test.get('failureMessages') or []))}")
            elif test["status"] == "passed":
                counts.passed += 1
            else:
                counts.skipped += 1
        if file["status"] == "failed" and not any(test["status"] == "failed" for test in file["assertionResults"]):
            counts.fail(f"{file['name']}: {first_lines(file.get('message', ''))}")
    return counts


def playwright(path: pathlib.Path) -> Counts:
    """Playwright's JSON reporter. A test that passed only when tried again is passed and named."""
    counts = Counts()

    def walk(suite: dict, names: list[str]) -> None:
        for spec in suite.get("specs", []):
            for test in spec["tests"]:
                name = " > ".join([*names, spec["title"]])
                outcome = test["status"]
                if outcome == "skipped":
                    counts.skipped += 1
                elif outcome in ("expected", "flaky"):
                    counts.passed += 1
                    if outcome == "flaky":
                        counts.notes.append(f"{name}: passed only when tried again")
                else:
                    errors = [error.get("message", "") for result in test["results"] for error in result["errors"]]
                    counts.fail(f"{name} ({outcome}): {first_lines(errors[0]) if errors else ''}")
        for inner in suite.get("suites", []):
            walk(inner, [*names, inner["title"]] if inner["title"] else names)

    report = load(path)
    for suite in report["suites"]:
        walk(suite, [suite["title"]])
    for error in report.get("errors", []):
        counts.fail(f"playwright: {first_lines(error.get('message', ''))}")
    return counts


def plain(path: pathlib.Path) -> Counts:
    """Our own tools: {passed, skipped, failures: [text]}, and notes if there are any."""
    report = load(path)
    counts = Counts(passed=report["passed"], skipped=report["skipped"], notes=report.get("notes", []))
    for failure in report["failures"]:
        counts.fail(failure)
    return counts
