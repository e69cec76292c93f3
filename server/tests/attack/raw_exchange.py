"""HTTP spoken byte by byte: sends what no client would, and reads every answer that comes back."""

import json
import re
import socket
import struct
from dataclasses import dataclass, field

STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5][0-9][0-9]) [A-Za-z -]+")
READ_BYTES = 65536


class BadAnswer(Exception):
    """Bytes came back that are no well-formed answer of this server."""


@dataclass
class RawAnswer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Exchange:
    answers: list[RawAnswer] = field(default_factory=list)
    ended: str = ""  # closed, reset or open

    @property
    def statuses(self) -> tuple[int, ...]:
        return tuple(answer.status for answer in self.answers)


def connect(port: int, seconds: float, receive_buffer: int = 0) -> socket.socket:
    made = socket.socket(socket.AF_INET)
    made.settimeout(seconds)
    if receive_buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    made.connect(("127.0.0.1", port))
    return made


def reset(open_socket: socket.socket) -> None:
    """Closes with a reset instead of an orderly end."""
    open_socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    open_socket.close()


def take_answer(buffer: bytes, to_head: bool) -> tuple[RawAnswer | None, bytes]:
    """The first answer of the buffer and what follows it; None while it is not whole. BadAnswer if it is none."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        if not b"HTTP/1.1 ".startswith(buffer[:9]):
            raise BadAnswer(f"not a status line: {buffer[:80]!r}")
        return None, buffer
    lines = buffer[:end].split(b"\r\n")
    found = STATUS_LINE.fullmatch(lines[0])
    if not found:
        raise BadAnswer(f"not a status line: {lines[0][:80]!r}")
    status = int(found.group(1))
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if not colon or not re.fullmatch(rb"[A-Za-z-]+", name) or re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value):
            raise BadAnswer(f"not a header: {line[:80]!r}")
        headers[name.decode().lower()] = value.strip().decode("latin-1")
    rest = buffer[end + 4:]
    if "transfer-encoding" in headers:
        raise BadAnswer("the server never sends in chunks")
    length = 0
    if not to_head and status >= 200 and status not in (204, 304):
        if not re.fullmatch("[0-9]+", headers.get("content-length", "")):
            raise BadAnswer(f"an answer of {status} without a length")
        length = int(headers["content-length"])
    if len(rest) < length:
        return None, buffer
    return RawAnswer(status, headers, rest[:length]), rest[length:]


def judge(answer: RawAnswer) -> None:
    """What holds for every answer: its own headers, and a problem that tells no more than it may."""
    if answer.status == 100:
        return
    if answer.headers.get("x-content-type-options") != "nosniff" or not answer.headers.get("x-request-id"):
        raise BadAnswer(f"an answer of {answer.status} without its own headers: {answer.headers}")
    if answer.body and answer.headers.get("content-type") == "application/problem+json":
        told = json.loads(answer.body)
        if told.get("status") != answer.status or not told.get("code") or told.get("type") != "about:blank":
            raise BadAnswer(f"a problem that does not fit its status {answer.status}: {answer.body[:200]!r}")
        if not set(told) <= {"type", "title", "status", "code", "requestId", "faults", "facts", "detail"}:
            raise BadAnswer(f"a problem with further members: {answer.body[:200]!r}")
    if answer.status >= 500 and answer.status != 503:
        raise BadAnswer(f"an answer of {answer.status}: {answer.body[:200]!r}")


def read_answers(open_socket: socket.socket, heads: bool = False, most: int = 0, own_headers: bool = True) -> Exchange:
    """Reads answers to the end of the connection, or `most` of them. `heads`: they are answers to HEAD requests.

    `own_headers`: each answer has what all of this server have; a connection that is not even taken gets a bare one.
    """
    made = Exchange(ended="open")
    buffer = b""
    while not most or len(made.answers) < most:
        try:
            more = open_socket.recv(READ_BYTES)
        except (ConnectionResetError, BrokenPipeError):
            made.ended = "reset"
            break
        if not more:
            made.ended = "closed"
            break
        buffer += more
        while buffer:
            answer, buffer = take_answer(buffer, heads)
            if answer is None:
                break
            if own_headers:
                judge(answer)
            made.answers.append(answer)
    if buffer and made.ended == "closed":
        raise BadAnswer(f"the connection ended within an answer: {buffer[:80]!r}")
    return made


def exchange(port: int, sent: bytes, seconds: float, half_close: bool = True, heads: bool = False) -> Exchange:
    """Sends bytes, ends sending, and reads all that comes back to the end of the connection."""
    with connect(port, seconds) as opened:
        try:
            opened.sendall(sent)
            if half_close:
                opened.shutdown(socket.SHUT_WR)
        except (ConnectionResetError, BrokenPipeError):
            pass  # the server has refused it already; what it said can still be read
        except OSError as fault:
            if fault.errno != 107:  # not connected any more
                raise
        return read_answers(opened, heads)
