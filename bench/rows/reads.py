"""range, changing, helpers: the reads that a board and a directory are made of."""

import pathlib

from drive import CONNECTIONS, Plan, interleaved, wrk
from figures import Row
from rows.lengths import Lengths
from side_by_side import SideBySide
from targets import Target

CHANGES_A_SECOND = 10


def about(what: str, size: int, lengths: Lengths) -> str:
    return (f"{what} of {size} bytes, token checked, {CONNECTIONS} connections, {lengths.rounds} rounds of "
            f"{lengths.seconds:g} s, server on one core")


def unchanged(name: str, what: str, path_of, work: pathlib.Path, lengths: Lengths) -> Row:
    """One read over and over, beside Nginx with the same bytes as a file."""
    with SideBySide(work) as servers:
        path = path_of(servers)
        answer = servers.must_agree(path)
        nginx, file_path = servers.faster_nginx(path, answer)
        targets: dict[str, tuple[Target, str]] = {target.name: (target, path) for target in servers.both}
        targets[nginx.name] = (nginx, file_path)
        acts = {of: (lambda number, target=target, at=at: wrk(target, at, servers.filled.token,
                                                              1 if number < 0 else lengths.seconds))
                for of, (target, at) in targets.items()}
        row = Row(name, about(what, len(answer), lengths))
        row.rounds = interleaved(name, acts, lengths.rounds)
        row.memory = {of: target.memory_mib() for of, (target, _) in targets.items()}
        return row


def read_range(work: pathlib.Path, lengths: Lengths) -> Row:
    return unchanged("range", "the unchanged schedule range", SideBySide.range_path, work, lengths)


def helpers(work: pathlib.Path, lengths: Lengths) -> Row:
    return unchanged("helpers", "the helper list", SideBySide.helpers_path, work, lengths)


def changing(work: pathlib.Path, lengths: Lengths) -> Row:
    """The range read while somebody else fills or clears a place in it every 100 ms."""
    with SideBySide(work) as servers:
        path = servers.range_path()
        answer = servers.must_agree(path)
        servers.must_decide_alike()
        last = path.rpartition("=")[2]
        event = servers.filled.first
        within = {**event, "free": [free for free in event["free"] if free["date"] <= last]}
        places = servers.filled.places([within])
        plans = servers.plans(lambda target: Plan(target, places=places))
        # One place has one write under way, and a server may be slow to answer it.
        writers = min(4, len(places))

        def act(target: Target, number: int):
            seconds = 1 if number < 0 else lengths.seconds
            with plans[target.name].beside(0, 0, 100, seconds=seconds, rate=CHANGES_A_SECOND, connections=writers):
                return wrk(target, path, servers.filled.token, seconds)

        acts = {target.name: (lambda number, target=target: act(target, number)) for target in servers.both}
        row = Row("changing", about("the schedule range", len(answer), lengths)
                  + f", while another client fills or clears a place in it every {1000 // CHANGES_A_SECOND} ms")
        row.rounds = interleaved("changing", acts, lengths.rounds)
        row.memory = {target.name: target.memory_mib() for target in servers.both}
        return row
