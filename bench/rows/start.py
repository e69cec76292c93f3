"""start and idle: the demo store, as somebody has it who tries the product."""

import os
import pathlib
import socket
import statistics
import subprocess
import time

from figures import BenchFailed, Row, with_spread
from rows.lengths import Lengths
from targets import SERVER_CORE, Organizer

LONGEST_START = 20
FIRST_STARTS = 4  # of so many starts one is a first one


def answers_ready(port: int) -> bool:
    """One request for /readyz; false if nobody listens yet or the answer is not 200."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=LONGEST_START) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200 ")
    except ConnectionError:
        return False


def milliseconds_to_ready(organizer: Organizer) -> float:
    """From just before the process is made to the first 200 of /readyz."""
    with (organizer.work / "output.log").open("w") as log:
        begin = time.perf_counter()
        organizer.process = subprocess.Popen(organizer.command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             preexec_fn=lambda: os.sched_setaffinity(0, {int(SERVER_CORE)}))
        while not answers_ready(organizer.port):
            organizer.must_run()
            if time.perf_counter() - begin > LONGEST_START:
                raise BenchFailed(f"the organizer was not ready after {LONGEST_START} s")
            time.sleep(0.0002)
        return (time.perf_counter() - begin) * 1000


def start(work: pathlib.Path, lengths: Lengths) -> Row:
    with Organizer(work) as organizer:
        organizer.first_start()
        organizer.stop()
        taken = []
        for _ in range(lengths.starts):
            taken.append(milliseconds_to_ready(organizer))
            organizer.stop()
        first = []
        for number in range(max(1, lengths.starts // FIRST_STARTS)):
            organizer.data = organizer.work / f"first-{number}"
            first.append(milliseconds_to_ready(organizer))
            organizer.stop()
    row = Row("start", f"from exec to the first 200 of /readyz, demo store, {lengths.starts} starts")
    row.values = {"ready": statistics.median(taken)}
    row.lines = [f"Ready after {with_spread(taken, '.1f')} ms (median, lowest-highest); in an empty directory, where the "
                 f"very first start makes the signing key and the tables, after {with_spread(first, '.1f')} ms."]
    return row


def idle(work: pathlib.Path, lengths: Lengths) -> Row:
    with Organizer(work) as organizer:
        organizer.first_start()
        organizer.stop()
        organizer.serve()
        begun = organizer.memory_mib()
        time.sleep(lengths.idle_seconds)
        organizer.must_run()
        later = organizer.memory_mib()
    row = Row("idle", "resident memory with the demo store, nobody asking")
    row.values = {"begun": begun, "later": later}
    row.lines = [f"{begun:.1f} MiB when ready, {later:.1f} MiB after {lengths.idle_seconds} s."]
    return row
