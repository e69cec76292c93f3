"""Who speaks to the server: accounts with their tokens, and a client of the API on one kept connection."""

import http.client
import json
import secrets
import uuid
from dataclasses import dataclass

from target import AttackFailed, Target

import access_token  # in tools, which `target` makes known

EVENT = "monrepos"
ANSWER_SECONDS = 30


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)


class Client:
    """One connection to the API, opened again when it was lost. Failures are OSError or http.client.HTTPException."""

    def __init__(self, port: int, token: str):
        self.port = port
        self.token = token
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body=None, op: str = "", **headers: str) -> Answer:
        """One exchange with `/api/v1` in front of `path`; a change has its operation id in `op`, or gets a new one.

        `body` is sent as JSON, unless it is bytes already. Underscores in the names of `headers` stand for dashes.
        """
        sent = {"Host": f"localhost:{self.port}", "Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if method != "GET":
            sent["Idempotency-Key"] = op or str(uuid.uuid4())
        if body is not None and not isinstance(body, bytes):
            sent.setdefault("Content-Type", "application/json")
            body = json.dumps(body).encode()
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            self.connection.request(method, "/api/v1" + path, body, sent)
            got = self.connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        except BaseException:
            self.close()
            raise
        if got.will_close:
            self.close()
        return answer

    def must(self, expected: int, method: str, path: str, body=None, **more: str) -> Answer:
        answer = self.ask(method, path, body, **more)
        if answer.status != expected:
            raise AttackFailed(f"{method} {path} answered {answer.status}, not {expected}: {answer.body[:300]!r}")
        return answer

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def token_by_link(target: Target, link: str, typed: dict[str, str] | None = None) -> str:
    """The access token of whom a one-time link signs in; `typed` are the fields of a link that makes an account."""
    browser = access_token.Browser()
    try:
        access_token.sign_in(browser, link, typed)
        return access_token.code_flow(browser, target.base)["access_token"]
    except access_token.Failure as fault:
        raise AttackFailed(f"signing in failed: {fault}") from fault


@dataclass
class Person:
    user_name: str
    password: str
    token: str


def invite(target: Target, coordinator: Client, event: str, access: str) -> Person:
    """Makes an account with that access to an event, by an invitation as people use it."""
    link = coordinator.must(201, "POST", f"/events/{event}/invitations", {"access": access}).json()["link"]
    user_name = f"{access.lower()}-{secrets.token_hex(4)}"
    password = secrets.token_urlsafe(16)
    token = token_by_link(target, link, {"name": access.upper(), "user_name": user_name, "password": password})
    newcomer = Client(target.port, token)
    newcomer.must(201, "POST", "/me/memberships", {"secret": link.rsplit("/", 1)[1]})
    newcomer.close()
    return Person(user_name, password, token)
