"""Loaded by schemathesis (`SCHEMATHESIS_HOOKS`): the contract's formats, ids that exist, and a count of what was sent.

`ATTACK_KNOWN` names a JSON file {parameter: [values]}: most path parameters and ids in bodies become one of these, so
that requests reach the rules behind the look-up. `ATTACK_COUNTS` names the file that gets {"<operation> <status>": n}.
"""

import atexit
import datetime
import json
import os
import pathlib
import re
import zlib
from collections import Counter

import schemathesis
from hypothesis import strategies as st

KNOWN = json.loads(pathlib.Path(os.environ["ATTACK_KNOWN"]).read_text())
CONTRACT = json.loads(pathlib.Path(os.environ["ATTACK_CONTRACT"]).read_text())
COUNTS: Counter = Counter()
UNCHANGED_OF_TEN = 2

WORD = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=1, max_size=4).map("-".join)
# Written by hand: what is made from the patterns of `x-formats` takes ten times as long.
FORMATS = {
    "country": st.sampled_from(["DE", "GB", "FR", "ZZ"]),
    "cursor": st.text("ABCXYZabcxyz0189_-", min_size=1, max_size=80),
    "date": st.dates(datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)).map(str),
    "date-time": st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2999, 1, 1)).map(
        lambda moment: moment.isoformat(timespec="milliseconds") + "Z"),
    "email": st.tuples(WORD, WORD).map("@".join),
    "id": st.text("ABCxyz0189._~-", min_size=1, max_size=100),
    "local-time": st.times().map(lambda time: time.strftime("%H:%M")),
    "phone": st.text("0123456789 ()/.-", min_size=3, max_size=40),
    "role": WORDS,
    "slot": st.tuples(WORDS, st.integers(1, 999)).map(lambda parts: f"{parts[0][:38]}-{parts[1]}"),
    "slug": WORDS,
    "time-zone": st.sampled_from(["Europe/Berlin", "Europe/London", "UTC", "Mars/Olympus", "../etc", "GMT+5"]),
    "uri": WORD.map("https://{}.example/".format),
    "uuid": st.uuids().map(str),
}
if set(FORMATS) != set(CONTRACT["x-formats"]):
    raise ValueError(f"formats without a strategy, or the other way: {set(FORMATS) ^ set(CONTRACT['x-formats'])}")
for name, strategy in FORMATS.items():
    schemathesis.openapi.format(name, strategy.filter(re.compile(CONTRACT["x-formats"][name]["pattern"]).fullmatch))


def known_instead(name: str, value):
    """Mostly a known value, chosen by what was generated, so that a run can be repeated."""
    choices = KNOWN.get(name)
    if not choices or not isinstance(value, str):
        return value
    drawn = zlib.crc32(value.encode("utf-8", "surrogatepass"))
    return value if drawn % 10 < UNCHANGED_OF_TEN else choices[drawn // 10 % len(choices)]


def replaced(body):
    """The body with known ids where it has ids."""
    if isinstance(body, dict):
        return {name: known_instead(name, replaced(value)) if isinstance(name, str) else value
                for name, value in body.items()}
    if isinstance(body, list):
        return [replaced(value) for value in body]
    return body


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return {name: known_instead(name, value) for name, value in path_parameters.items()} if path_parameters else \
        path_parameters


@schemathesis.hook
def map_query(context, query):
    return {name: known_instead(name, value) for name, value in query.items()} if query else query


@schemathesis.hook
def map_headers(context, headers):
    return {name: known_instead(name, value) for name, value in headers.items()} if headers else headers


@schemathesis.hook
def map_body(context, body):
    return replaced(body)


@schemathesis.hook
def after_call(context, case, response):
    COUNTS[f"{case.method} {case.operation.path} {response.status_code}"] += 1


@atexit.register
def tell_counts() -> None:
    pathlib.Path(os.environ["ATTACK_COUNTS"]).write_text(json.dumps(COUNTS))
