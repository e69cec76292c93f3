"""Mixed load for minutes, with connections that come and go: memory, descriptors and threads must stay flat.

The writes do not make the event larger: places are filled and emptied, a helper's note changes to and fro, and the same
file is imported again and again. What grows by design is on disk (the activity log and the issuer's sessions), and in
memory only what is bounded: kept answers, the token cache, the operations remembered with a document. The kept
answers are filled beforehand, the first minutes fill the rest (in ten minutes the memory stood still from the fourth
on); the reads of ranges, drawn from half a year, and the writes turn the kept answers over all the time.

The median of the fifth minute is compared with that of the last (in the short versions: of the third and last fifth).
The sample of a minute keeps fewer answers, so that what has no bound shows against less, and may grow by more: what
fills by commands may not be full yet on a busy machine.
"""

import datetime
import pathlib
import random
import statistics
import time
import urllib.parse
import uuid

import floods
from people import EVENT, Client, Person, access_token, invite, token_by_link
from raw_exchange import BadAnswer, connect, exchange, reset
from side import Side, more_descriptors
from target import AttackFailed, Target, binary_of, verdict

SAMPLE_SECONDS = 0.5
ANSWER_MIB = 64  # for kept answers, as by default
SAMPLE_ANSWER_MIB = 8
FILL = 1.6  # times the bound: so much is read beforehand
MOST_GROWTH = 0.03  # of memory, from then to the end
SAMPLE_MOST_GROWTH = 0.1
FILLED = 0.4  # of the time, after which all that is bounded is full
MOST_NEW_THREADS = 4  # pools start workers when none is free, up to their bounds
TOKEN_SECONDS = 600  # a token lives 900
WRITERS = 2
READERS = 3
NEW_CONNECTION_OF = 20


class Token:
    """A person's token, had anew by password before it runs out."""

    def __init__(self, target: Target, person: Person):
        self._target = target
        self._person = person
        self._had = time.monotonic()
        self.text = person.token

    def fresh(self) -> str:
        if time.monotonic() - self._had > TOKEN_SECONDS:
            self.text = sign_in_by_password(self._target, self._person)
            self._had = time.monotonic()
        return self.text


def sign_in_by_password(target: Target, person: Person) -> str:
    """The whole way of the pages: the form, the password, the code, the token."""
    browser = access_token.Browser()
    query = urllib.parse.urlencode({
        "client_id": "organizer-web", "response_type": "code", "state": "s", "nonce": "n",
        "redirect_uri": f"{target.base}/redirect.html", "code_challenge": "A" * 43, "code_challenge_method": "S256",
        "scope": "openid profile api://organizer-api/access_as_user"})
    status, _, text = browser.ask(f"{target.base}/oidc/authorize?{query}")
    if status != 200:
        raise AttackFailed(f"the sign-in form answered {status}")
    form = access_token.HiddenFields()
    form.feed(text)
    status, _, text = browser.ask(f"{target.base}/oidc/login", form.fields | {"user_name": person.user_name,
                                                                            "password": person.password})
    if status not in (302, 303):
        raise AttackFailed(f"signing in answered {status}: {text[:300]}")
    return access_token.code_flow(browser, target.base)["access_token"]


def read(until: float, target: Target, person: Person, seed: int) -> dict:
    """Reads of all kinds: ranges that repeat and ranges that are new, 304s, helpers, the log, refused ones."""
    draw = random.Random(seed)
    token = Token(target, person)
    client = Client(target.port, token.text)
    today = datetime.date.fromisoformat(client.must(200, "GET", f"/events/{EVENT}/schedules").json()["today"])
    done = 0
    while time.monotonic() < until:
        client.token = token.fresh()
        begin = today + datetime.timedelta(days=draw.randrange(-80, 80))
        end = begin + datetime.timedelta(days=draw.randrange(1, 90))
        path = draw.choice((f"/events/{EVENT}/schedules", f"/events/{EVENT}/schedules?from={begin}&to={end}",
                            f"/events/{EVENT}/helpers?q={draw.choice('abcdefghijklm')}", f"/events/{EVENT}/helpers",
                            f"/events/{EVENT}/activity?limit={draw.randrange(1, 200)}", "/me", f"/events/{EVENT}"))
        answer = client.must(200, "GET", path)
        if answer.headers["ETag"] and draw.random() < 0.5:
            again = client.ask("GET", path, If_None_Match=answer.headers["ETag"])
            if again.status not in (200, 304):
                raise AttackFailed(f"{path} asked again answered {again.status}")
        refused = client.ask("GET", draw.choice(("/events/nowhere", f"/events/{EVENT}/helpers/nobody", "/nothing",
                                                 f"/events/{EVENT}/schedules?from=x", "/accounts")))
        if refused.status not in (400, 403, 404):
            raise AttackFailed(f"a read that must be refused answered {refused.status}")
        done += 3
        if draw.randrange(NEW_CONNECTION_OF) == 0:
            client.close()
        time.sleep(0.005)
    client.close()
    return {"requests": done}


def write(until: float, target: Target, person: Person, seed: int) -> dict:
    """Fills and empties places, changes a note to and fro, repeats commands, sends stale and impossible ones."""
    draw = random.Random(seed)
    token = Token(target, person)
    client = Client(target.port, token.text)
    helper = client.must(201, "POST", f"/events/{EVENT}/helpers", {"name": f"Leak {seed}"}).json()["helper"]
    etag = client.must(200, "GET", f"/events/{EVENT}/helpers/{helper['id']}").headers["ETag"]
    date = client.must(200, "GET", f"/events/{EVENT}/schedules").json()["schedules"][-1]["date"]
    need = client.must(200, "GET", f"/events/{EVENT}/schedules/{date}").json()["slots"]
    place = f"/events/{EVENT}/schedules/{date}/slots/{need[seed % len(need)]['id']}/assignment"
    held = need[seed % len(need)].get("assignment", {}).get("helper")
    done = 0
    while time.monotonic() < until:
        client.token = token.fresh()
        op = str(uuid.uuid4())
        wanted = None if held else helper["id"]
        body = {"helper": wanted, "expect": held, "override": "load"}
        client.must(200, "PUT", place, body, op=op)
        client.must(200, "PUT", place, body, op=op)  # the same once more
        held = wanted
        edited = client.must(200, "PATCH", f"/events/{EVENT}/helpers/{helper['id']}",
                             {"notes": draw.choice(("to", "fro")) * draw.randrange(1, 200)}, If_Match=etag,
                             Content_Type="application/merge-patch+json")
        stale, etag = etag, edited.headers["ETag"]
        refused = client.ask("PATCH", f"/events/{EVENT}/helpers/{helper['id']}", {"notes": "x"}, If_Match=stale,
                             Content_Type="application/merge-patch+json").status
        if refused not in (200, 412):
            raise AttackFailed(f"a stale edit answered {refused}")
        if refused == 200:  # the note was the same, so that the tag was not stale
            etag = client.must(200, "GET", f"/events/{EVENT}/helpers/{helper['id']}").headers["ETag"]
        if client.ask("PUT", place, b"{\"helper\":", Content_Type="application/json").status != 400:
            raise AttackFailed("half a body was not refused")
        done += 5
        if draw.randrange(NEW_CONNECTION_OF) == 0:
            client.close()
        time.sleep(0.02)
    client.close()
    return {"requests": done}


def import_again(until: float, target: Target, person: Person) -> dict:
    """The same file of 200 helpers, previewed again and again; once it is carried out it wants nothing more."""
    token = Token(target, person)
    client = Client(target.port, token.text)
    file = "name;parkrunId\n" + "".join(f"Import {number};A{800000000 + number}\n" for number in range(200))
    done = 0
    carried_out = False
    while time.monotonic() < until:
        client.token = token.fresh()
        preview = client.must(200, "POST", f"/events/{EVENT}/imports/preview", file.encode(), Content_Type="text/csv")
        rows = [{"line": row["line"], "values": row["values"]} | {key: choice[key] for key in
                ("action", "opId", "helper", "rev") if key in choice}
                for row in preview.json()["rows"] for choice in row.get("choices", [])[:1]]
        if rows and carried_out:
            raise AttackFailed(f"the same file wants {len(rows)} changes again")
        if rows:  # what a deadline leaves undone stands in the next preview
            client.must(200, "POST", f"/events/{EVENT}/imports", {"rows": rows})
        carried_out = not rows
        done += 1
        time.sleep(0.5)
    client.close()
    return {"requests": done}


def sign_in(until: float, target: Target, person: Person) -> dict:
    """Signs in by password over and over, each time as a new browser."""
    done = 0
    while time.monotonic() < until:
        sign_in_by_password(target, person)
        done += 1
        time.sleep(0.3)
    return {"requests": done}


def come_and_go(until: float, port: int, real_token: str) -> dict:
    """Connections that ask for a page and go, in order or not, tokens that are refused, and bad framing."""
    host = f"Host: localhost:{port}\r\n".encode()
    page = b"GET / HTTP/1.1\r\n" + host + b"\r\n"
    done = 0
    faults: list[str] = []
    while time.monotonic() < until:
        bad = f"GET /api/v1/me HTTP/1.1\r\nAuthorization: Bearer {floods.bad_token(real_token)}\r\n".encode()
        for sent, allowed in ((page * 3, (200, 200, 200)), (bad + host + b"\r\n", (401,)), (b"GET /x\r\n\r\n", (400,)),
                              (page.replace(b"GET", b"DELETE"), (405,))):
            try:
                got = exchange(port, sent, 30).statuses
                if got != allowed:
                    faults.append(f"{sent[:40]!r} answered {got}")
            except (BadAnswer, OSError) as fault:
                faults.append(f"{sent[:40]!r}: {fault!r}")
        reset(connect(port, 30))
        done += 5
        time.sleep(0.01)
    return {"requests": done, "faults": faults}


def fill(client: Client, answer_mib: int) -> None:
    """Reads different ranges until the answers that the server keeps have reached their bound."""
    today = datetime.date.fromisoformat(client.must(200, "GET", f"/events/{EVENT}/schedules").json()["today"])
    total = 0
    for days in range(180, 0, -1):
        for begin in range(-100, 100):
            first = today + datetime.timedelta(days=begin)
            path = f"/events/{EVENT}/schedules?from={first}&to={first + datetime.timedelta(days=days)}"
            total += len(client.must(200, "GET", path).body)
            if total > FILL * answer_mib * (1 << 20):
                return
    raise AttackFailed("the ranges of half a year do not fill the kept answers")


def sample(target: Target, until: float) -> list[tuple[float, float, int, int]]:
    """(moment, memory, descriptors, threads), twice a second."""
    taken = []
    while time.monotonic() < until:
        taken.append((time.monotonic(), target.memory_mib(), target.descriptors(), target.threads()))
        time.sleep(SAMPLE_SECONDS)
    return taken


def attack(target: Target, seconds: float, window: float, most_growth: float | None, answer_mib: int) -> list[str]:
    admin = Client(target.port, token_by_link(target, target.link))
    everybody = [invite(target, admin, EVENT, "coordinator") for _ in range(READERS + WRITERS + 2)]
    signs_in = invite(target, admin, EVENT, "helper")
    if most_growth is not None:
        fill(admin, answer_mib)
    admin.close()
    sides = [Side(f"reader {at}", read, target, everybody[at], at) for at in range(READERS)]
    sides += [Side(f"writer {at}", write, target, everybody[READERS + at], at) for at in range(WRITERS)]
    sides += [Side("imports", import_again, target, everybody[-2]), Side("sign-ins", sign_in, target, signs_in),
              Side("come and go", come_and_go, target.port, everybody[-1].token)]
    time.sleep(2)  # until what signing in has opened is closed
    level = target.descriptors()
    began = time.monotonic()
    until = began + seconds
    for side in sides:
        side.start(until)
    taken = sample(target, until)
    reports = {side.name: side.report(until) for side in sides}
    faults = [fault for report in reports.values() for fault in report["faults"]]
    told = ["requests: " + ", ".join(f"{name} {report.get('requests', 0)}" for name, report in reports.items())]

    def medians(begin: float) -> tuple[float, float, float]:
        part = [one for one in taken if begin <= one[0] < begin + window]
        return tuple(statistics.median(one[at] for one in part) for at in (1, 2, 3))

    early, late = medians(began + FILLED * seconds), medians(until - window)
    names = ("memory in MiB", "descriptors", "threads")
    for at, (name, before, after) in enumerate(zip(names, early, late)):
        told.append(f"{name}: median {before:.1f} in {window:.0f} s from second {FILLED * seconds:.0f} on, "
                    f"{after:.1f} in the last, at most "
                    f"{max(one[at + 1] for one in taken):.1f}")
    if most_growth is not None and late[0] > early[0] * (1 + most_growth):
        faults.append(f"memory has grown by {(late[0] / early[0] - 1) * 100:.1f} %; at most {most_growth * 100:.0f} %")
    # Connections come and go while it is looked at: a few more or less are no growth.
    if late[1] > early[1] + 5:
        faults.append(f"descriptors have grown from {early[1]:.0f} to {late[1]:.0f}")
    if late[2] > early[2] + MOST_NEW_THREADS:
        faults.append(f"threads have grown from {early[2]:.0f} to {late[2]:.0f}")
    left = target.descriptors_back(level)
    told.append(f"descriptors: {level} before, {left} after")
    if left > level:
        faults.append(f"{left - level} descriptors are left open")
    faults += target.faults_at_stop()
    return verdict(told, faults)


def run(work: pathlib.Path, preset: str, seconds: float, window: float, most_growth: float | None,
        answer_mib: int = ANSWER_MIB) -> list[str]:
    """Mixed load for so long; medians over `window` seconds. Without `most_growth` memory is not judged. The lines of
    the report; AttackFailed with the faults."""
    more_descriptors()
    target = Target(binary_of(preset), work, "--reads-per-second", "0", "--changes-per-second", "0",
                    "--answer-memory", str(answer_mib))
    target.start()
    try:
        return attack(target, seconds, window, most_growth, answer_mib)
    finally:
        target.kill()
