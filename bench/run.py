#!/usr/bin/env python3
"""Measures the Release server side by side with its peers and prints ratios with their spread (README.md)."""

import argparse
import base64
import datetime
import json
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile

from targets import ROOT, BENCH, BenchFailed, Nest, Nginx, Organizer, Target, fetch

CONNECTIONS = 64
LOAD_CORE = "1"
RANGE_BYTES = 6000
DOCUMENT = ROOT / "docs" / "performance.md"
MARKS = ("<!-- bench: begin -->", "<!-- bench: end -->")


def drive(target: Target, path: str, token: str, seconds: int) -> dict:
    """One round of wrk; BenchFailed if any answer was not a success."""
    done = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "5s",
         "-s", str(BENCH / "wrk_report.lua"), "-H", f"Authorization: Bearer {token}", target.base + path],
        check=False, capture_output=True, text=True, timeout=seconds + 60)
    found = re.search(r"^BENCH (\{.*\})$", done.stdout, re.MULTILINE)
    if not found:
        raise BenchFailed(f"wrk said nothing about {target.name}: {done.stdout}{done.stderr}")
    figures = json.loads(found.group(1))
    if figures["failed"] or figures["requests"] == 0:
        raise BenchFailed(f"{target.name}: {figures['failed']} of {figures['requests']} requests failed")
    return {"rate": figures["requests"] / figures["microseconds"] * 1e6, "p50": figures["p50"] / 1000,
            "p99": figures["p99"] / 1000}


def claims_of(token: str) -> dict:
    """The token's claims, unverified: the peer needs to know what to verify."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def range_path(organizer: Organizer, event: str) -> str:
    """The path of the schedule range whose answer is nearest to 6 KB: one to six dates from today on."""
    base = f"/api/v1/events/{event}/schedules"
    whole = json.loads(fetch(organizer.base + base, organizer.token))
    best = None
    for schedule in whole["schedules"]:
        path = f"{base}?from={whole['from']}&to={schedule['date']}"
        size = len(fetch(organizer.base + path, organizer.token))
        if best is None or abs(size - RANGE_BYTES) < abs(best[0] - RANGE_BYTES):
            best = (size, path)
    if best is None:
        raise BenchFailed("the demo event has no coming dates")
    return best[1]


def median_with_spread(values: list[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"


def row_range(work: pathlib.Path, rounds: int, seconds: int) -> list[str]:
    """The unchanged range read, token checked: the organizer, NestJS and Nginx in turn."""
    targets: list[Target] = []
    try:
        organizer = Organizer(work)
        targets.append(organizer)
        me = json.loads(fetch(f"{organizer.base}/api/v1/me", organizer.token))
        event = me["events"][0]["id"]
        path = range_path(organizer, event)
        answer = fetch(organizer.base + path, organizer.token)
        parts = json.loads(answer)
        claims = claims_of(organizer.token)
        seed = {"event": event, "timeZone": parts["timeZone"], "schedules": parts["schedules"],
                "account": f"{claims['tid']}/{claims['oid']}", "issuer": claims["iss"], "audience": claims["aud"]}
        nest = Nest(work, seed, organizer)
        targets.append(nest)
        if json.loads(fetch(nest.base + path, organizer.token)) != parts:
            raise BenchFailed("the NestJS peer does not give the same answer")
        fetch(nest.base + path, "not.a.token", accept_status=(401,))
        file_path = path.replace("?", "-").replace("&", "-")
        nginx = Nginx(work, file_path, answer)
        targets.append(nginx)
        paths = {organizer.name: path, nest.name: path, nginx.name: file_path}
        for target in targets:
            drive(target, paths[target.name], organizer.token, 1)
        figures: dict[str, list[dict]] = {target.name: [] for target in targets}
        for number in range(rounds):
            for target in targets:
                figures[target.name].append(drive(target, paths[target.name], organizer.token, seconds))
            print(f"range: round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        memory = {target.name: target.memory_mib() for target in targets}
    finally:
        for target in targets:
            target.stop()
    lines = [f"**range**: schedule range of {len(answer)} bytes, token checked, {CONNECTIONS} connections, "
             f"{rounds} rounds of {seconds} s, server on one core", "",
             "| server | requests/s | p50 ms | p99 ms | memory MiB |", "|---|---|---|---|---|"]
    for name, taken in figures.items():
        rate, p50, p99 = (statistics.median(one[key] for one in taken) for key in ("rate", "p50", "p99"))
        lines.append(f"| {name} | {rate:,.0f} | {p50:.2f} | {p99:.2f} | {memory[name]:.1f} |")
    lines += ["", "| ratio | median (lowest-highest of the rounds) |", "|---|---|"]
    for peer in ("nestjs", "nginx"):
        for what, key in (("requests/s", "rate"), ("p99", "p99")):
            ratios = [own[key] / other[key] for own, other in zip(figures["organizer"], figures[peer])]
            lines.append(f"| organizer / {peer}, {what} | {median_with_spread(ratios)} |")
    return lines


ROWS = {"range": row_range}


def machine() -> str:
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    versions = []
    for command, pattern in ((["node", "--version"], r"v\S+"), (["nginx", "-v"], r"nginx/\S+"),
                             (["g++", "--version"], r"\) (\S+)")):
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20)
        found = re.search(pattern, done.stdout + done.stderr)
        versions.append(f"{command[0]} {found.group(found.lastindex or 0) if found else 'unknown'}")
    return (f"{datetime.date.today()}, {model.group(1) if model else platform.machine()}, "
            f"Linux {platform.release()}, {', '.join(versions)}")


def record(lines: list[str]) -> None:
    """Puts the table between the marks of docs/performance.md."""
    text = DOCUMENT.read_text()
    before, rest = text.split(MARKS[0], 1)
    after = rest.split(MARKS[1], 1)[1]
    DOCUMENT.write_text(before + MARKS[0] + "\n" + "\n".join(lines) + "\n" + MARKS[1] + after)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rows", nargs="+", choices=sorted(ROWS), default=sorted(ROWS))
    parser.add_argument("--record", action="store_true", help="write the table into docs/performance.md")
    given = parser.parse_args()
    lines = [f"Machine: {machine()}.", ""]
    try:
        for row in given.rows:
            with tempfile.TemporaryDirectory(prefix="organizer-bench-") as work:
                lines += ROWS[row](pathlib.Path(work), given.rounds, given.seconds)
    except (BenchFailed, subprocess.TimeoutExpired) as fault:
        print(f"bench: {fault}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    if given.record:
        record(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
