#!/usr/bin/env python3
"""Shows that the load drivers notice a server that lies; run.py does it before it measures anything.

The server is a few lines of Python that keeps the places of one plan. Asked honestly, nothing fails; with each lie
the drivers must report failures, or their figures would be worth nothing.
"""

import http.server
import json
import pathlib
import sys
import tempfile
import threading

from drive import Plan, wrk
from figures import BenchFailed

LIES = ("unavailable", "not filled", "not cleared", "closes")
HELPER = "helper-1"
WRITES, READS = (0, 0, 100), (100, 0, 0)


def handler(lie: str) -> type[http.server.BaseHTTPRequestHandler]:
    class Answers(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self, status: int, body: str) -> None:
            if lie == "closes":
                self.close_connection = True
                return
            text = body.encode()
            self.send_response(503 if lie == "unavailable" else status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def do_GET(self) -> None:
            self.answer(200, "{}")

        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stands = body["helper"] is not None
            stands = stands and lie != "not filled" or lie == "not cleared"
            self.answer(200, json.dumps({"schedule": {"helper": HELPER} if stands else {}}))

        def log_message(self, *_) -> None:
            """Says nothing."""

    return Answers


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_) -> None:
        """Drivers end while connections are open; that is nothing to tell."""


class Liar:
    """As much of a target as the drivers need. A context: left, it has ended."""

    def __init__(self, lie: str, work: pathlib.Path):
        self.name = f"a server that is {lie or 'honest'}"
        self.work = work
        self.server = Server(("127.0.0.1", 0), handler(lie))
        self.port = self.server.server_address[1]
        self.base = f"http://localhost:{self.port}"
        self.serving = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.serving.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def cpu_seconds(self) -> float:
        return 0

    def failures(self, shares: tuple[int, ...]) -> int:
        reads = [{"path": "/", "token": "t"}]
        places = [{"path": f"/{number}", "helper": HELPER, "token": "t"} for number in range(4)]
        told, _ = Plan(self, reads=reads, places=places).run(*shares, connections=2, seconds=2, requests=8)
        return told["failed"]


def notices() -> None:
    """BenchFailed if a driver takes a lie for an answer, or an honest answer for a lie."""
    with tempfile.TemporaryDirectory(prefix="organizer-bench-") as folder:
        work = pathlib.Path(folder)
        for lie in ("", *LIES):
            with Liar(lie, work) as server:
                failed = {shares: server.failures(shares) for shares in (WRITES, READS)}
                expected = {WRITES: bool(lie), READS: lie in ("unavailable", "closes")}
                for shares, failures in failed.items():
                    if bool(failures) != expected[shares]:
                        raise BenchFailed(f"bench_load sees {failures} failures with {server.name}")
                if lie == "unavailable" and not refused_by_wrk(server):
                    raise BenchFailed(f"wrk's figures are taken for good with {server.name}")


def refused_by_wrk(server: Liar) -> bool:
    try:
        wrk(server, "/", "t", 1)
    except BenchFailed:
        return True
    return False


if __name__ == "__main__":
    try:
        notices()
    except BenchFailed as fault:
        sys.exit(f"self_check: {fault}")
    print("self_check: the drivers notice every lie")
