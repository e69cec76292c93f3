#!/usr/bin/env python3
"""Builds and runs the fuzzers of server/tests/fuzz, some at a time, and says what they found.

    run_fuzz.py [TARGET...] [--minutes N] [--jobs N] [--report FILE] [--list]

First every input of server/tests/fuzz/found/<target> is replayed: what was found once is not found again. Then each
target runs for its minutes, from its seeds and from the corpus that grows in build/fuzz/corpus/<target>. A finding's
input is kept in build/fuzz/findings/<target>; `build/fuzz/<target>_fuzz <input>` shows it again. With `--report` the
counts go to a file, one test per target and one per replayed input; without Clang 16 or its libFuzzer they are skipped.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import bounded

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCES = ROOT / "server" / "tests" / "fuzz"
BUILD = ROOT / "build" / "fuzz"
LOGS = ROOT / "build" / "logs"
COMPILER = "clang++-16"
# The same start each time, so that a failure on a fresh corpus comes again.
SEED = 20261205
MEMORY_MB = 2048
SECONDS_PER_INPUT = 25  # by the clock, on a machine that is busy with other things
LARGEST_INPUT = 4096
# Fewer runs than these in a minute prove nothing: the target hardly gets on.
LEAST_RUNS_PER_MINUTE = 300
PROGRESS_SECONDS = 30
SHOWN_LINES = 40


@dataclasses.dataclass
class Outcome:
    """One run of a target or one replayed input."""

    name: str
    fault: str = ""  # what went wrong; empty if nothing did
    told: str = ""   # figures for whoever reads along


def targets() -> list[str]:
    return sorted(file.name.removesuffix("_fuzz.cpp") for file in SOURCES.glob("*_fuzz.cpp"))


def found_inputs(target: str) -> list[pathlib.Path]:
    folder = SOURCES / "found" / target
    return sorted(folder.iterdir()) if folder.is_dir() else []


def why_not() -> str:
    """Why fuzzers cannot be built here; empty if they can."""
    if shutil.which(COMPILER) is None:
        return f"{COMPILER} is not there"
    with tempfile.TemporaryDirectory() as folder:
        probe = pathlib.Path(folder) / "probe.cpp"
        probe.write_text('extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }\n')
        done = subprocess.run([COMPILER, "-fsanitize=fuzzer,address,undefined", str(probe), "-o", f"{folder}/probe"],
                              capture_output=True, timeout=120, check=False)
    return "" if done.returncode == 0 else "libFuzzer for Clang 16 is not there (libclang-rt-16-dev)"


def run(command: list[str], log: pathlib.Path, minutes: float) -> int | None:
    """Runs a command into a log; its status, or None if it did not end in its time."""
    try:
        return bounded.run(command, log, minutes, ROOT, bounded.SANITIZER)
    except bounded.TookTooLong:
        return None


def tail(log: pathlib.Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-SHOWN_LINES:])


def first_fault(text: str) -> str:
    """The line of a log that names the fault."""
    for pattern in (r"^finding: .*", r"^.*runtime error: .*", r"^.*ERROR: \w+Sanitizer: .*", r"^.*ERROR: libFuzzer: .*",
                    r"^.*Assertion .*"):
        named = re.search(pattern, text, re.MULTILINE)
        if named:
            return named[0].strip()
    return "it ended without saying why"


def build(wanted: list[str], jobs: int) -> str:
    """What went wrong; empty if nothing did."""
    log = LOGS / "fuzz-build.log"
    log.write_text("")
    if not (BUILD / "build.ninja").is_file() and run(["cmake", "--preset", "fuzz"], log, 5) != 0:
        return f"configuring failed\n{tail(log)}"
    programs = [f"{target}_fuzz" for target in wanted]
    if run(["ninja", "-C", str(BUILD), "-j", str(jobs), *programs], log, 45) != 0:
        return f"building failed\n{tail(log)}"
    return ""


def replay(target: str, path: pathlib.Path) -> Outcome:
    log = LOGS / f"fuzz-replay-{target}-{path.name}.log"
    log.write_text("")
    limits = [f"-rss_limit_mb={MEMORY_MB}", f"-timeout={SECONDS_PER_INPUT}"]
    status = run([str(BUILD / f"{target}_fuzz"), *limits, str(path)], log, 1)
    outcome = Outcome(f"{target} replays {path.name}")
    if status != 0:
        outcome.fault = first_fault(log.read_text(errors="replace"))
    return outcome


def figures(text: str) -> tuple[int, int, int]:
    """(runs, edges covered, inputs in the corpus), from what libFuzzer has said so far."""
    lines = re.findall(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: \d+ corp: (\d+)", text, re.MULTILINE)
    runs, edges, inputs = (int(figure) for figure in lines[-1]) if lines else (0, 0, 0)
    done = re.search(r"^stat::number_of_executed_units:\s*(\d+)", text, re.MULTILINE)
    return int(done[1]) if done else runs, edges, inputs


def fuzz(target: str, minutes: float) -> Outcome:
    log = LOGS / f"fuzz-{target}.log"
    log.write_text("")
    corpus = BUILD / "corpus" / target
    findings = BUILD / "findings" / target
    for folder in (corpus, findings):
        folder.mkdir(parents=True, exist_ok=True)
    before = {path: path.stat().st_mtime_ns for path in findings.iterdir()}
    command = [str(BUILD / f"{target}_fuzz"), f"-seed={SEED}", f"-max_total_time={round(minutes * 60)}",
               f"-rss_limit_mb={MEMORY_MB}", f"-timeout={SECONDS_PER_INPUT}", f"-max_len={LARGEST_INPUT}",
               "-print_final_stats=1", "-reload=0", f"-artifact_prefix={findings}/"]
    words = SOURCES / f"{target}.dict"
    if words.is_file():
        command.append(f"-dict={words}")
    status = run([*command, str(corpus), str(SOURCES / "seeds" / target)], log, minutes + 3)
    text = log.read_text(errors="replace")
    runs, edges, inputs = figures(text)
    outcome = Outcome(target, told=f"{runs:,} runs, {edges:,} edges, {inputs:,} inputs kept")
    if status != 0:
        kept = sorted(path for path in findings.iterdir() if before.get(path) != path.stat().st_mtime_ns)
        shown = f"; again by build/fuzz/{target}_fuzz {kept[0].relative_to(ROOT)}" if kept else ""
        outcome.fault = (first_fault(text) if status is not None else "it did not end in its time") + shown
    elif runs < LEAST_RUNS_PER_MINUTE * minutes:
        outcome.fault = f"only {runs:,} runs in {minutes:g} minutes: that proves nothing"
    return outcome


def tell_progress(wanted: list[str], done: threading.Event) -> None:
    """Every half minute one line with what runs."""
    while not done.wait(PROGRESS_SECONDS):
        running = []
        for target in wanted:
            log = LOGS / f"fuzz-{target}.log"
            text = log.read_text(errors="replace") if log.is_file() else ""
            if text and "stat::number_of_executed_units" not in text:
                runs, edges, _ = figures(text)
                running.append(f"{target} {runs:,} runs, {edges:,} edges")
        if running:
            print(f"    … {'; '.join(running)}", flush=True)


def run_all(wanted: list[str], minutes: float, jobs: int) -> list[Outcome]:
    outcomes = []

    def say(outcome: Outcome) -> None:
        outcomes.append(outcome)
        verdict = f"FOUND {outcome.fault}" if outcome.fault else "ok"
        print(f"fuzz: {outcome.name}: {verdict}{f' ({outcome.told})' if outcome.told else ''}", flush=True)

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        inputs = [(target, path) for target in wanted for path in found_inputs(target)]
        for outcome in pool.map(lambda one: replay(*one), inputs):
            say(outcome)
        for target in wanted:
            (LOGS / f"fuzz-{target}.log").unlink(missing_ok=True)
        done = threading.Event()
        teller = threading.Thread(target=tell_progress, args=(wanted, done), daemon=True)
        teller.start()
        try:
            for future in concurrent.futures.as_completed([pool.submit(fuzz, each, minutes) for each in wanted]):
                say(future.result())
        finally:
            done.set()
            teller.join()
    return outcomes


def write_report(path: pathlib.Path | None, outcomes: list[Outcome], skipped: list[str], note: str) -> None:
    if path is None:
        return
    failures = [f"fuzz {each.name}: {each.fault}" for each in outcomes if each.fault]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"passed": len(outcomes) - len(failures), "skipped": len(skipped),
                                "failures": failures, "notes": [note] if note else []}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help="only these")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each target")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets (and compilers) at a time")
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    known = targets()
    if options.list:
        print("\n".join(known))
        return 0
    wanted = options.targets or known
    if set(wanted) - set(known):
        print(f"there are these fuzzers: {', '.join(known)}", file=sys.stderr)
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    reason = why_not()
    if reason:
        skipped = [name for target in wanted
                   for name in (*(f"{target} replays {path.name}" for path in found_inputs(target)), target)]
        print(f"fuzz: skipped, {reason}: {', '.join(skipped)}")
        write_report(options.report, [], skipped, f"fuzz skipped, {reason}: {', '.join(skipped)}")
        return 0
    began = time.monotonic()
    fault = build(wanted, options.jobs)
    print(f"fuzz: built in {(time.monotonic() - began) / 60:.1f} min", flush=True)
    outcomes = [Outcome("build", fault=fault)] if fault else run_all(wanted, options.minutes, options.jobs)
    if fault:
        print(fault)
    write_report(options.report, outcomes, [], "")
    faulty = sum(1 for each in outcomes if each.fault)
    print(f"fuzz: {len(outcomes)} done, {faulty} with a finding")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
