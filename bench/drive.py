"""Driving a server for one round: wrk for one request over and over, bench_load for requests that differ."""

import contextlib
import functools
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from typing import Callable

from figures import BenchFailed, Round, round_of
from store import Filled, program, run_program
from targets import BENCH, LOAD_CORE, Target, fetch

CONNECTIONS = 64
ON_LOAD_CORE = ("taskset", "-c", LOAD_CORE)
MARGIN_SECONDS = 60


def told_by(text: str, what: str) -> dict:
    """The line of figures in a driver's output."""
    found = re.search(r"^(?:BENCH )?(\{.*\})$", text, re.MULTILINE)
    if not found:
        raise BenchFailed(f"the load driver said nothing about {what}: {text[:500]}")
    return json.loads(found.group(1))


def wrk(target: Target, path: str, token: str, seconds: float) -> Round:
    """One round of the same GET over 64 connections."""
    before = target.cpu_seconds()
    done = subprocess.run(
        [*ON_LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "5s",
         "-s", str(BENCH / "wrk_report.lua"), "-H", f"Authorization: Bearer {token}", target.base + path],
        check=False, capture_output=True, text=True, timeout=seconds + MARGIN_SECONDS)
    told = told_by(done.stdout + done.stderr, target.name)
    return round_of(told, target.cpu_seconds() - before, f"{target.name} {path}")


class Plan:
    """What bench_load may ask one server for, as a file."""

    def __init__(self, target: Target, reads: list[dict] = (), changing: list[dict] = (), places: list[dict] = (),
                 tokens: list[str] = ()):
        self.target = target
        self.file = target.work / f"plan-{len(list(target.work.glob('plan-*')))}.json"
        self.file.write_text(json.dumps({"host": f"localhost:{target.port}", "port": target.port, "reads": list(reads),
                                         "changing": list(changing), "places": list(places), "tokens": list(tokens)}))

    def words(self, *shares: int, connections: int, seconds: float, rate: float = 0, requests: int = 0) -> list[str]:
        asked = ["--shares", *map(str, shares)] if shares else ["--tokens"]
        return ["--plan", str(self.file), *asked, "--connections", str(connections), "--seconds", str(seconds),
                "--rate", str(rate), "--requests", str(requests)]

    def run(self, *shares: int, seconds: float, **how) -> tuple[dict, float]:
        """One run: what the driver told, and the server's processor time in seconds."""
        before = self.target.cpu_seconds()
        text = run_program("bench_load", *self.words(*shares, seconds=seconds, **how),
                           seconds=seconds + MARGIN_SECONDS, before=ON_LOAD_CORE)
        return told_by(text, self.target.name), self.target.cpu_seconds() - before

    @contextlib.contextmanager
    def beside(self, *shares: int, seconds: float, rate: float, connections: int):
        """Runs beside what the block does; when left it has ended, every request was answered, and few were late."""
        words = self.words(*shares, seconds=seconds, rate=rate, connections=connections)
        running = subprocess.Popen([*ON_LOAD_CORE, str(program("bench_load")), *words], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            yield
            text, wrong = running.communicate(timeout=seconds + MARGIN_SECONDS)
        finally:
            running.kill()
            running.wait()
        told = told_by(text + wrong, self.target.name)
        round_of(told, 0, f"{self.target.name}, beside")
        if told["requests"] < 0.8 * rate * seconds:
            raise BenchFailed(f"{self.target.name}: only {told['requests']} of {rate * seconds:.0f} requests beside")


def instructions_of(text: str) -> int | None:
    """The count in what `perf stat -x,` wrote; None where the machine does not count instructions."""
    found = re.search(r"^(\d+),[^,]*,instructions", text, re.MULTILINE)
    return int(found.group(1)) if found else None


@functools.cache
def counter() -> str | None:
    """The path of perf, if it counts instructions here; virtual machines often do not let it."""
    perf = shutil.which("perf")
    if perf is None:
        return None
    tried = subprocess.run([perf, "stat", "-x,", "-e", "instructions:u", "true"], check=False, capture_output=True,
                           text=True, timeout=20)
    return perf if instructions_of(tried.stderr) else None


def counted(target: Target, act: Callable[[], Round]) -> str:
    """The instructions in user mode that a request takes, over one more round; a dash where they are not counted."""
    perf = counter()
    if perf is None:
        return "-"
    with tempfile.NamedTemporaryFile("r") as out:
        pids = ",".join(map(str, target.processes()))
        counting = subprocess.Popen([perf, "stat", "-x,", "-e", "instructions:u", "-o", out.name, "-p", pids],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(0.2)
            made = act()
        finally:
            counting.send_signal(signal.SIGINT)
            counting.wait(20)
        total = instructions_of(out.read())
    return "-" if total is None else f"{total / made.requests:,.0f}"


def interleaved(row: str, acts: dict, rounds: int) -> dict[str, list[Round]]:
    """Calls each server's act in turn, `rounds` times after one warm-up each; a round's number is its argument."""
    for act in acts.values():
        act(-1)
    made: dict[str, list[Round]] = {name: [] for name in acts}
    for number in range(rounds):
        for name, act in acts.items():
            made[name].append(act(number))
        print(f"{row}: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    return made


def revisions(target: Target, filled: Filled) -> int:
    """The sum of the revisions of all coming dates: what the acknowledged writes must have made grow."""
    total = 0
    for event in filled.events:
        dates = sorted({free["date"] for free in event["free"]})
        path = f"/api/v1/events/{event['slug']}/schedules?from={dates[0]}&to={dates[-1]}"
        answer = json.loads(fetch(target.base + path, event["token"]))
        total += sum(schedule["rev"] for schedule in answer["schedules"])
    return total
