"""Stops and starts the server again and again while clients write: nothing is lost, nothing happens twice.

Each writer has a helper and a place of its own in an event made for this, and puts the helper in and out. It repeats a
command with the same key until it has a final answer. A request under way when the server stops must be answered whole,
refused with 503, or lose its connection before an answer begins; half an answer is a fault. In the end each command
stands exactly once in the activity log, the places are as the last answers said, and a repeat of old commands gives
their first outcome again and changes nothing.
"""

import http.client
import pathlib
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field

from people import Client, token_by_link
from target import AttackFailed, Target, binary_of, verdict

EVENT = "restarted"
WRITERS = 8
PAUSE_SECONDS = 0.01
RETRY_SECONDS = 0.03
AWAY_SECONDS = 10 * RETRY_SECONDS  # a start takes less than a client's pause: each is to find nobody there
FINAL_SECONDS = 60
LOG_SECONDS = 1.5  # the log may lag a second, and longer on a machine that is busy
REPEATED = 100
PAGE = 200


@dataclass
class Command:
    op: str
    path: str
    body: dict
    tries: int = 0


@dataclass
class Writer:
    """One client that writes, and what it knows of its place."""

    path: str
    helper: str
    token: str
    port: int
    holds: str | None = None
    done: list[Command] = field(default_factory=list)
    seen: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def run(self, stop: threading.Event) -> None:
        client = Client(self.port, self.token)
        try:
            while not stop.is_set():
                wanted = None if self.holds else self.helper
                command = Command(str(uuid.uuid4()), self.path, {"helper": wanted, "expect": self.holds})
                self.carry_out(client, command)
                self.holds = wanted
                self.done.append(command)
                time.sleep(PAUSE_SECONDS * random.random())
        except Exception as fault:  # whatever it is, it is told and fails the attack
            self.faults.append(repr(fault))
        finally:
            client.close()

    def carry_out(self, client: Client, command: Command) -> None:
        """Sends the command until it has a final answer, which must be 200."""
        deadline = time.monotonic() + FINAL_SECONDS
        while time.monotonic() < deadline:
            command.tries += 1
            try:
                answer = client.ask("PUT", command.path, command.body, op=command.op)
            except http.client.IncompleteRead as half:
                raise AttackFailed(f"half an answer: {half!r}") from half
            except http.client.RemoteDisconnected:
                self.seen["closed before an answer"] += 1
            except ConnectionRefusedError:
                self.seen["not there"] += 1
            except (ConnectionResetError, BrokenPipeError):
                self.seen["reset before an answer"] += 1
            except (http.client.HTTPException, OSError) as fault:
                raise AttackFailed(f"an answer that is none: {fault!r}") from fault
            else:
                self.seen[f"status {answer.status}"] += 1
                if answer.status == 200:
                    return
                if answer.status != 503:
                    raise AttackFailed(f"{command.body} answered {answer.status}: {answer.body[:300]!r}")
            time.sleep(RETRY_SECONDS)
        raise AttackFailed(f"a command had no final answer within {FINAL_SECONDS} s")


def reader(port: int, token: str, stop: threading.Event, faults: list[str], reads: list[int]) -> None:
    """Reads all along; what is answered must be whole."""
    client = Client(port, token)
    while not stop.is_set():
        try:
            answer = client.ask("GET", f"/events/{EVENT}/schedules")
            if answer.status == 200:
                answer.json()
                reads[0] += 1
            elif answer.status != 503:
                faults.append(f"a read answered {answer.status}: {answer.body[:200]!r}")
        except http.client.IncompleteRead as half:
            faults.append(f"half an answer to a read: {half!r}")
        except (http.client.RemoteDisconnected, ConnectionError):
            pass
        except (http.client.HTTPException, OSError, ValueError) as fault:
            faults.append(f"an answer to a read that is none: {fault!r}")
        time.sleep(RETRY_SECONDS)
    client.close()


def make_writers(target: Target, client: Client) -> list[Writer]:
    """An event with a helper for each writer, and a place for each on some date."""
    client.must(201, "POST", "/events", {
        "id": EVENT, "name": "Restarted parkrun", "series": "5k", "timeZone": "Europe/Berlin", "country": "DE",
        "needs": [{"role": "marshal", "need": WRITERS, "prefer": 0}]})
    dates = [one["date"] for one in client.must(200, "GET", f"/events/{EVENT}/schedules").json()["schedules"]]
    made = []
    for number in range(WRITERS):
        made_helper = client.must(201, "POST", f"/events/{EVENT}/helpers", {"name": f"Writer {number}"})
        helper = made_helper.json()["helper"]["id"]
        # Several writers share a date, so that their commands are decided together.
        path = f"/events/{EVENT}/schedules/{dates[number % 3]}/slots/marshal-{number + 1}/assignment"
        made.append(Writer(path, helper, client.token, target.port))
    return made


def logged(client: Client) -> Counter:
    """How often each operation stands in the activity log, all pages of it."""
    seen: Counter = Counter()
    cursor = ""
    while True:
        page = client.must(200, "GET", f"/events/{EVENT}/activity?limit={PAGE}{cursor}").json()
        seen.update(entry["op"] for entry in page["entries"])
        if "nextCursor" not in page:
            return seen
        cursor = f"&cursor={page['nextCursor']}"


def logged_all(client: Client, commands: list[Command]) -> Counter:
    """The log once each of the commands stands in it; after FINAL_SECONDS, or with an operation twice, as it is."""
    deadline = time.monotonic() + FINAL_SECONDS
    while True:
        seen = logged(client)
        complete = all(seen[command.op] for command in commands)
        if complete or max(seen.values(), default=0) > 1 or time.monotonic() > deadline:
            return seen
        time.sleep(LOG_SECONDS)


def places(client: Client) -> dict[str, str | None]:
    """Who is in each place, by the path of its assignment."""
    found = {}
    for schedule in client.must(200, "GET", f"/events/{EVENT}/schedules").json()["schedules"]:
        for slot in schedule["slots"]:
            path = f"/events/{EVENT}/schedules/{schedule['date']}/slots/{slot['id']}/assignment"
            found[path] = slot.get("assignment", {}).get("helper")
    return found


def judge(client: Client, writers: list[Writer]) -> list[str]:
    """What is not as it must be, now that all writers have come to rest."""
    faults = [fault for writer in writers for fault in writer.faults]
    commands = [command for writer in writers for command in writer.done]
    before = logged_all(client, commands)
    for command in commands:
        if before[command.op] != 1:
            faults.append(f"the command {command.op}, sent {command.tries} times, stands {before[command.op]} times in "
                          "the log")
    if max(before.values(), default=0) > 1:
        faults.append("an operation stands twice in the log")
    held = places(client)
    for writer in writers:
        if held.get(writer.path) != writer.holds:
            faults.append(f"{writer.path} holds {held.get(writer.path)}, not {writer.holds}")
    for command in random.sample(commands, min(REPEATED, len(commands))):
        answer = client.ask("PUT", command.path, command.body, op=command.op)
        if answer.status != 200:
            faults.append(f"a repeat of {command.op} answered {answer.status}: {answer.body[:200]!r}")
    time.sleep(LOG_SECONDS)
    if logged(client) != before or places(client) != held:
        faults.append("repeats of old commands have changed something")
    return faults


def attack(target: Target, rounds: int, round_seconds: float) -> list[str]:
    token = token_by_link(target, target.link)
    client = Client(target.port, token)
    writers = make_writers(target, client)
    client.close()
    stop = threading.Event()
    faults: list[str] = []
    reads = [0]
    threads = [threading.Thread(target=writer.run, args=(stop,)) for writer in writers]
    threads.append(threading.Thread(target=reader, args=(target.port, token, stop, faults, reads)))
    for thread in threads:
        thread.start()
    slowest = 0.0
    try:
        for number in range(rounds):
            time.sleep(round_seconds * (0.5 + random.random() / 2))
            began = time.monotonic()
            status = target.stop()
            slowest = max(slowest, time.monotonic() - began)
            if status != 0:
                faults.append(f"stop {number + 1}: the server ended with status {status}: {target.end_of_log()}")
            time.sleep(AWAY_SECONDS)
            target.start()
        time.sleep(round_seconds / 2)
    finally:
        stop.set()
        for thread in threads:
            thread.join(FINAL_SECONDS + 30)
    faults += ["a client did not come to rest" for thread in threads if thread.is_alive()]
    faults += judge(client, writers)
    client.close()
    faults += target.faults_at_stop()
    seen = sum((writer.seen for writer in writers), Counter())
    commands = [command for writer in writers for command in writer.done]
    told = [f"{rounds} restarts, {len(commands)} commands, {sum(one.tries > 1 for one in commands)} of them sent more "
            f"than once, {reads[0]} reads, slowest stop {slowest:.2f} s",
            "answers: " + ", ".join(f"{what} {count}" for what, count in sorted(seen.items()))]
    if len(commands) < 10 * rounds or seen["not there"] < rounds or reads[0] == 0:
        faults.append("the clients did not meet the restarts")
    return verdict(told, faults)


def run(work: pathlib.Path, preset: str, rounds: int, round_seconds: float) -> list[str]:
    """So many restarts under load. The lines of the report; AttackFailed with the faults."""
    target = Target(binary_of(preset), work, "--reads-per-second", "0", "--changes-per-second", "0")
    target.start()
    try:
        return attack(target, rounds, round_seconds)
    finally:
        target.kill()
