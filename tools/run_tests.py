#!/usr/bin/env python3
"""Runs the test stages of `./dev test` one after the other and sums their counts.

Every stage runs even if an earlier one failed. A stage that fails shows the end of its log and the names of the failing
tests. The last line is `N passed, N failed, N skipped`; the exit status is 0 only if every stage ran, ran at least one
test where it has tests, and none failed.
"""

import argparse
import os
import pathlib
import shutil
import sys
import time

import bounded
import test_reports
from test_reports import Counts

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
REPORTS = BUILD / "reports"
LOGS = BUILD / "logs"
PYTHON = "/usr/bin/python3"
TAIL_LINES = 80
# Lines of a log that are worth reading though nothing failed.
TOLD = ("access matrix: ", "fuzz: ")


class StageFailed(Exception):
    """The stage could not run to its end; the text says why."""


class Stage:
    """What a stage may do: run commands into its log and add counts."""

    def __init__(self, name: str, jobs: int):
        self.name = name
        self.jobs = jobs
        self.counts = Counts()
        self.log = LOGS / f"test-{name}.log"
        self.log.write_text("")

    def run(self, *command: str, minutes: float, cwd: pathlib.Path = ROOT, **environment: str) -> int:
        """Runs a command into the stage's log; returns its status. StageFailed if it takes longer than `minutes`."""
        try:
            return bounded.run(list(command), self.log, minutes, cwd, environment)
        except FileNotFoundError:
            raise StageFailed(f"{command[0]} is not there") from None
        except bounded.TookTooLong as fault:
            raise StageFailed(str(fault)) from None

    def must(self, *command: str, minutes: float, cwd: pathlib.Path = ROOT, **environment: str) -> None:
        status = self.run(*command, minutes=minutes, cwd=cwd, **environment)
        if status != 0:
            raise StageFailed(f"{' '.join(command)} ended with status {status}")

    def add(self, what: str, report: pathlib.Path, read, status: int) -> None:
        """Adds a report's counts. A bad status without a failing test in the report is a failure of its own."""
        try:
            counts = read(report)
        except (OSError, ValueError, KeyError) as fault:
            raise StageFailed(f"{what} ended with status {status} and left no report ({fault})") from fault
        if status != 0 and counts.failed == 0:
            counts.fail(f"{what}: ended with status {status} though no test failed")
        if counts.total() == 0:
            counts.fail(f"{what}: ran no test")
        self.counts.add(counts)

    def report(self, name: str) -> pathlib.Path:
        path = REPORTS / name
        path.unlink(missing_ok=True)
        return path

    def tests(self, preset: str, only: set[str] | None = None, **environment: str) -> None:
        """Builds a preset's test programs and runs them."""
        build = BUILD / preset
        if not (build / "build.ninja").is_file():
            self.must("cmake", "--preset", preset, minutes=5)
        targets = ["all_tests"] if only is None else sorted(only)
        self.must("ninja", "-C", str(build), "-j", str(self.jobs), *targets, minutes=45)
        programs = (build / "test_binaries.txt").read_text().split()
        for program in [one for one in programs if only is None or one in only]:
            report = self.report(f"{preset}-{program}.json")
            status = self.run(str(build / "tests" / program), f"--gtest_output=json:{report}", "--gtest_brief=1",
                              minutes=15, **bounded.SANITIZER, **environment)
            try:
                self.add(program, report, test_reports.gtest, status)
            except StageFailed as fault:
                # A crashed program must not hide what the others say.
                self.counts.fail(str(fault))


def product(stage: Stage) -> None:
    stage.must("./dev", "build", minutes=30)


def attack(stage: Stage) -> None:
    report = stage.report("attack.json")
    status = stage.run(PYTHON, "server/tests/attack/run.py", "--short", "--report", str(report), minutes=30)
    stage.add("attack", report, test_reports.plain, status)


def server_unit(stage: Stage) -> None:
    exchanges = REPORTS / "exchanges.jsonl"
    exchanges.unlink(missing_ok=True)
    stage.tests("asan", ORGANIZER_EXCHANGES=str(exchanges))


def store_threads(stage: Stage) -> None:
    stage.tests("tsan", {"store_conformance_test"})


def web_unit(stage: Stage) -> None:
    if stage.run("npm", "run", "typecheck", minutes=5, cwd=ROOT / "web") != 0:
        stage.counts.fail("typecheck: the types of the web part do not fit")
    if stage.run("npm", "run", "size", minutes=2, cwd=ROOT / "web") != 0:
        stage.counts.fail("size: the built pages are larger than their budgets, or not built")
    report = stage.report("vitest.json")
    status = stage.run("npx", "vitest", "run", "--reporter=default", "--reporter=json", f"--outputFile.json={report}",
                       minutes=15, cwd=ROOT / "web")
    stage.add("vitest", report, test_reports.vitest, status)


def journeys(stage: Stage) -> None:
    binary = BUILD / "release" / "server" / "src" / "organizer"
    if not binary.is_file():
        raise StageFailed("the product was not built, so no journey can run")
    report = stage.report("playwright.json")
    status = stage.run("npm", "run", "e2e", minutes=30, cwd=ROOT / "web", ORGANIZER_BINARY=str(binary),
                       PLAYWRIGHT_JSON_OUTPUT_FILE=str(report))
    stage.add("playwright", report, test_reports.playwright, status)


def exchanges(stage: Stage) -> None:
    report = stage.report("exchanges.json")
    if not (REPORTS / "exchanges.jsonl").is_file():
        raise StageFailed("the stage server-unit has recorded no exchange")
    contract = str(REPORTS / "openapi.json")
    stage.must(PYTHON, "tools/contract_file.py", "api/openapi.yaml", contract, minutes=1)
    status = stage.run("node", "tools/check_exchanges.mjs", contract, str(REPORTS / "exchanges.jsonl"), str(report),
                       minutes=5)
    stage.add("exchanges", report, test_reports.plain, status)


def drift(stage: Stage) -> None:
    stage.must("npm", "run", "types:check", minutes=3, cwd=ROOT / "web")


def tools(stage: Stage) -> None:
    report = stage.report("tools.json")
    status = stage.run(PYTHON, "tools/run_unittests.py", "tools/tests", str(report), minutes=10)
    stage.add("tools", report, test_reports.plain, status)


def fuzz(stage: Stage) -> None:
    report = stage.report("fuzz.json")
    status = stage.run(PYTHON, "tools/run_fuzz.py", "--minutes", "1", "--jobs", str(stage.jobs), "--report", str(report),
                       minutes=90)
    stage.add("fuzz", report, test_reports.plain, status)


def folders(stage: Stage) -> None:
    stage.must(PYTHON, "tools/check_folders.py", minutes=2)
    stage.must(PYTHON, "tools/check_nouns.py", minutes=2)


# name, what it does, whether it has tests to count
STAGES = [
    ("tools", tools, True),
    ("folders", folders, False),
    ("contract-drift", drift, False),
    ("product", product, False),
    ("web-unit", web_unit, True),
    ("journeys", journeys, True),
    ("attack", attack, True),
    ("server-unit", server_unit, True),
    ("exchanges", exchanges, True),
    ("store-threads", store_threads, True),
    ("fuzz", fuzz, True),
]


def tail(path: pathlib.Path, lines: int) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def run_stage(name: str, act, has_tests: bool, jobs: int) -> Counts:
    stage = Stage(name, jobs)
    print(f"==> {name}", flush=True)
    begin = time.monotonic()
    try:
        act(stage)
        if has_tests and stage.counts.total() == 0:
            stage.counts.fail(f"{name}: ran no test")
    except StageFailed as fault:
        stage.counts.fail(f"{name}: {fault}")
    minutes = (time.monotonic() - begin) / 60
    counts = stage.counts
    if counts.failed:
        print(f"--- {name}: the end of {stage.log.relative_to(ROOT)}")
        print(tail(stage.log, TAIL_LINES))
        print(f"--- {name}: what failed")
        for failure in counts.failures:
            print(f"  {failure}")
    for line in stage.log.read_text(errors="replace").splitlines():
        if line.startswith(TOLD):
            print(f"    {line}")
    told = f"{counts.passed} passed, {counts.failed} failed, {counts.skipped} skipped" if has_tests else (
        "failed" if counts.failed else "ok")
    print(f"    {name}: {told} in {minutes:.1f} min", flush=True)
    counts.minutes = minutes
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="*", help="run only these")
    parser.add_argument("--list", action="store_true", help="print the names of the stages")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    names = [name for name, _, _ in STAGES]
    if options.list:
        print("\n".join(names))
        return 0
    unknown = set(options.stages) - set(names)
    if unknown:
        print(f"no such stage: {', '.join(sorted(unknown))}; there are: {', '.join(names)}", file=sys.stderr)
        return 2
    for folder in (REPORTS, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    total = Counts()
    minutes = []
    for name, act, has_tests in STAGES:
        if not options.stages or name in options.stages:
            counts = run_stage(name, act, has_tests, options.jobs)
            minutes.append((name, counts.minutes))
            total.add(counts)
    width = shutil.get_terminal_size((100, 20)).columns
    print("==> minutes per stage".ljust(min(width, 40)))
    for name, took in minutes:
        print(f"    {name:<16}{took:6.1f}")
    print(f"    {'all':<16}{sum(took for _, took in minutes):6.1f}")
    for note in total.notes:
        print(f"NOTE {note}")
    for failure in total.failures:
        print(f"FAILED {failure}")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed or total.passed == 0 and not options.stages else 0


if __name__ == "__main__":
    sys.exit(main())
