"""The peers: the usual stack, tuned with care, and a server of plain files."""

import json
import os
import pathlib
import shutil
import subprocess

from figures import BenchFailed
from targets import BENCH, ROOT, Organizer, Target, fetch


class Nest(Target):
    """NestJS with its Fastify adapter and SQLite, filled from the organizer's own answers."""

    def __init__(self, work: pathlib.Path, seed: dict, organizer: Organizer):
        super().__init__("nestjs", work)
        peer = build_nest()
        (self.work / "seed.json").write_text(json.dumps(seed))
        (self.work / "jwks.json").write_bytes(fetch(f"{organizer.base}/oidc/jwks"))
        settings = {"port": self.port, "work": str(self.work), "seed": str(self.work / "seed.json"),
                    "jwks": str(self.work / "jwks.json"), "issuer": seed["issuer"], "audience": seed["audience"]}
        self.start("node", "--no-warnings", str(peer / "dist" / "main.js"), json.dumps(settings), NODE_ENV="production")


class Nginx(Target):
    """The same bytes as a file. `sendfile` is `on` or `off`: which is faster depends on their number."""

    def __init__(self, work: pathlib.Path, path: str, body: bytes, sendfile: str):
        super().__init__(f"nginx-{sendfile}", work)
        self.name = f"nginx (sendfile {sendfile})"
        file = self.work / "files" / path.lstrip("/")
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
        settings = (BENCH / "peers" / "nginx" / "nginx.conf.in").read_text()
        for mark, value in (("work", self.work), ("port", self.port), ("sendfile", sendfile)):
            settings = settings.replace(f"@{mark}@", str(value))
        if os.getuid() == 0:
            settings = "user root;\n" + settings
        (self.work / "nginx.conf").write_text(settings)
        self.start(shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(self.work / "nginx.conf"), "-p", str(self.work))


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
