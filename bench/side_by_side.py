"""The organizer and its peers with the same data, proved to give the same answers before anything is timed."""

import base64
import contextlib
import datetime
import json
import pathlib
import uuid
from typing import Callable

from drive import Plan, wrk
from figures import BenchFailed, differences, nearest
from peers import Nest, Nginx
from store import Filled, Shape, filled
from targets import Organizer, Target, ask, fetch

RANGE_BYTES = 6000
HELPERS_BYTES = 30_000
NO_ONE = "00000000-0000-4000-8000-000000000000"


def claims_of(token: str) -> dict:
    """The token's claims, unverified: the peer needs to know what to verify."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


class SideBySide(contextlib.ExitStack):
    """The servers of a row. A context: left, all have ended."""

    def __init__(self, work: pathlib.Path, shape: Shape = Shape(), tokens: int = 0):
        super().__init__()
        self.work = work
        try:
            self.organizer = self.enter_context(Organizer(work))
            self.filled: Filled = filled(self.organizer, shape, tokens)
            self.nest = self.enter_context(Nest(work, self.seed(), self.organizer))
        except BaseException:
            self.close()
            raise

    @property
    def both(self) -> list[Target]:
        return [self.organizer, self.nest]

    def events_path(self) -> str:
        return f"/api/v1/events/{self.filled.first['slug']}"

    def own(self, path: str, token: str = "") -> bytes:
        return fetch(self.organizer.base + path, token or self.filled.token)

    def seed(self) -> dict:
        """Everything of every event, as the organizer answers it."""
        claims = claims_of(self.filled.token)
        events = []
        for event in self.filled.events:
            base, token = f"/api/v1/events/{event['slug']}", event["token"]
            owner = claims_of(token)
            dates = sorted({free["date"] for free in event["free"]})
            coming = json.loads(self.own(f"{base}/schedules?from={dates[0]}&to={dates[-1]}", token))
            past = self.past(base, token, coming["today"])
            events.append({"event": event["slug"], "timeZone": coming["timeZone"],
                           "account": f"{owner['tid']}/{owner['oid']}", "accountId": event["account"],
                           "schedules": past + coming["schedules"], "helpers": self.helpers(base, token)})
        roles = json.loads(self.own("/api/v1/roles"))["roles"]
        return {"issuer": claims["iss"], "audience": claims["aud"], "events": events,
                "roles": [{"id": role["id"], "phase": role["phase"]} for role in roles]}

    def helpers(self, base: str, token: str) -> list[dict]:
        return json.loads(self.own(f"{base}/helpers?limit=500", token))["helpers"]

    def past(self, base: str, token: str, today: str) -> list[dict]:
        """The stored schedules of the last half year; a derived one is nothing that a service would store."""
        day = datetime.date.fromisoformat(today)
        begin, end = day - datetime.timedelta(days=180), day - datetime.timedelta(days=1)
        answer = json.loads(self.own(f"{base}/schedules?from={begin}&to={end}", token))
        return [schedule for schedule in answer["schedules"] if not schedule["derived"]]

    def range_path(self) -> str:
        """The schedule range whose answer is nearest to 6 KB: one to all coming dates from the first on."""
        base = f"{self.events_path()}/schedules"
        dates = sorted({free["date"] for free in self.filled.first["free"]})
        paths = [f"{base}?from={dates[0]}&to={date}" for date in dates[:6]]
        return nearest(RANGE_BYTES, {path: len(self.own(path)) for path in paths})

    def helpers_path(self) -> str:
        """The page of the directory whose answer is nearest to 30 KB."""
        base = f"{self.events_path()}/helpers"
        return nearest(HELPERS_BYTES, {path: len(self.own(path))
                                       for path in (f"{base}?limit={limit}" for limit in range(20, 101, 5))})

    def must_agree(self, path: str) -> bytes:
        """The organizer's answer, after the peer gave the same and refused a bad token as the organizer does."""
        own = self.own(path)
        other = fetch(self.nest.base + path, self.filled.token)
        if found := differences(json.loads(own), json.loads(other)):
            raise BenchFailed(f"the NestJS peer answers {path} otherwise: {'; '.join(found)}")
        for target in self.both:
            fetch(target.base + path, "not.a.token", status=401)
        return own

    def must_decide_alike(self) -> None:
        """Fills and clears a place, with refusals between, on both servers: same statuses, same answers."""
        place = self.filled.places()[0]
        fill = {"helper": place["helper"], "expect": None}
        clear = {"helper": None, "expect": place["helper"]}
        first = str(uuid.uuid4())
        changes = ((fill, first), (fill, first), (clear, first), ({"helper": NO_ONE, "expect": None}, None),
                   ({"helper": None, "expect": NO_ONE}, None), ({"helper": 7, "expect": None}, None), (clear, None))
        for body, key in changes:
            op = key or str(uuid.uuid4())
            given = [ask(target.base + place["path"], place["token"], "PUT", body, Idempotency_Key=op)
                     for target in self.both]
            statuses = [status for status, _ in given]
            if statuses[0] != statuses[1]:
                raise BenchFailed(f"{body} is answered {statuses[0]} by the organizer and {statuses[1]} by the peer")
            if statuses[0] == 200:
                own, other = (without_moment(json.loads(answer)) for _, answer in given)
                if found := differences(own, other):
                    raise BenchFailed(f"the NestJS peer decides {body} otherwise: {'; '.join(found)}")

    def faster_nginx(self, path: str, body: bytes) -> tuple[Nginx, str]:
        """Nginx with sendfile on or off, whichever serves these bytes faster; its path of the file."""
        file_path = path.replace("?", "-").replace("&", "-")
        made = [self.enter_context(Nginx(self.work, file_path, body, sendfile)) for sendfile in ("off", "on")]
        rates = {nginx: 0.0 for nginx in made}
        for _ in range(2):
            for nginx in made:
                rates[nginx] = max(rates[nginx], wrk(nginx, file_path, self.filled.token, 1).rate)
        best = max(made, key=rates.get)
        for nginx in made:
            if nginx is not best:
                nginx.stop()
        return best, file_path

    def plans(self, make: Callable[[Target], Plan]) -> dict[str, Plan]:
        return {target.name: make(target) for target in self.both}


def without_moment(answer: dict) -> dict:
    """An answer to a change without the one value that must differ: when it was made."""
    answer["schedule"].get("lastUndoable", {}).pop("at", None)
    return answer
