"""Floods: much of what is refused, as fast as one client can send it. Each answer is looked at."""

import base64
import json
import os
import random
import time
import urllib.parse
from collections import Counter

from raw_exchange import BadAnswer, Exchange, connect, exchange, read_answers, reset

SECONDS = 30
BATCH = 100


class Flood:
    """Counts what came back and notes what must not."""

    def __init__(self, name: str):
        self.name = name
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()

    def expect(self, what: str, got: Exchange, *allowed: tuple[int, ...]) -> None:
        self.seen[what] += 1
        if got.statuses not in allowed:
            shown = got.statuses if len(got.statuses) < 5 else (*got.statuses[:4], "…")
            self.faults.append(f"{self.name}: {what}: {len(got.answers)} answers, {shown}")

    def report(self) -> dict:
        return {"faults": self.faults, "seen": dict(self.seen)}


def part(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def bad_token(real: str) -> str:
    """A token that must not be taken: noise, no signature, another key, or the real one with one character changed."""
    head, claims, signature = real.split(".")
    claimed = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    later = part(json.dumps(claimed | {"exp": claimed["exp"] + 86400}).encode())
    at = random.randrange(len(signature) - 2)
    other = "A" if signature[at] != "A" else "B"

    def headed(algorithm: str) -> str:
        return part(json.dumps({"alg": algorithm, "typ": "JWT", "kid": os.urandom(8).hex()}).encode())

    return random.choice([
        part(os.urandom(random.randrange(1, 600))),
        ".".join(part(os.urandom(random.randrange(1, 200))) for _ in range(3)),
        f"{headed('none')}.{claims}.",
        f"{headed('HS256')}.{claims}.{signature}",
        f"{headed('RS256')}.{claims}.{signature}",
        f"{head}.{later}.{signature}",
        f"{head}.{claims}.{signature[:at]}{other}{signature[at + 1:]}",
        f"{head}.{claims}",
        f"{head}.{claims}.{signature}.{signature}",
    ])


def bad_tokens(until: float, port: int, real: str) -> dict:
    """Tokens by the thousand, a hundred requests at once on one connection; each must be refused."""
    flood = Flood("bad tokens")
    while time.monotonic() < until:
        head = f"GET /api/v1/me HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer "
        sent = b"".join(f"{head}{bad_token(real)}\r\n\r\n".encode() for _ in range(BATCH))
        try:
            got = exchange(port, sent, SECONDS)
        except (BadAnswer, OSError, ValueError) as fault:
            flood.faults.append(f"bad tokens: {fault!r}")
            continue
        flood.expect(f"{BATCH} tokens", got, (401,) * BATCH)
    return flood.report()


def resets(until: float, port: int) -> dict:
    """Connections that end by a reset in the middle of everything: a head, a body, an answer."""
    flood = Flood("resets")
    host = f"Host: localhost:{port}\r\n".encode()
    head = b"POST /api/v1/events HTTP/1.1\r\n" + host
    pages = (b"GET / HTTP/1.1\r\n" + host + b"\r\n") * 50
    sent = (b"", b"GET /hea", head, head + b"Content-Length: 1000\r\n\r\n" + b"a" * 500,
            head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", pages, head + b"Expect: 100-continue\r\n\r\n")
    while time.monotonic() < until:
        for bytes_sent in sent:
            try:
                opened = connect(port, SECONDS)
                opened.sendall(bytes_sent)
                if bytes_sent is pages and random.random() < 0.5:
                    read_answers(opened, most=1)
                reset(opened)
                flood.seen["resets"] += 1
            except (BadAnswer, OSError) as fault:
                flood.faults.append(f"resets: {fault!r}")
        time.sleep(0.002)
    return flood.report()


def large_bodies(until: float, port: int) -> dict:
    """Bodies that are larger than any may be, and heads without an end."""
    flood = Flood("large bodies")
    host = f"Host: localhost:{port}\r\n".encode()
    preview = b"POST /api/v1/events/monrepos/imports/preview HTTP/1.1\r\n" + host + b"Content-Type: text/csv\r\n"
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    shapes = (
        ("declared 100 GB", preview + b"Content-Length: 100000000000\r\n\r\n" + b"a" * 300_000, ((413,),)),
        ("18 MB in chunks", preview + b"Transfer-Encoding: chunked\r\n\r\n" + piece * 280, ((401,),)),
        ("head of 4 MB", b"GET / HTTP/1.1\r\n" + host + b"X-Long: a\r\n" * 400_000, ((431,),)),
        ("line of 4 MB", b"GET /" + b"a" * 4_000_000, ((431,), (400,))),
    )
    while time.monotonic() < until:
        for what, sent, allowed in shapes:
            try:
                flood.expect(what, exchange(port, sent, SECONDS), *allowed)
            except (BadAnswer, OSError, ValueError) as fault:
                flood.faults.append(f"large bodies: {what}: {fault!r}")
        time.sleep(0.2)
    return flood.report()


def sign_ins(until: float, port: int) -> dict:
    """Sign-ins that are begun and never ended, forms and codes that nobody was given."""
    flood = Flood("sign-ins")
    host = f"Host: localhost:{port}\r\n".encode()

    def post(path: bytes, form: dict[str, str]) -> bytes:
        body = urllib.parse.urlencode(form).encode()
        return (b"POST " + path + b" HTTP/1.1\r\n" + host + b"Content-Type: application/x-www-form-urlencoded\r\n"
                b"Content-Length: %d\r\n\r\n" % len(body) + body)

    while time.monotonic() < until:
        noise = os.urandom(12).hex()
        query = urllib.parse.urlencode({
            "client_id": "organizer-web", "response_type": "code", "state": noise, "nonce": noise,
            "redirect_uri": f"http://localhost:{port}/redirect.html", "code_challenge": part(os.urandom(32)),
            "scope": "openid profile api://organizer-api/access_as_user", "code_challenge_method": "S256"})
        sent = (
            ("begun", b"GET /oidc/authorize?" + query.encode() + b" HTTP/1.1\r\n" + host + b"\r\n", (200,)),
            ("unknown client", b"GET /oidc/authorize?client_id=" + noise.encode() + b" HTTP/1.1\r\n" + host + b"\r\n",
             (400,)),
            ("unknown form", post(b"/oidc/login", {"request": noise, "token": noise, "user_name": "demo",
                                                   "password": noise}), (400, 403)),
            ("unknown code", post(b"/oidc/token", {"grant_type": "authorization_code", "code": noise,
                                                   "client_id": "organizer-web", "code_verifier": noise * 2,
                                                   "redirect_uri": f"http://localhost:{port}/redirect.html"}), (400,)),
            ("unknown refresh", post(b"/oidc/token", {"grant_type": "refresh_token", "refresh_token": noise,
                                                      "client_id": "organizer-web"}), (400,)),
            ("unknown link", b"GET /oidc/link/" + noise.encode() + b" HTTP/1.1\r\n" + host + b"\r\n", (404,)),
        )
        for what, request, allowed in sent:
            try:
                flood.expect(what, exchange(port, request, SECONDS), *((status,) for status in allowed))
            except (BadAnswer, OSError, ValueError) as fault:
                flood.faults.append(f"sign-ins: {what}: {fault!r}")
    return flood.report()
