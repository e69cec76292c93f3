"""What is measured and what is made of it: pure functions, so that they can be tested without a server."""

import dataclasses
import statistics


class BenchFailed(Exception):
    """The run cannot go on; the text says why."""


@dataclasses.dataclass
class Round:
    """One server in one round. Times in milliseconds, processor time in microseconds a request."""

    rate: float
    p50: float
    p99: float
    cpu: float
    requests: int = 0


@dataclasses.dataclass
class Row:
    """What one row of the benchmark measured: rounds of each server, or plain values, and lines to print below."""

    name: str
    about: str
    rounds: dict[str, list[Round]] = dataclasses.field(default_factory=dict)
    memory: dict[str, float] = dataclasses.field(default_factory=dict)
    values: dict[str, float] = dataclasses.field(default_factory=dict)
    lines: list[str] = dataclasses.field(default_factory=list)

    def ratios(self, server: str, peer: str, what: str) -> list[float]:
        """The ratio of each round: rounds of one number ran next to each other."""
        return [getattr(own, what) / getattr(other, what)
                for own, other in zip(self.rounds[server], self.rounds[peer], strict=True)]


def with_spread(values: list[float], form: str = ".2f") -> str:
    """The median, and in brackets the lowest and the highest."""
    return f"{statistics.median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def round_of(told: dict, cpu_seconds: float, what: str) -> Round:
    """A round from what a load driver printed. BenchFailed unless every request was answered as it should be."""
    if told["failed"] or not told["requests"] or not told["microseconds"]:
        raise BenchFailed(f"{what}: {told['failed']} of {told['requests'] + told['failed']} requests failed"
                          f" ({told.get('fault') or 'without a reason'})")
    return Round(rate=told["requests"] / told["microseconds"] * 1e6, p50=told["p50"] / 1000, p99=told["p99"] / 1000,
                 cpu=cpu_seconds / told["requests"] * 1e6, requests=told["requests"])


def nearest(wanted: int, sizes: dict[str, int]) -> str:
    """The key whose size is nearest to the wanted one."""
    if not sizes:
        raise BenchFailed("there is nothing to choose from")
    return min(sizes, key=lambda key: (abs(sizes[key] - wanted), key))


def differences(own: object, other: object, at: str = "") -> list[str]:
    """Where two JSON values differ, as at most ten pointers with both values."""
    if isinstance(own, dict) and isinstance(other, dict):
        found = [line for key in sorted(own.keys() | other.keys())
                 for line in differences(own.get(key), other.get(key), f"{at}/{key}")]
    elif isinstance(own, list) and isinstance(other, list) and len(own) == len(other):
        found = [line for number, pair in enumerate(zip(own, other))
                 for line in differences(*pair, f"{at}/{number}")]
    else:
        found = [] if own == other else [f"{at}: {own!r:.80} and {other!r:.80}"]
    return found[:10]


def must_stick(acknowledged: int, before: int, after: int, what: str) -> None:
    """BenchFailed unless the revisions grew by just as many as writes were acknowledged."""
    if after - before != acknowledged:
        raise BenchFailed(f"{what}: {acknowledged} writes were acknowledged, {after - before} are there")
