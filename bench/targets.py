"""The servers that are measured: the Release binary and its peers, each started on a free port of loopback."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
SERVER_CORE = "0"
READY_SECONDS = 60


class BenchFailed(Exception):
    """The run cannot go on; the text says why."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url: str, token: str = "", accept_status: tuple[int, ...] = (200,)) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status, body = answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        status, body = refused.code, refused.read()
    if status not in accept_status:
        raise BenchFailed(f"{url} answered {status}: {body[:200]!r}")
    return body


class Target:
    """One server process, pinned to the server's core."""

    def __init__(self, name: str, work: pathlib.Path):
        self.name = name
        self.work = work / name
        self.work.mkdir(parents=True)
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.base = f"http://localhost:{self.port}"

    def start(self, *command: str, **environment: str) -> None:
        with (self.work / "output.log").open("w") as log:
            self.process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *command], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=subprocess.STDOUT, env=os.environ | environment)
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise BenchFailed(f"{self.name} ended with status {self.process.returncode}: {self.output()[-2000:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise BenchFailed(f"{self.name} was not ready after {READY_SECONDS} s: {self.output()[-2000:]}")

    def output(self) -> str:
        return (self.work / "output.log").read_text(errors="replace")

    def memory_mib(self) -> float:
        """Resident memory of the process and its children (Nginx serves from a worker)."""
        pids = [self.process.pid]
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        total = 0
        for pid in pids + children:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            total += int(re.search(r"VmRSS:\s+(\d+)", status).group(1))
        return total / 1024

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Organizer(Target):
    """The Release binary with the demo event as its filled store."""

    def __init__(self, work: pathlib.Path):
        super().__init__("organizer", work)
        self.binary = ROOT / "build" / "release" / "server" / "src" / "organizer"
        self.data = self.work / "data"
        self.start(str(self.binary), "serve", "--demo", "--port", str(self.port), "--data-directory", str(self.data),
                   "--reads-per-second", "0", "--changes-per-second", "0")
        token = subprocess.run(["/usr/bin/python3", str(ROOT / "tools" / "access_token.py"), "--url", self.base,
                                "--link", self.sign_in_link()], check=False, capture_output=True, text=True, timeout=60)
        if token.returncode != 0:
            raise BenchFailed(f"no token: {token.stderr}")
        self.token = token.stdout.strip()

    def sign_in_link(self) -> str:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            found = re.search(r"http://localhost:\d+/oidc/link/\S+", self.output())
            if found:
                return found.group(0)
            time.sleep(0.05)
        raise BenchFailed("the organizer printed no sign-in link")


class Nginx(Target):
    """The same bytes as a file."""

    def __init__(self, work: pathlib.Path, path: str, body: bytes):
        super().__init__("nginx", work)
        file = self.work / "files" / path.lstrip("/")
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
        settings = (BENCH / "peers" / "nginx" / "nginx.conf.in").read_text()
        settings = settings.replace("@work@", str(self.work)).replace("@port@", str(self.port))
        if os.getuid() == 0:
            settings = "user root;\n" + settings
        (self.work / "nginx.conf").write_text(settings)
        self.start(shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(self.work / "nginx.conf"), "-p", str(self.work))


class Nest(Target):
    """The usual stack: NestJS with its Fastify adapter and SQLite."""

    def __init__(self, work: pathlib.Path, seed: dict, organizer: Organizer):
        super().__init__("nestjs", work)
        peer = build_nest()
        (self.work / "seed.json").write_text(json.dumps(seed))
        (self.work / "jwks.json").write_bytes(fetch(f"{organizer.base}/oidc/jwks"))
        settings = {"port": self.port, "work": str(self.work), "seed": str(self.work / "seed.json"),
                    "jwks": str(self.work / "jwks.json"), "issuer": seed["issuer"], "audience": seed["audience"]}
        self.start("node", "--no-warnings", str(peer / "dist" / "main.js"), json.dumps(settings), NODE_ENV="production")


def build_nest() -> pathlib.Path:
    """Installs and compiles the peer in the build folder, once per lock file and sources."""
    source = BENCH / "peers" / "nestjs"
    peer = ROOT / "build" / "bench" / "nestjs"
    wanted = "".join(file.read_text() for file in sorted(source.rglob("*")) if file.is_file())
    stamp = peer / "built-from"
    if stamp.is_file() and stamp.read_text() == wanted:
        return peer
    shutil.rmtree(peer, ignore_errors=True)
    shutil.copytree(source, peer)
    for command in (["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["npm", "run", "build"]):
        done = subprocess.run(command, cwd=peer, check=False, capture_output=True, text=True, timeout=600)
        if done.returncode != 0:
            raise BenchFailed(f"{' '.join(command)} failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    stamp.write_text(wanted)
    return peer
