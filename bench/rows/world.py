"""world: every parkrun there is in one process on a Friday night, at rising rates until it is slow."""

import dataclasses
import math
import pathlib
import sys

from drive import Plan
from figures import Row
from rows.lengths import Lengths
from store import Filled, Shape, filled
from targets import Organizer

SHARES = (80, 15, 5)
CONNECTIONS = 500
WARMING_CONNECTIONS = 64
SLOW_MS = 50
GROWTH = 1.5
LOWEST_RATE = 50
REFINEMENTS = 2
GENERATOR_FULL = 0.95
CHANGING_ONE_IN = 5
# As docs/operations.md says for so many events: an answer for each stays in memory.
SETTINGS = ("--answer-memory", "256")


@dataclasses.dataclass
class Step:
    """One rate and what came of it. Times in milliseconds."""

    rate: float
    answered: float
    p50: float
    p99: float
    memory: float
    fault: str

    @property
    def fast(self) -> bool:
        return not self.fault and self.p99 <= SLOW_MS


def step_of(rate: float, told: dict, memory: float) -> Step:
    """What one run of the driver shows; answers that were no success and a driver at its own limit are faults."""
    answered = told["requests"] / told["microseconds"] * 1e6 if told["microseconds"] else 0
    fault = ""
    if told["failed"]:
        fault = f"{told['failed']} requests failed: {told['fault'][:120]}"
    elif told["busy"] >= GENERATOR_FULL:
        fault = "the load generator was at its own limit"
    return Step(rate, answered, told["p50"] / 1000, told["p99"] / 1000, memory, fault)


def rising(first: float, most_steps: int, measure) -> list[Step]:
    """Measures rising rates until one is slow (falling ones if the first is), then between the last fast and the first
    slow one."""
    steps = [measure(first)]
    if steps[0].fast:
        while steps[-1].fast and len(steps) < most_steps:
            steps.append(measure(steps[-1].rate * GROWTH))
    else:
        while not steps[-1].fast and len(steps) < most_steps and steps[-1].rate > LOWEST_RATE:
            steps.append(measure(steps[-1].rate / GROWTH))
    if len({step.fast for step in steps}) == 2:
        fast, slow = sorted(step.rate for step in steps[-2:])
        for _ in range(REFINEMENTS):
            middle = measure(math.sqrt(slow * fast))
            steps.append(middle)
            slow, fast = (slow, middle.rate) if middle.fast else (middle.rate, fast)
    return sorted(steps, key=lambda step: step.rate)


def plan_of(organizer: Organizer, data: Filled) -> Plan:
    """Every event's range; one event in five is written to, and its range is a changing one."""
    reads: dict[bool, list[dict]] = {False: [], True: []}
    changing = []
    for number, event in enumerate(data.events):
        changes = number % CHANGING_ONE_IN == 0
        dates = sorted({free["date"] for free in event["free"]})
        reads[changes].append({"path": f"/api/v1/events/{event['slug']}/schedules?from={dates[0]}&to={dates[-1]}",
                               "token": event["token"]})
        if changes:
            changing.append(event)
    return Plan(organizer, reads=reads[False], changing=reads[True], places=data.places(changing))


def world(work: pathlib.Path, lengths: Lengths) -> Row:
    shape = Shape(events=lengths.world_events, helpers=40, places=60, ahead=6, behind=0)
    with Organizer(work, settings=SETTINGS) as organizer:
        data = filled(organizer, shape)
        cold = organizer.memory_mib()
        plan = plan_of(organizer, data)

        def measure(rate: float) -> Step:
            told, _ = plan.run(*SHARES, connections=CONNECTIONS, seconds=lengths.world_seconds, rate=round(rate))
            step = step_of(rate, told, organizer.memory_mib())
            print(f"world: {rate:.0f}/s p99 {step.p99:.1f} ms {step.fault}", file=sys.stderr, flush=True)
            if not step.fast:
                organizer.wait_quiet()  # what the server still does for those who gave up is not the next step's
            return step

        # The first look at the events, as fast as answers come.
        plan.run(*SHARES, connections=WARMING_CONNECTIONS, seconds=2 * lengths.world_seconds)
        steps = rising(lengths.world_rate, lengths.world_steps, measure)
    row = Row("world", f"{shape.events:,} events, {shape.events * shape.helpers:,} helpers, six weeks of {shape.places} places "
                       f"each; open loop over {CONNECTIONS} connections, {lengths.world_seconds:g} s a rate: {SHARES[0]} % "
                       f"range reads of unchanged events, {SHARES[1]} % of changing ones, {SHARES[2]} % writes; "
                       f"{' '.join(SETTINGS)}; latency counts from the moment at which a request fell due")
    row.lines = ["| asked/s | answered/s | p50 ms | p99 ms | memory MiB | |", "|---|---|---|---|---|---|"]
    row.lines += [f"| {step.rate:,.0f} | {step.answered:,.0f} | {step.p50:.2f} | {step.p99:.2f} | {step.memory:.0f} | "
                  f"{step.fault or ('' if step.fast else 'slow')} |" for step in steps]
    fast = [step for step in steps if step.fast]
    row.values = {"rate": fast[-1].rate if fast else 0}
    row.lines += ["", f"The highest rate with p99 within {SLOW_MS} ms: {row.values['rate']:,.0f} requests/s; "
                      f"{cold:.0f} MiB before the first request."]
    return row
