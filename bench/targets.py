"""The servers that are measured, each started on a free port of loopback and held to one core."""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from figures import BenchFailed

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
RELEASE = ROOT / "build" / "release"
SERVER_CORE = "0"
LOAD_CORE = "1"
READY_SECONDS = 120
QUIET_SECONDS = 300
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url: str, token: str = "", method: str = "GET", body: object = None, **headers: str) -> tuple[int, bytes]:
    """Status and body of one request; header names with `_` for `-`."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    if body is not None:
        sent["Content-Type"] = "application/json"
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode(), sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def fetch(url: str, token: str = "", status: int = 200) -> bytes:
    """The body of an answer that must have this status."""
    given, body = ask(url, token)
    if given != status:
        raise BenchFailed(f"{url} answered {given} and not {status}: {body[:200]!r}")
    return body


class Target:
    """One server process, pinned to the server's core. A context: left, the process is ended."""

    def __init__(self, name: str, work: pathlib.Path):
        self.name = name
        self.work = work / name
        self.work.mkdir(parents=True)
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.base = f"http://localhost:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, *command: str, **environment: str) -> None:
        with (self.work / "output.log").open("w") as log:
            self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=subprocess.STDOUT, env=os.environ | environment)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            self.must_run()
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise BenchFailed(f"{self.name} was not ready after {READY_SECONDS} s: {self.output()[-2000:]}")

    def must_run(self) -> None:
        if self.process.poll() is not None:
            raise BenchFailed(f"{self.name} ended with status {self.process.returncode}: {self.output()[-2000:]}")

    def output(self) -> str:
        return (self.work / "output.log").read_text(errors="replace")

    def processes(self) -> list[int]:
        """The process and its children (Nginx serves from a worker)."""
        pid = self.process.pid
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def memory_mib(self) -> float:
        """Resident memory."""
        total = 0
        for pid in self.processes():
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            total += int(re.search(r"VmRSS:\s+(\d+)", status).group(1))
        return total / 1024

    def cpu_seconds(self) -> float:
        """Processor time used so far, in user and system mode."""
        total = 0
        for pid in self.processes():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def wait_quiet(self) -> None:
        """Waits until the server has nothing left to do of its own accord: almost no processor time for a second."""
        deadline = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < deadline:
            before = self.cpu_seconds()
            time.sleep(1)
            self.must_run()
            if self.cpu_seconds() - before <= 0.02:
                return
        raise BenchFailed(f"{self.name} was still busy of its own accord after {QUIET_SECONDS} s")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Organizer(Target):
    """The Release binary, as it comes but for the limits of requests a second."""

    def __init__(self, work: pathlib.Path, name: str = "organizer", settings: tuple[str, ...] = ()):
        super().__init__(name, work)
        self.data = self.work / "data"
        self.settings = settings

    def command(self, *further: str) -> list[str]:
        return [str(RELEASE / "server" / "src" / "organizer"), "serve", "--port", str(self.port), "--data-directory",
                str(self.data), "--reads-per-second", "0", "--changes-per-second", "0", *self.settings, *further]

    def serve(self) -> None:
        """Starts over the data that lies in the directory."""
        self.start(*self.command())
        deadline = time.monotonic() + READY_SECONDS
        while ask(f"{self.base}/readyz")[0] != 200:
            self.must_run()
            if time.monotonic() > deadline:
                raise BenchFailed(f"{self.name} was not ready after {READY_SECONDS} s: {self.output()[-2000:]}")
            time.sleep(0.05)

    def first_start(self) -> str:
        """Starts with the demo event in an empty directory, so that issuer and keys are there; the demo's token."""
        self.start(*self.command("--demo"))
        token = subprocess.run(["/usr/bin/python3", str(ROOT / "tools" / "access_token.py"), "--url", self.base,
                                "--link", self.sign_in_link()], check=False, capture_output=True, text=True, timeout=60)
        if token.returncode != 0:
            raise BenchFailed(f"no token: {token.stderr}")
        return token.stdout.strip()

    def sign_in_link(self) -> str:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            found = re.search(r"http://localhost:\d+/oidc/link/\S+", self.output())
            if found:
                return found.group(0)
            time.sleep(0.05)
        raise BenchFailed("the organizer printed no sign-in link")
