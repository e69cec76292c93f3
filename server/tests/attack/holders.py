"""Clients that hold connections: idle ones by the thousand, slow heads, slow bodies, and readers that do not read."""

import errno
import pathlib
import time

from raw_exchange import connect

TICK_SECONDS = 0.5
CONNECT_SECONDS = 30
# Beyond the server's own deadline (http/server.hpp) before a connection counts as held against its will.
SLACK_SECONDS = 15
SMALL_RECEIVE_BUFFER = 4096
ESTABLISHED = "01"


class Held:
    """One held connection; `opened` is when the server's deadline began to run."""

    def __init__(self, port: int, first: bytes, receive_buffer: int = 0):
        self.socket = connect(port, CONNECT_SECONDS, receive_buffer)
        self.socket.setblocking(False)
        self.opened = time.monotonic()
        self._to_send = memoryview(first)
        self.send(b"")

    def send(self, step: bytes) -> None:
        """Sends what is left of the first bytes, or the step after them, as far as it is taken without waiting."""
        try:
            if self._to_send:
                self._to_send = self._to_send[self.socket.send(self._to_send):]
                self.opened = time.monotonic()
            elif step:
                self.socket.send(step)
        except OSError:
            pass  # full, or closed by the server: `ended` tells

    def ended(self) -> bool:
        """True if the server has closed it; what it sent is read and thrown away."""
        try:
            return self.socket.recv(65536) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def ended_for(self, open_ports: set[int]) -> bool:
        """The same without reading: `open_ports` are those that the server has connections with."""
        return self.socket.getsockname()[1] not in open_ports


def ports_connected_with(port: int) -> set[int]:
    """The clients' ports of the connections that the server at `port` has not closed, by the kernel's table: who does
    not read never comes to the server's FIN. That of IPv4 alone: all clients connect to 127.0.0.1 (raw_exchange.py)."""
    found = set()
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state = line.split()[:4]
        if state == ESTABLISHED and int(local.rpartition(":")[2], 16) == port:
            found.add(int(remote.rpartition(":")[2], 16))
    return found


class Kind:
    """So many held connections of one kind, opened again when the server has closed them.

    `first` is sent at once, then at each tick the next `step` bytes of `then`, for ever. With `seconds` the server has
    to close each within that deadline (and some slack); without, it must leave them open.
    """

    def __init__(self, name: str, count: int, first: bytes, then: bytes = b"", step: int = 0, seconds: float = 0,
                 reads: bool = True):
        self.name = name
        self.count = count
        self.first = first
        self.then = then
        self.step = step
        self.seconds = seconds
        self.reads = reads
        self.held: list[Held] = []
        self.closed = 0
        self.faults: list[str] = []

    def fill(self, port: int, most: int) -> None:
        """Opens what is missing, at most so many."""
        for _ in range(min(most, self.count - len(self.held))):
            try:
                made = Held(port, self.first, 0 if self.reads else SMALL_RECEIVE_BUFFER)
            except OSError as fault:
                if fault.errno != errno.ECONNRESET:
                    self.faults.append(f"{self.name}: cannot connect: {fault!r}")
                return
            self.held.append(made)

    def tick(self, number: int, port: int) -> None:
        now = time.monotonic()
        open_ports = set() if self.reads else ports_connected_with(port)
        kept = []
        for one in self.held:
            if one.ended() if self.reads else one.ended_for(open_ports):
                one.socket.close()
                self.closed += 1
                continue
            if self.seconds and now - one.opened > self.seconds + SLACK_SECONDS:
                self.faults.append(f"{self.name}: still open after {now - one.opened:.0f} s")
                one.socket.close()
                continue
            begin = number * self.step % max(1, len(self.then))
            one.send(self.then[begin:begin + self.step])
            kept.append(one)
        self.held = kept

    def close(self) -> None:
        for one in self.held:
            one.socket.close()


def kinds(port: int, asset: str, token: str) -> list[Kind]:
    """2,000 idle connections, and several hundred that are slow in one way or another. A member's token is had, too."""
    host = f"Host: localhost:{port}\r\n".encode()
    read = b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n"
    page = b"GET " + asset.encode() + b" HTTP/1.1\r\n" + host + b"\r\n"
    post = b"POST /api/v1/events HTTP/1.1\r\n" + host
    preview = b"POST /api/v1/events/monrepos/imports/preview HTTP/1.1\r\n" + host + b"Content-Type: text/csv\r\n"
    known = preview + f"Authorization: Bearer {token}\r\n".encode()
    body = b"a" * 60_000
    small = b"a" * 8_000
    large = b"a" * (15 << 20)
    return [
        Kind("idle and silent", 700, b""),
        Kind("idle after an answer", 650, read),
        Kind("idle after a body", 450, post + b"Content-Length: 8000\r\n\r\n" + small),
        Kind("idle after a member's body", 200, known + b"Content-Length: 60000\r\n\r\n" + body),
        Kind("slow head", 200, b"GET /healthz HTTP/1.1\r\n", b"X-Slow: a\r\n", 1, seconds=10),
        Kind("slow body", 100, post + b"Content-Length: 8000\r\n\r\n", small, 20, seconds=30),
        Kind("stopped body", 200, post + b"Content-Length: 8000\r\n\r\n" + small[:-1], seconds=30),
        Kind("stopped body of nobody", 20, post + b"Content-Length: 60000\r\n\r\n" + body[:-1], seconds=30),
        Kind("stopped body of a member", 8, known + b"Content-Length: 16777216\r\n\r\n" + large, seconds=30),
        Kind("stopped chunk of a member", 8, known + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n" + large,
             seconds=30),
        Kind("stopped large body", 8, preview + b"Content-Length: 16777216\r\n\r\n" + large, seconds=30),
        Kind("stopped large chunk", 8, preview + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n" + large, seconds=30),
        Kind("reader that does not read", 100, page * 40, seconds=30, reads=False),
    ]


def hold(until: float, port: int, asset: str, token: str) -> dict:
    """Holds all kinds until then. Told of each kind: how many were held at the end, and how many were closed."""
    all_kinds = kinds(port, asset, token)
    began = time.monotonic()
    number = 0
    while time.monotonic() < until:
        tick = time.monotonic()
        for kind in all_kinds:
            kind.fill(port, 250)
            kind.tick(number, port)
        number += 1
        time.sleep(max(0.0, TICK_SECONDS - (time.monotonic() - tick)))
    faults: list[str] = []
    told = {}
    for kind in all_kinds:
        faults += kind.faults
        told[kind.name] = (len(kind.held), kind.closed)
        if kind.seconds == 0 and (kind.closed or len(kind.held) < kind.count):
            faults.append(f"{kind.name}: {kind.closed} of {kind.count} were closed, {len(kind.held)} are held")
        if kind.seconds and time.monotonic() - began > kind.seconds + SLACK_SECONDS and kind.closed == 0:
            faults.append(f"{kind.name}: the server has closed none")
        kind.close()
    return {"faults": faults, "held": told}
