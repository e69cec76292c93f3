#!/usr/bin/env python3
"""Plants faults, one after the other, and looks whether the check that should see each does.

    plant_faults.py [--list] [--jobs N] [NAME...]     NAME: a fault or a check; without one, all

The faults are entries of server/tests/planted/<check>.yaml (the format: server/tests/planted/README.md). Nothing is
planted in the work tree: the faults go into a copy under build/plant, which is kept, so that builds are short. First,
every check runs without a fault and must pass. Then, for each fault: plant, build, check, take out. A fault is caught
if the check fails (and says what the entry expects); one that does not build is not caught. The exit status is 0 only
if all are caught.
"""

import argparse
import dataclasses
import os
import pathlib
import shutil
import sys
import time

import yaml

import bounded
import source_files

ROOT = source_files.ROOT
PLANTED = ROOT / "server" / "tests" / "planted"
COPY = ROOT / "build" / "plant"
LOGS = ROOT / "build" / "logs"
# What a check may need of the work tree that git does not know. node_modules is large, so it is shared.
SHARED = ["web/node_modules", "build/tools"]
COPIED = ["web/dist", "build/stamps"]
BUILD_MINUTES = 45
CHECK_KEYS = {"preset", "targets", "build", "check", "minutes"}
FAULT_KEYS = {"name", "why", "file", "find", "replace", "says"} | CHECK_KEYS
NEEDED = {"name", "why", "file", "find", "replace", "check"}


class Wrong(Exception):
    """An entry that cannot be planted; the text says why."""


@dataclasses.dataclass(frozen=True)
class Check:
    """How the program under test is built, and the command that judges it; both run in the copy."""

    preset: str  # of CMakePresets.json, or empty
    targets: tuple[str, ...]
    build: str  # a shell line beside that, or empty
    check: str  # a shell line
    minutes: float  # of `check`


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    group: str  # the file that has it
    why: str
    file: str
    find: str
    replace: str
    says: str  # what the failing check must print, or empty
    judged_by: Check


def fault_of(group: str, shared: dict, own: dict) -> Fault:
    entry = {"preset": "", "targets": [], "build": "", "minutes": 10, "says": ""} | shared | own
    if missing := sorted(NEEDED - entry.keys()):
        raise Wrong(f"{group}: {own.get('name', 'an entry')} has no {', '.join(missing)}")
    if unknown := sorted(own.keys() - FAULT_KEYS):
        raise Wrong(f"{group}: {entry['name']} has {', '.join(unknown)}, which mean nothing")
    judged_by = Check(entry["preset"], tuple(entry["targets"]), entry["build"], entry["check"], entry["minutes"])
    return Fault(entry["name"], group, entry["why"], entry["file"], entry["find"], entry["replace"], entry["says"],
                 judged_by)


def read(folder: pathlib.Path) -> list[Fault]:
    """All entries of a folder. Wrong if one is not well formed or two have one name."""
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text())
        own = content.pop("faults", None) if isinstance(content, dict) else None
        if not own or content.keys() - CHECK_KEYS:
            raise Wrong(f"{path.name}: it should have 'faults' and, for all of them, some of {sorted(CHECK_KEYS)}")
        faults += [fault_of(path.stem, content, each) for each in own]
    names = [each.name for each in faults] + sorted({each.group for each in faults})
    if twice := sorted({each for each in names if names.count(each) > 1}):
        raise Wrong(f"these names stand twice: {', '.join(twice)}")
    return faults


def planted(fault: Fault, tree: pathlib.Path) -> str:
    """The text of the fault's file with the fault in it. Wrong if it cannot be planted."""
    path = tree / fault.file
    if not path.is_file():
        raise Wrong(f"{fault.name}: there is no {fault.file}")
    text = path.read_text()
    if (times := text.count(fault.find)) != 1:
        raise Wrong(f"{fault.name}: its text stands {times} times in {fault.file}, not once")
    if fault.find == fault.replace:
        raise Wrong(f"{fault.name}: it changes nothing")
    return text.replace(fault.find, fault.replace)


def bring_up_to_date(root: pathlib.Path, copy: pathlib.Path) -> None:
    """Makes `copy` the work tree as it is now. What is the same keeps its time, so that builds stay incremental."""
    files = {path.relative_to(root) for path in source_files.listed(root=root)}
    for folder in COPIED:
        files |= {path.relative_to(root) for path in (root / folder).rglob("*") if path.is_file()}
    for file in files:
        content = (root / file).read_bytes()
        there = copy / file
        if not there.is_file() or there.read_bytes() != content:
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(content)
            shutil.copymode(root / file, there)
    listing = copy / "build" / "copied.txt"
    before = listing.read_text().splitlines() if listing.is_file() else []
    for gone in {pathlib.Path(line) for line in before} - files:
        (copy / gone).unlink(missing_ok=True)
    for folder in SHARED:
        link = copy / folder
        if (root / folder).is_dir() and not link.exists():
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to((root / folder).resolve())
    listing.parent.mkdir(parents=True, exist_ok=True)
    listing.write_text("".join(f"{file}\n" for file in sorted(files)))


class Runner:
    """Builds and checks the copy."""

    def __init__(self, copy: pathlib.Path, logs: pathlib.Path, jobs: int):
        self.copy = copy
        self.logs = logs
        self.jobs = jobs

    def log_of(self, name: str) -> pathlib.Path:
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"plant-{name}.log"
        log.write_text("")
        return log

    def builds(self, check: Check, log: pathlib.Path) -> bool:
        commands = []
        if check.preset and not (self.copy / "build" / check.preset / "build.ninja").is_file():
            commands.append(["cmake", "--preset", check.preset])
        if check.preset:
            commands.append(["ninja", "-C", f"build/{check.preset}", "-j", str(self.jobs), *check.targets])
        if check.build:
            commands.append(["sh", "-c", check.build])
        return all(bounded.run(each, log, BUILD_MINUTES, self.copy, {}) == 0 for each in commands)

    def passes(self, check: Check, log: pathlib.Path) -> bool:
        """True if the check is content. bounded.TookTooLong if it does not end."""
        return bounded.run(["sh", "-c", check.check], log, check.minutes, self.copy, bounded.SANITIZER) == 0

    def verdict_without_fault(self, check: Check, name: str) -> str:
        """Empty if the check passes, else what is wrong."""
        log = self.log_of(name)
        try:
            if not self.builds(check, log):
                return "does not build without a fault"
            return "" if self.passes(check, log) else "fails without a fault"
        except bounded.TookTooLong as late:
            return f"without a fault: {late}"

    def verdict(self, fault: Fault) -> str:
        """`caught`, or why it is not."""
        log = self.log_of(fault.name)
        path = self.copy / fault.file
        sound = path.read_text()
        path.write_text(planted(fault, self.copy))
        try:
            if not self.builds(fault.judged_by, log):
                return "does not build"
            if self.passes(fault.judged_by, log):
                return "NOT caught"
            if fault.says and fault.says not in log.read_text(errors="replace"):
                return "NOT caught: the check failed, but did not say what was expected"
            return "caught"
        except bounded.TookTooLong as late:
            return f"NOT caught: {late}"
        finally:
            path.write_text(sound)


def look_at(faults: list[Fault], runner: Runner) -> dict[str, str]:
    """The verdict on every fault, by name; prints each as it falls."""
    # One preset after the other, so that a build folder is not left and entered again.
    faults = sorted(faults, key=lambda each: (each.judged_by.preset, each.group))
    sound: dict[Check, str] = {}
    for number, check in enumerate(dict.fromkeys(each.judged_by for each in faults), 1):
        sound[check] = runner.verdict_without_fault(check, f"sound-{number}")
        print(f"without a fault: {sound[check] or 'passes'}: {check.check}", flush=True)
    verdicts = {}
    for fault in faults:
        begin = time.monotonic()
        verdicts[fault.name] = sound[fault.judged_by] or runner.verdict(fault)
        print(f"{fault.group:<16} {fault.name:<40} {verdicts[fault.name]} ({time.monotonic() - begin:.0f} s)",
              flush=True)
    return verdicts


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="only these faults, or those of these checks")
    parser.add_argument("--list", action="store_true", help="print the faults and plant none")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    try:
        faults = read(PLANTED)
        for fault in faults:
            planted(fault, ROOT)
    except Wrong as wrong:
        print(f"plant: {wrong}", file=sys.stderr)
        return 2
    known = {each.name for each in faults} | {each.group for each in faults}
    if unknown := sorted(set(options.names) - known):
        print(f"plant: there is no {', '.join(unknown)}; --list prints what there is", file=sys.stderr)
        return 2
    if options.names:
        faults = [each for each in faults if {each.name, each.group} & set(options.names)]
    if options.list:
        for fault in faults:
            print(f"{fault.group:<16} {fault.name:<40} {fault.why}")
        return 0
    bring_up_to_date(ROOT, COPY)
    verdicts = look_at(faults, Runner(COPY, LOGS, options.jobs))
    caught = sum(each == "caught" for each in verdicts.values())
    print(f"{caught} of {len(verdicts)} planted faults caught")
    return 0 if caught == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
