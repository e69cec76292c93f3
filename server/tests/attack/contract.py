"""An outside tool (schemathesis) sends what the contract allows and what it does not, once for each level of access.

Its checks: no 500, no status that the operation does not document, no answer outside its schema, its content type or
its headers. Path parameters and ids are mostly those of the demo event, so that requests come past the look-up.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
from collections import Counter

from people import EVENT, Client, invite, token_by_link
from target import ROOT, AttackFailed, Target, binary_of, verdict

HERE = pathlib.Path(__file__).resolve().parent
LEAST_REQUESTS = 20_000
MINUTES = 14  # a token lives 15
MOST_UNSIGNED = 0.05  # of the requests with a token; the tool's own cases leave it out now and then
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "allow_header_conformance")
OTHER_EVENT = "elsewhere"


class Unavailable(Exception):
    """The tool cannot be had here (no package registry, for example); the text says why."""


def tool() -> pathlib.Path:
    """The pinned schemathesis in an environment of its own, made when it is missing."""
    wanted = (HERE / "requirements.txt").read_text()
    place = ROOT / "build" / "attack" / "schemathesis"
    stamp = place / "made-from"
    if not (stamp.is_file() and stamp.read_text() == wanted):
        for command in (["/usr/bin/python3", "-m", "venv", "--clear", str(place)],
                        [str(place / "bin" / "pip"), "install", "-q", "--no-deps", "--disable-pip-version-check", "-r",
                         str(HERE / "requirements.txt")]):
            try:
                done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
            except (OSError, subprocess.TimeoutExpired) as fault:
                raise Unavailable(f"{' '.join(command[:3])}: {fault}") from fault
            if done.returncode != 0:
                raise Unavailable((done.stderr or done.stdout).strip().splitlines()[-1])
        stamp.write_text(wanted)
    return place / "bin" / "schemathesis"


def people(target: Target) -> dict[str, str]:
    """A token for each level of access; the empty one sends none."""
    admin = Client(target.port, token_by_link(target, target.link))
    tokens = {"none": "", "admin": admin.token}
    for access in ("helper", "runDirector", "coordinator"):
        tokens[access] = invite(target, admin, EVENT, access).token
    admin.must(201, "POST", "/events", {"id": OTHER_EVENT, "name": "Elsewhere parkrun", "series": "5k",
                                        "timeZone": "Europe/London", "country": "GB"})
    tokens["member of another event"] = invite(target, admin, OTHER_EVENT, "coordinator").token
    admin.close()
    return tokens


def known_values(target: Target, admin_token: str) -> dict[str, list[str]]:
    """Ids of the demo event, by the names of the parameters and members that take them.

    Accounts are those of two members who are there for this alone: others would lose their access in the middle.
    """
    admin = Client(target.port, admin_token)
    spare = []
    for _ in range(2):
        member = Client(target.port, invite(target, admin, EVENT, "helper").token)
        spare.append(member.must(200, "GET", "/me").json()["account"]["account"])
        member.close()
    helpers = [one["id"] for one in admin.must(200, "GET", f"/events/{EVENT}/helpers").json()["helpers"]]
    schedules = admin.must(200, "GET", f"/events/{EVENT}/schedules").json()["schedules"]
    slots = sorted({slot["id"] for schedule in schedules for slot in schedule["slots"]})
    roles = [one["id"] for one in admin.must(200, "GET", "/roles").json()["roles"]]
    invitations = [admin.must(201, "POST", f"/events/{EVENT}/invitations", {"access": "helper"}).json()["invitation"]
                   for _ in range(5)]
    entries = admin.must(200, "GET", f"/events/{EVENT}/activity?limit=50").json()["entries"]
    admin.close()
    dates = [one["date"] for one in schedules]
    return {"event": [EVENT, EVENT, EVENT, OTHER_EVENT], "helper": helpers, "date": dates, "slot": slots, "role": roles,
            "invitation": [one["id"] for one in invitations], "account": spare, "actor": spare, "from": dates,
            "to": dates, "op": [one["op"] for one in entries], "expect": helpers,
            "If-Match": [f'"{rev}-x"' for rev in (1, 1, 2, 3)]}


def start(binary: pathlib.Path, target: Target, work: pathlib.Path, level: str, token: str, examples: int, phases: str,
          known: pathlib.Path, contract: pathlib.Path) -> tuple[subprocess.Popen, pathlib.Path]:
    place = work / level.replace(" ", "-")
    place.mkdir()
    command = [str(binary), "run", str(contract), "--url", f"{target.base}/api/v1", "--checks", ",".join(CHECKS),
               "--phases", phases, "--max-examples", str(examples), "--continue-on-failure",
               "--no-shrink", "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "30"]
    if token:
        command += ["--header", f"Authorization: Bearer {token}"]
    with (place / "output.txt").open("w") as output:
        process = subprocess.Popen(
            command, cwd=place, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            env=os.environ | {"SCHEMATHESIS_HOOKS": "contract_hooks", "PYTHONPATH": str(HERE), "NO_COLOR": "1",
                              "PYTHONDONTWRITEBYTECODE": "1", "ATTACK_KNOWN": str(known), "COLUMNS": "160",
                              "ATTACK_CONTRACT": str(contract), "ATTACK_COUNTS": str(place / "counts.json")})
    return process, place


def attack(target: Target, work: pathlib.Path, examples: int, phases: str, least: int) -> list[str]:
    binary = tool()
    contract = work / "openapi.json"
    subprocess.run([sys.executable, str(ROOT / "tools" / "contract_file.py"), str(ROOT / "api" / "openapi.yaml"),
                    str(contract)], check=True, timeout=60)
    tokens = people(target)
    known = work / "known.json"
    known.write_text(json.dumps(known_values(target, tokens["admin"])))
    running = {level: start(binary, target, work, level, token, examples, phases, known, contract)
               for level, token in tokens.items()}
    until = time.monotonic() + MINUTES * 60
    told: list[str] = []
    faults: list[str] = []
    total: Counter[str] = Counter()
    kept = ROOT / "build" / "logs"
    kept.mkdir(parents=True, exist_ok=True)
    try:
        for level, (process, place) in running.items():
            try:
                status = process.wait(max(1.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                raise AttackFailed(f"schemathesis as {level} took longer than {MINUTES} minutes") from None
            output = (place / "output.txt").read_text(errors="replace")
            (kept / f"attack-contract-{place.name}.log").write_text(output)
            counts = Counter(json.loads((place / "counts.json").read_text()))
            total += counts
            statuses: Counter[str] = Counter()
            for what, count in counts.items():
                statuses[what.rsplit(" ", 1)[1]] += count
            told.append(f"{level}: {sum(counts.values())} requests, "
                        + ", ".join(f"{status} {count}" for status, count in sorted(statuses.items())))
            if level != "none" and statuses["401"] > sum(counts.values()) * MOST_UNSIGNED:
                faults.append(f"as {level}: {statuses['401']} of {sum(counts.values())} requests were not signed in")
            if status != 0:
                found = re.search(r"=+ FAILURES =+.*|=+ ERRORS =+.*", output, re.DOTALL)
                faults.append(f"as {level} (build/logs/attack-contract-{place.name}.log): "
                              + (found.group(0) if found else output)[-6000:])
    finally:
        for process, _ in running.values():
            if process.poll() is None:
                process.kill()
                process.wait()
    told.append(f"{sum(total.values())} requests to {len({what.rsplit(' ', 1)[0] for what in total})} operations")
    if sum(total.values()) < least:
        faults.append(f"only {sum(total.values())} requests; at least {least}")
    faults += target.faults_at_stop()
    return verdict(told, faults)


def run(work: pathlib.Path, preset: str, examples: int, phases: str = "coverage,fuzzing",
        least: int = LEAST_REQUESTS) -> list[str]:
    """`examples` generated requests for each operation and level, beside those of the tool's own cases."""
    target = Target(binary_of(preset), work, "--reads-per-second", "0", "--changes-per-second", "0")
    target.start()
    try:
        return attack(target, work, examples, phases, least)
    finally:
        target.kill()
