#!/usr/bin/env python3
"""Measures the Release server side by side with its peers: a table of figures, and which aims they meet (README.md)."""

import argparse
import dataclasses
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import report
import rows.first_token
import rows.flat
import rows.reads
import rows.start
import rows.world
import rows.writes
import self_check
from figures import BenchFailed
from rows.lengths import QUICK, Lengths
from targets import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
ROWS = {
    "range": rows.reads.read_range,
    "changing": rows.reads.changing,
    "helpers": rows.reads.helpers,
    "write-1": rows.writes.one,
    "write-64": rows.writes.many,
    "first-token": rows.first_token.first_token,
    "start": rows.start.start,
    "idle": rows.start.idle,
    "flat": rows.flat.flat,
    "world": rows.world.world,
}


def measure(names: list[str], lengths: Lengths) -> list[report.Row]:
    made = []
    for name in names:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="organizer-bench-") as work:
            made.append(ROWS[name](pathlib.Path(work), lengths))
        print(f"{name}: took {time.monotonic() - begin:.0f} s", file=sys.stderr, flush=True)
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), metavar="ROW",
                        help=f"only these: {', '.join(ROWS)}")
    parser.add_argument("--quick", action="store_true", help="each row for seconds only, to see that all of them work")
    parser.add_argument("--rounds", type=int, help="rounds of each server")
    parser.add_argument("--seconds", type=float, help="of a round")
    parser.add_argument("--record", action="store_true", help="write the tables into docs/performance.md")
    given = parser.parse_args()
    if given.record and (given.quick or given.rows != list(ROWS)):
        parser.error("only a whole run of all rows is recorded")
    chosen = {name: value for name, value in (("rounds", given.rounds), ("seconds", given.seconds)) if value}
    lengths = dataclasses.replace(QUICK if given.quick else Lengths(), **chosen)
    # Asked to end, it ends its servers too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: ended by a signal"))
    try:
        self_check.notices()
        lines = report.whole(measure(given.rows, lengths), report.machine())
        if given.record:
            DOCUMENT.write_text(report.recorded(DOCUMENT.read_text(), lines))
    except (BenchFailed, OSError, subprocess.SubprocessError) as fault:
        print(f"bench: {fault}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
