"""From rows to text: tables, ratios, and which aims the measured figures meet. Nothing here measures."""

import dataclasses
import datetime
import os
import pathlib
import platform
import re
import statistics
import subprocess
from typing import Callable

from figures import BenchFailed, Row, with_spread
from targets import BENCH

MARKS = ("<!-- bench: begin -->", "<!-- bench: end -->")
OWN = "organizer"


def nginx_of(row: Row) -> str | None:
    """The name of the row's Nginx, which tells how it was tuned."""
    return next((name for name in row.rounds if name.startswith("nginx")), None)


def table_of(row: Row) -> list[str]:
    """One line a server, then the ratios of the organizer to each peer."""
    lines = ["| server | requests/s | p50 ms | p99 ms | processor µs/request | memory MiB |", "|---|---|---|---|---|---|"]
    for name, rounds in row.rounds.items():
        rate = with_spread([one.rate for one in rounds], ",.0f")
        p50, p99, cpu = (statistics.median(getattr(one, key) for one in rounds) for key in ("p50", "p99", "cpu"))
        lines.append(f"| {name} | {rate} | {p50:.2f} | {p99:.2f} | {cpu:.1f} | {row.memory[name]:.1f} |")
    peers = [name for name in row.rounds if name != OWN]
    if OWN in row.rounds and peers:
        lines += ["", "| ratio | median (lowest-highest of the rounds) |", "|---|---|"]
        for peer in peers:
            for what, key in (("requests/s", "rate"), ("p99", "p99")):
                lines.append(f"| {OWN} / {peer}, {what} | {with_spread(row.ratios(OWN, peer, key))} |")
    return lines


def text_of(row: Row) -> list[str]:
    lines = [f"**{row.name}**: {row.about}", ""]
    if row.rounds:
        lines += table_of(row) + [""]
    if row.lines:
        lines += row.lines + [""]
    return lines


@dataclasses.dataclass(frozen=True)
class Aim:
    """One aim: which row tells, how the figure is taken from it, and what is good enough."""

    text: str
    row: str
    measure: Callable[[Row], float]
    bound: float
    at_least: bool
    unit: str = ""

    def line(self, rows: dict[str, Row]) -> str:
        """`met`, `not met`, or `not measured` where the row did not run."""
        if self.row not in rows:
            return f"| {self.text} | {self.row} | not measured | |"
        value = self.measure(rows[self.row])
        met = value >= self.bound if self.at_least else value <= self.bound
        return f"| {self.text} | {self.row} | {value:.2f}{self.unit} | {'met' if met else '**not met**'} |"


def ratio_to(peer: str, what: str) -> Callable[[Row], float]:
    """The median over the rounds of the ratio of the organizer to that peer."""
    def measure(row: Row) -> float:
        name = nginx_of(row) if peer == "nginx" else peer
        if name is None:
            raise BenchFailed(f"the row {row.name} has no {peer}")
        return statistics.median(row.ratios(OWN, name, what))
    return measure


def value(name: str) -> Callable[[Row], float]:
    return lambda row: row.values[name]


AIMS = [
    Aim("unchanged read: at least the rate of Nginx with the file", "range", ratio_to("nginx", "rate"), 1, True, " ×"),
    Aim("p99 at 64 connections: below twice Nginx's", "range", ratio_to("nginx", "p99"), 2, False, " ×"),
    Aim("changing read: 8 × NestJS", "changing", ratio_to("nestjs", "rate"), 8, True, " ×"),
    Aim("helper list: 8 × NestJS", "helpers", ratio_to("nestjs", "rate"), 8, True, " ×"),
    Aim("durable write, 1 connection: 6 × NestJS", "write-1", ratio_to("nestjs", "rate"), 6, True, " ×"),
    Aim("durable write, 64 connections: 6 × NestJS", "write-64", ratio_to("nestjs", "rate"), 6, True, " ×"),
    Aim("first-seen token: 5 × NestJS", "first-token", ratio_to("nestjs", "rate"), 5, True, " ×"),
    Aim("flat: no request costs more than 1.1 × as much with the most events as with the fewest", "flat",
        value("growth"), 1.1, False, " ×"),
    Aim("idle: at most 12 MiB, after a minute", "idle", value("later"), 12, False, " MiB"),
    Aim("ready within 50 ms", "start", value("ready"), 50, False, " ms"),
]


def aims_of(rows: dict[str, Row]) -> list[str]:
    return ["**Aims**, judged from the figures above (ratios are medians over the rounds):", "",
            "| aim | row | measured | |", "|---|---|---|---|", *(aim.line(rows) for aim in AIMS)]


def whole(rows: list[Row], machine: str) -> list[str]:
    lines = [f"Machine: {machine}.", ""]
    for row in rows:
        lines += text_of(row)
    return lines + aims_of({row.name: row for row in rows})


def machine() -> str:
    """Date, processor, memory and versions."""
    model = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    versions = []
    for command, pattern in ((["node", "--version"], r"v\S+"), (["nginx", "-v"], r"nginx/(\S+)"),
                             (["g++", "--version"], r"\) (\S+)"), (["wrk", "-v"], r"wrk (\S+)"),
                             (["git", "rev-parse", "--short", "HEAD"], r"\w+")):
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=20, cwd=BENCH)
        found = re.search(pattern, done.stdout + done.stderr)
        name = "commit" if command[0] == "git" else command[0]
        versions.append(f"{name} {found.group(found.lastindex or 0) if found else 'unknown'}")
    return (f"{datetime.date.today()}, {model.group(1) if model else platform.machine()}, "
            f"{os.cpu_count()} processors, {int(memory.group(1)) // 1024 // 1024} GiB, Linux {platform.release()}, {', '.join(versions)}")


def recorded(text: str, lines: list[str]) -> str:
    """The document with these lines between its marks. BenchFailed if it has no marks."""
    parts = re.split("|".join(map(re.escape, MARKS)), text)
    if len(parts) != 3:
        raise BenchFailed("the document has no place for the table")
    return parts[0] + MARKS[0] + "\n" + "\n".join(lines) + "\n" + MARKS[1] + parts[2]
