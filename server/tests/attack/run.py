#!/usr/bin/env python3
"""Attacks the built program (README.md beside this): `./dev attack NAME`, and in short by `./dev test attack`.

    run.py [--short] [--report FILE] [--seconds N] NAME...
"""

import argparse
import json
import pathlib
import sys
import tempfile
import time
import traceback
from collections.abc import Callable

import contract
import hostile
import leak
import restart
from target import ROOT, AttackFailed


def attacks(seconds: float | None) -> dict[str, Callable[[pathlib.Path], list[str]]]:
    """Each attack in full length."""
    return {
        "hostile": lambda work: hostile.run(work, "release", seconds or 60, judge_limits=True, judge_times=True),
        "hostile-sanitized": lambda work: hostile.run(work, "asan", seconds or 60, judge_limits=False,
                                                      judge_times=False),
        "restart": lambda work: restart.run(work, "release", rounds=10, round_seconds=2),
        "leak": lambda work: leak.run(work, "release", seconds or 600, window=min(60, (seconds or 600) / 5),
                                      most_growth=leak.MOST_GROWTH),
        "contract": lambda work: contract.run(work, "release", examples=40),
    }


def samples() -> dict[str, Callable[[pathlib.Path], list[str]]]:
    """Shortened so far that a planted fault is found within minutes."""
    return {
        "leak-sample": lambda work: leak.run(work, "release", 60, window=12, most_growth=leak.SAMPLE_MOST_GROWTH,
                                             answer_mib=leak.SAMPLE_ANSWER_MIB),
        "contract-sample": lambda work: contract.run(work, "release", examples=10, phases="fuzzing", least=0),
    }


def short_attacks() -> dict[str, Callable[[pathlib.Path], list[str]]]:
    """What `./dev test` runs: the limits of memory, but no judgement of times, which a busy machine cannot give."""
    return {
        "hostile": lambda work: hostile.run(work, "release", 15, judge_limits=True, judge_times=False),
        "restart": lambda work: restart.run(work, "release", rounds=3, round_seconds=1.5),
        "leak": lambda work: leak.run(work, "release", 20, window=4, most_growth=None),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="of attacks; without one, all")
    parser.add_argument("--short", action="store_true", help="the short versions")
    parser.add_argument("--seconds", type=float, help="how long hostile and leak take, instead of their own length")
    parser.add_argument("--report", type=pathlib.Path, help="a JSON report for tools/run_tests.py")
    given = parser.parse_args()
    all_of_them = short_attacks() if given.short else attacks(given.seconds)
    known = all_of_them | samples()
    if set(given.names) - set(known):
        print(f"there are these attacks: {', '.join(known)}", file=sys.stderr)
        return 2
    report = {"passed": 0, "skipped": 0, "failures": []}
    kept = ROOT / "build" / "attack"
    kept.mkdir(parents=True, exist_ok=True)
    for name in given.names or all_of_them:
        print(f"==> {name}", flush=True)
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=kept) as work:
            try:
                told = known[name](pathlib.Path(work))
                report["passed"] += 1
                end = "ok"
            except contract.Unavailable as missing:
                told = [str(missing)]
                report["skipped"] += 1
                end = "skipped"
            except Exception as fault:  # whatever it is, it fails this attack and not those behind it
                told = [str(fault) if isinstance(fault, AttackFailed) else traceback.format_exc()]
                report["failures"].append(f"{name}: {fault}")
                end = "FAILED"
        print("\n".join(told))
        print(f"    {name}: {end} in {time.monotonic() - began:.0f} s", flush=True)
    if given.report:
        given.report.write_text(json.dumps(report))
    return 1 if report["failures"] else 0


if __name__ == "__main__":
    sys.exit(main())
