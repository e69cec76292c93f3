"""first-token: the range read, each request with a token that the server has never seen."""

import pathlib

from drive import CONNECTIONS, Plan, interleaved
from figures import Round, Row, round_of
from rows.lengths import Lengths
from side_by_side import SideBySide
from targets import Target

WARM_UP_TOKENS = 200
LONGEST_SECONDS = 120


def first_token(work: pathlib.Path, lengths: Lengths) -> Row:
    with SideBySide(work, tokens=WARM_UP_TOKENS + lengths.rounds * lengths.tokens) as servers:
        path = servers.range_path()
        servers.must_agree(path)
        tokens = servers.filled.tokens
        reads = [{"path": path, "token": servers.filled.token}]

        def act(target: Target, number: int) -> Round:
            begin = 0 if number < 0 else WARM_UP_TOKENS + number * lengths.tokens
            count = WARM_UP_TOKENS if number < 0 else lengths.tokens
            plan = Plan(target, reads=reads, tokens=tokens[begin:begin + count])
            told, cpu = plan.run(connections=CONNECTIONS, seconds=LONGEST_SECONDS)
            return round_of(told, cpu, f"first-token, {target.name}")

        acts = {target.name: (lambda number, target=target: act(target, number)) for target in servers.both}
        row = Row("first-token", f"the schedule range, every request with a token never seen before, {CONNECTIONS} "
                                 f"connections, {lengths.rounds} rounds of {lengths.tokens} tokens")
        row.rounds = interleaved("first-token", acts, lengths.rounds)
        row.memory = {target.name: target.memory_mib() for target in servers.both}
        return row
