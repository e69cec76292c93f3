"""The filled store: events of one shape with their coordinators, and tokens of the data directory's own issuer."""

import dataclasses
import json
import pathlib
import subprocess

from figures import BenchFailed
from targets import RELEASE, Organizer

FILL_SECONDS = 600


@dataclasses.dataclass
class Shape:
    """How much there is (fill/world.hpp)."""

    events: int = 64
    helpers: int = 40
    places: int = 10
    ahead: int = 6
    behind: int = 12


@dataclasses.dataclass
class Filled:
    """What bench_fill made: `events` as {slug, account, token, free}, and further tokens of the first coordinator."""

    events: list[dict]
    tokens: list[str]

    @property
    def first(self) -> dict:
        return self.events[0]

    @property
    def token(self) -> str:
        return self.first["token"]

    def places(self, events: list[dict] | None = None) -> list[dict]:
        """Places to fill and clear, neighbours in different events: the first of each event, then the second."""
        chosen = self.events if events is None else events
        most = max(len(event["free"]) for event in chosen)
        return [{"path": f"/api/v1/events/{event['slug']}/schedules/{free['date']}/slots/{free['slot']}/assignment",
                 "helper": free["helper"], "token": event["token"]}
                for number in range(most) for event in chosen for free in event["free"][number:number + 1]]


def filled(organizer: Organizer, shape: Shape, tokens: int = 0) -> Filled:
    """Fills the directory of an organizer that never ran, and starts it over that."""
    like = organizer.work / "token"
    like.write_text(organizer.first_start())
    organizer.stop()
    out = organizer.work / "filled.json"
    run_program("bench_fill", "--directory", str(organizer.data), "--like", str(like), "--out", str(out), "--tokens",
                str(tokens), "--events", str(shape.events), "--helpers", str(shape.helpers), "--places",
                str(shape.places), "--ahead", str(shape.ahead), "--behind", str(shape.behind), seconds=FILL_SECONDS)
    organizer.serve()
    organizer.wait_quiet()
    made = json.loads(out.read_text())
    return Filled(made["events"], made["tokens"])


def program(name: str) -> pathlib.Path:
    return RELEASE / "bench" / name


def run_program(name: str, *words: str, seconds: float, before: tuple[str, ...] = ()) -> str:
    """Standard output of one of the benchmark's own programs, which must succeed in time."""
    done = subprocess.run([*before, str(program(name)), *words], check=False, capture_output=True, text=True,
                          timeout=seconds)
    if done.returncode != 0:
        raise BenchFailed(f"{name} ended with status {done.returncode}: {done.stderr[:2000]}")
    return done.stdout
