"""The program under attack: started on a free port with the demo event, watched through /proc, stopped by SIGTERM."""

import errno
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tools"))
import bounded  # noqa: E402  (found by the line above)

READY_SECONDS = 120  # of a machine that is busy with other things
STOP_SECONDS = 60
BACK_SECONDS = 60
SHOWN_FAULTS = 40
# What the program must never say, whatever is sent to it.
BAD_LINES = re.compile(r'"level":"error"|AddressSanitizer|LeakSanitizer|runtime error:|terminate called|Sanitizer:')


class AttackFailed(Exception):
    """The attack has shown a fault, or could not be carried out; the text says which."""


def binary_of(preset: str) -> pathlib.Path:
    """The program of a build preset; `ORGANIZER_BINARY` names another one for `release`."""
    named = os.environ.get("ORGANIZER_BINARY") if preset == "release" else None
    binary = pathlib.Path(named) if named else ROOT / "build" / preset / "server" / "src" / "organizer"
    if not os.access(binary, os.X_OK):
        raise AttackFailed(f"{binary} is not there; build it first (ninja -C build/{preset} organizer)")
    return binary


def is_free(family: socket.AddressFamily, address: str, port: int) -> bool:
    """Nobody listens there. A machine without that family has nobody who could."""
    try:
        with socket.socket(family) as probe:
            probe.bind((address, port))
        return True
    except OSError as fault:
        return fault.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def verdict(told: list[str], faults: list[str]) -> list[str]:
    """The lines of an attack's report; AttackFailed with the first faults if there are any."""
    if faults:
        raise AttackFailed("\n".join([*told, f"{len(faults)} faults:", *faults[:SHOWN_FAULTS]]))
    return told


def quiet_port() -> int:
    """A free port that no outgoing connection is given: a server can come back to it."""
    lowest = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for _ in range(200):
        port = random.randrange(10_000, max(lowest, 10_001))
        if is_free(socket.AF_INET, "127.0.0.1", port) and is_free(socket.AF_INET6, "::1", port):
            return port
    raise AttackFailed("no free port was found")


class Target:
    """One server process. Its data folder and its logs lie in `work` and outlive a restart."""

    def __init__(self, binary: pathlib.Path, work: pathlib.Path, *settings: str):
        self.binary = binary
        self.work = work
        self.settings = settings
        self.port = quiet_port()
        self.process: subprocess.Popen | None = None
        self.link = ""
        self.starts = 0

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> pathlib.Path:
        return self.work / "server.log"

    def start(self) -> None:
        """Starts the program and waits until it is ready; `link` signs in the demo's coordinator."""
        self.starts += 1
        said = self.work / f"said-{self.starts}.txt"
        with said.open("w") as output, self.log.open("a") as log:
            self.process = subprocess.Popen(
                [self.binary, "serve", "--demo", "--port", str(self.port), "--data-directory", self.work / "data",
                 *self.settings],
                stdin=subprocess.DEVNULL, stdout=output, stderr=log, env=os.environ | bounded.SANITIZER)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AttackFailed(f"the server ended at start with {self.process.returncode}: {self.end_of_log()}")
            found = re.search(r"http://localhost:\d+/oidc/link/\S+\n", said.read_text())
            if found:
                self.link = found.group(0).strip()
                return
            time.sleep(0.02)
        raise AttackFailed(f"the server was not ready within {READY_SECONDS} s")

    def ask_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait_stopped(self) -> int:
        """The status with which the server ended; it is killed, and the attack fails, if it does not end."""
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AttackFailed(f"the server did not end within {STOP_SECONDS} s of SIGTERM") from None

    def stop(self) -> int:
        self.ask_to_stop()
        return self.wait_stopped()

    def faults_at_stop(self) -> list[str]:
        """Stops the server: what is wrong with its end and with what it has logged."""
        status = self.stop()
        ended = [] if status == 0 else [f"the server ended with status {status}: {self.end_of_log()}"]
        return ended + [f"log: {line}" for line in self.bad_lines()]

    def kill(self) -> None:
        """For the way out of an attack that failed."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _status(self, field: str) -> int:
        try:
            text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
            return int(re.search(rf"^{field}:\s+(\d+)", text, re.MULTILINE).group(1))
        except (OSError, AttributeError) as gone:
            raise AttackFailed(f"the server is gone: {self.end_of_log()}") from gone

    def memory_mib(self) -> float:
        """Resident memory."""
        return self._status("VmRSS") / 1024

    def threads(self) -> int:
        return self._status("Threads")

    def descriptors(self) -> int:
        try:
            return len(os.listdir(f"/proc/{self.process.pid}/fd"))
        except OSError as gone:
            raise AttackFailed(f"the server is gone: {self.end_of_log()}") from gone

    def descriptors_back(self, level: int) -> int:
        """The descriptors as soon as there are no more than `level`, or what is left after a while."""
        deadline = time.monotonic() + BACK_SECONDS
        while self.descriptors() > level and time.monotonic() < deadline:
            time.sleep(0.2)
        return self.descriptors()

    def end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-30:])[-4000:]

    def bad_lines(self) -> list[str]:
        """The lines of the log that tell a fault of the program."""
        with self.log.open(errors="replace") as log:
            return [line.rstrip()[:400] for line in log if BAD_LINES.search(line)]
