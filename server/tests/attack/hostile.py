"""Hostile HTTP against the running server, while an ordinary client goes on with its work.

Attackers in parallel: the table of shapes (shapes.py), clients that hold connections (holders.py) and floods
(floods.py). All along memory is sampled and an ordinary client is measured; afterwards more connections than the server
takes are opened at once, and then it must be as it was before.
"""

import pathlib
import re
import time

import floods
import holders
import shapes
from people import EVENT, Client, invite, token_by_link
from raw_exchange import BadAnswer, connect, exchange, read_answers
from side import Side, more_descriptors
from target import Target, binary_of, verdict

MOST_MEMORY_MIB = 95  # 100 MB
MOST_P99_SECONDS = 0.250
SAMPLE_SECONDS = 0.1
SHAPE_SECONDS = 30
MOST_CONNECTIONS = 4096  # the setting's default


def attack_with_shapes(until: float, port: int) -> dict:
    """Sends the whole table again and again, once at least."""
    faults: list[str] = []
    exchanges = 0
    all_shapes = shapes.table(port)
    while exchanges == 0 or time.monotonic() < until:
        for shape in all_shapes:
            exchanges += 1
            try:
                got = exchange(port, shape.sent, SHAPE_SECONDS, heads=shape.heads)
            except (BadAnswer, OSError, ValueError) as fault:
                faults.append(f"shape '{shape.name}': {fault!r}")
                continue
            if got.statuses not in shape.allowed:
                faults.append(f"shape '{shape.name}': answered {got.statuses[:5]}, which is not allowed")
    return {"faults": faults, "shapes": len(all_shapes), "exchanges": exchanges}


def ordinary_client(until: float, port: int, token: str, paths: tuple[str, ...]) -> dict:
    """Reads as the pages do, one request after the other; every answer must be right. Tells the seconds of each."""
    client = Client(port, token)
    seconds: list[float] = []
    faults: list[str] = []
    known: dict[str, bytes] = {}
    turn = 0
    while time.monotonic() < until:
        path = paths[turn % len(paths)]
        turn += 1
        if turn % 50 == 0:
            client.close()  # and on a new connection
        begin = time.monotonic()
        try:
            answer = client.ask("GET", path)
        except OSError as fault:
            faults.append(f"the ordinary client: {path}: {fault!r}")
            continue
        seconds.append(time.monotonic() - begin)
        if answer.status != 200 or known.setdefault(path, answer.body) != answer.body:
            faults.append(f"the ordinary client: {path} answered {answer.status}: {answer.body[:100]!r}")
        time.sleep(0.02)
    client.close()
    return {"faults": faults, "seconds": seconds}


def beyond_the_cap(target: Target) -> list[str]:
    """Opens more connections than the server takes: those beyond are told so at once, the others are served."""
    faults = []
    held = [connect(target.port, SHAPE_SECONDS) for _ in range(MOST_CONNECTIONS)]
    deadline = time.monotonic() + SHAPE_SECONDS
    told: tuple[int, ...] = ()
    # The kernel takes connections before the server does, so the first beyond the cap may come a moment later.
    while told != (503,) and time.monotonic() < deadline:
        with connect(target.port, SHAPE_SECONDS) as one_more:
            one_more.settimeout(1)
            try:
                told = read_answers(one_more, own_headers=False).statuses
            except TimeoutError:
                continue
    if told != (503,):
        faults.append(f"a connection beyond the cap was told {told}")
    held[0].sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost:{target.port}\r\n\r\n".encode())
    if read_answers(held[0], most=1).statuses != (200,):
        faults.append("a connection within the cap is not served while others are refused")
    for one in held:
        one.close()
    return faults


def watch(target: Target, until: float) -> float:
    """The most memory seen until then, in MiB."""
    most = 0.0
    while time.monotonic() < until:
        most = max(most, target.memory_mib())
        time.sleep(SAMPLE_SECONDS)
    return most


def largest_script(port: int) -> str:
    """The path of the largest script of the pages."""
    with connect(port, SHAPE_SECONDS) as opened:
        opened.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        page = read_answers(opened, most=1).answers[0].body.decode()
    found = re.search(r'src="(/assets/[^"]+\.js)"', page)
    return found.group(1) if found else "/"


def attack(target: Target, seconds: float, judge_limits: bool, judge_times: bool) -> list[str]:
    token = token_by_link(target, target.link)
    client = Client(target.port, token)
    first = client.must(200, "GET", f"/events/{EVENT}/schedules").json()["schedules"][0]["date"]
    paths = ("/me", "/roles", f"/events/{EVENT}", f"/events/{EVENT}/helpers", f"/events/{EVENT}/schedules",
             f"/events/{EVENT}/schedules/{first}")
    for path in paths:
        client.must(200, "GET", path)
    hostile_member = invite(target, client, EVENT, "coordinator").token
    client.close()
    time.sleep(2)  # until what starting and signing in have opened is closed
    level = target.descriptors()

    port = target.port
    sides = [Side("shapes", attack_with_shapes, port),
             Side("holders", holders.hold, port, largest_script(port), hostile_member),
             Side("bad tokens", floods.bad_tokens, port, token), Side("resets", floods.resets, port),
             Side("large bodies", floods.large_bodies, port), Side("sign-ins", floods.sign_ins, port),
             Side("ordinary client", ordinary_client, port, token, paths, nice=False)]
    until = time.monotonic() + seconds
    for side in sides:
        side.start(until)
    most_memory = watch(target, until)
    reports = {side.name: side.report(until) for side in sides}
    faults = [fault for report in reports.values() for fault in report["faults"]]
    told = [f"{name}: " + ", ".join(f"{key} {value}" for key, value in report.items() if key != "faults")
            for name, report in reports.items() if name != "ordinary client"]

    taken = sorted(reports["ordinary client"].get("seconds", []))
    if len(taken) < 100 * min(1, seconds / 60):
        faults.append(f"the ordinary client was answered only {len(taken)} times")
    p99 = taken[int(len(taken) * 0.99)] if taken else float("inf")
    told.append(f"ordinary client: {len(taken)} reads, p50 {taken[len(taken) // 2] * 1000:.1f} ms, p99 "
                f"{p99 * 1000:.1f} ms, slowest {taken[-1] * 1000:.1f} ms" if taken else "ordinary client: no answer")
    if judge_times and p99 > MOST_P99_SECONDS:
        faults.append(f"an ordinary client's p99 is {p99 * 1000:.0f} ms; at most {MOST_P99_SECONDS * 1000:.0f}")

    faults += beyond_the_cap(target)
    most_memory = max(most_memory, target.memory_mib())
    told.append(f"memory: at most {most_memory:.1f} MiB")
    if judge_limits and most_memory > MOST_MEMORY_MIB:
        faults.append(f"{most_memory:.1f} MiB of memory; at most {MOST_MEMORY_MIB}")
    left = target.descriptors_back(level)
    told.append(f"descriptors: {level} before, {left} after")
    if left > level:
        faults.append(f"{left - level} descriptors are left open")
    client.must(200, "GET", f"/events/{EVENT}/schedules")
    client.close()
    faults += target.faults_at_stop()
    return verdict(told, faults)


def run(work: pathlib.Path, preset: str, seconds: float, judge_limits: bool, judge_times: bool) -> list[str]:
    """Attacks a server of that preset for so long. The lines of the report; AttackFailed with the faults."""
    more_descriptors()
    target = Target(binary_of(preset), work)
    target.start()
    try:
        return attack(target, seconds, judge_limits, judge_times)
    finally:
        target.kill()
