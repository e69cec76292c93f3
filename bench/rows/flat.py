"""flat: what a request costs with few and with many events in the store."""

import contextlib
import functools
import pathlib
import statistics

from drive import Plan, counted, interleaved, wrk
from figures import Row, round_of
from rows.lengths import Lengths
from store import Filled, Shape, filled
from targets import Organizer

# Small events: what is asked for is the same in all stores, only the number of the others differs.
SMALL = {"helpers": 8, "behind": 0}
WRITING_CONNECTIONS = 8
WRITTEN_EVENTS = 10
LONGEST_SECONDS = 60


def requests_of(organizer: Organizer, data: Filled, lengths: Lengths) -> dict:
    """The requests that are compared, by name: each a function of the round's number."""
    event = data.first
    dates = sorted({free["date"] for free in event["free"]})
    path = f"/api/v1/events/{event['slug']}/schedules?from={dates[0]}&to={dates[-1]}"
    plan = Plan(organizer, places=data.places(data.events[:WRITTEN_EVENTS]))
    seconds = lengths.seconds / 2

    def write(number: int):
        told, cpu = plan.run(0, 0, 100, connections=WRITING_CONNECTIONS, seconds=LONGEST_SECONDS,
                             requests=100 if number < 0 else lengths.flat_writes)
        return round_of(told, cpu, f"flat, {organizer.name}")

    return {"range": lambda number: wrk(organizer, path, data.token, seconds),
            "me": lambda number: wrk(organizer, "/api/v1/me", data.token, seconds),
            "write": write}


def flat(work: pathlib.Path, lengths: Lengths) -> Row:
    row = Row("flat", f"processor time of a request in one event with {', '.join(f'{n:,}' for n in lengths.flat_events)} "
                      f"events in the store; range and account over 64 connections, writes over {WRITING_CONNECTIONS}, "
                      f"{lengths.rounds} rounds interleaved")
    row.lines = ["| request | events | processor µs/request (lowest-highest) | requests/s | instructions/request |",
                 "|---|---|---|---|---|"]
    growths = {}
    with contextlib.ExitStack() as open_servers:
        asked = {}
        for events in lengths.flat_events:
            organizer = open_servers.enter_context(Organizer(work, f"organizer-{events}"))
            data = filled(organizer, Shape(events=events, **SMALL))
            asked[events] = (organizer, requests_of(organizer, data, lengths))
        for request in ("range", "me", "write"):
            taken = interleaved(f"flat, {request}", {events: acts[request] for events, (_, acts) in asked.items()},
                                lengths.rounds)
            costs = {events: statistics.median(one.cpu for one in rounds) for events, rounds in taken.items()}
            growths[request] = costs[lengths.flat_events[-1]] / costs[lengths.flat_events[0]]
            for events, rounds in taken.items():
                organizer, acts = asked[events]
                counts = counted(organizer, functools.partial(acts[request], 0))
                cpu = [one.cpu for one in rounds]
                row.lines.append(f"| {request} | {events:,} | {costs[events]:.1f} ({min(cpu):.1f}-{max(cpu):.1f}) | "
                                 f"{statistics.median(one.rate for one in rounds):,.0f} | {counts} |")
        row.lines += ["", "Resident: " + ", ".join(f"{organizer.memory_mib():.1f} MiB with {events:,} events"
                                                   for events, (organizer, _) in asked.items()) + "."]
    row.values = {"growth": max(growths.values())}
    return row
