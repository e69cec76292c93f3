"""write-1, write-64: one assignment, filled or cleared, answered when it is durable."""

import os
import pathlib
import statistics
import time

from drive import Plan, interleaved, revisions
from figures import Round, Row, must_stick, round_of
from rows.lengths import Lengths
from side_by_side import SideBySide
from store import Shape
from targets import Target

# Half a year of dates in each event, so that a date gets no more commands in the run than a coordinator would give.
SHAPE = Shape(ahead=26)
PAGE = bytes(4096)


def sync_milliseconds(folder: pathlib.Path, times: int = 200) -> float:
    """What one sync costs here without any server: the median of `times` pages overwritten, each with `fdatasync`. No
    write that waits for its own sync is faster."""
    took = []
    descriptor = os.open(folder / "sync", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, PAGE * 64)
        os.fsync(descriptor)
        for number in range(times):
            begin = time.perf_counter()
            os.pwrite(descriptor, PAGE, number % 64 * len(PAGE))
            os.fdatasync(descriptor)
            took.append((time.perf_counter() - begin) * 1000)
    finally:
        os.close(descriptor)
    return statistics.median(took)


def write(name: str, connections: int, work: pathlib.Path, lengths: Lengths) -> Row:
    with SideBySide(work, SHAPE) as servers:
        servers.must_decide_alike()
        filled = servers.filled
        plans = servers.plans(lambda target: Plan(target, places=filled.places()))
        acknowledged = {target.name: 0 for target in servers.both}
        before = {target.name: revisions(target, filled) for target in servers.both}

        def act(target: Target, number: int) -> Round:
            told, cpu = plans[target.name].run(0, 0, 100, connections=connections,
                                               seconds=1 if number < 0 else lengths.seconds)
            made = round_of(told, cpu, f"{name}, {target.name}")
            acknowledged[target.name] += told["writes"] + told["cleared"]
            return made

        acts = {target.name: (lambda number, target=target: act(target, number)) for target in servers.both}
        rounds = interleaved(name, acts, lengths.rounds)
        dates = len({(event["slug"], free["date"]) for event in filled.events for free in event["free"]})
        for target in servers.both:
            must_stick(acknowledged[target.name], before[target.name], revisions(target, filled), target.name)
        row = Row(name, f"one place filled or cleared, durable when answered, {connections} "
                        f"connection{'s' if connections > 1 else ''}, spread over {SHAPE.ahead} dates of {SHAPE.events} "
                        f"events as {SHAPE.events} coordinators would, {lengths.rounds} rounds of {lengths.seconds:g} s")
        row.rounds = rounds
        row.memory = {target.name: target.memory_mib() for target in servers.both}
        sync, nestjs = sync_milliseconds(work), statistics.median(one.rate for one in rounds["nestjs"])
        row.lines = [f"One page overwritten and synced takes {sync:.2f} ms here: a server that syncs each write by itself "
                     f"does at most {1000 / sync:,.0f}/s, {1000 / sync / nestjs:.2f} × NestJS.",
                     f"Commands on each of the {dates} dates at the end: "
                     + ", ".join(f"{of} {count / dates:.0f}" for of, count in acknowledged.items())
                     + "; each acknowledged one is in the store."]
        return row


def one(work: pathlib.Path, lengths: Lengths) -> Row:
    return write("write-1", 1, work, lengths)


def many(work: pathlib.Path, lengths: Lengths) -> Row:
    return write("write-64", 64, work, lengths)
