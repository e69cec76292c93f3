#!/usr/bin/env python3
"""Prints an access token of the running server, for use with curl (`./dev token`).

It does what a browser does: it opens a one-time sign-in link, presses its button, and walks the authorization code flow
with PKCE. The link is the one given, or a fresh one of `organizer account link`. Without arguments it is for the server
that runs, found by the control socket in the data directory: as the demo's coordinator if that is the demo, else as the
only account that may sign in. Arguments (a user name, --demo, --data-directory …) go to `organizer account link`.

    curl -H "Authorization: Bearer $(./dev token)" http://localhost:8080/api/v1/me
"""

import argparse
import base64
import hashlib
import html.parser
import http.cookiejar
import json
import os
import re
import secrets
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT = 20
DEMO_USER = "demo"


class Failure(Exception):
    """What went wrong, in one line for the console."""


class HiddenFields(html.parser.HTMLParser):
    """The hidden fields of the first form that has a primary button."""

    def __init__(self):
        super().__init__()
        self.fields = {}
        self.done = False

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if self.done:
            return
        if tag == "form":
            self.fields = {}
        elif tag == "input" and values.get("type") == "hidden":
            self.fields[values.get("name", "")] = values.get("value", "")
        elif tag == "button" and values.get("class") == "primary":
            self.done = True


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to the caller."""

    def redirect_request(self, *_):
        return None


class CookiePolicy(http.cookiejar.DefaultCookiePolicy):
    """Takes the issuer's cookies on http://localhost too, where Python sees no domain with a dot."""

    def __init__(self):
        super().__init__(rfc2965=False, netscape=True)


class Browser:
    """As much of a browser as signing in takes."""

    def __init__(self):
        jar = http.cookiejar.CookieJar(CookiePolicy())
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(jar), NoRedirect())

    def ask(self, url, form=None):
        """Status, headers and text of an answer."""
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(urllib.request.Request(url, data=data), timeout=TIMEOUT) as answer:
                return answer.status, answer.headers, answer.read().decode("utf-8")
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read().decode("utf-8")
        except (urllib.error.URLError, TimeoutError, OSError) as fault:
            raise Failure(f"{url} does not answer: {getattr(fault, 'reason', fault)}") from fault


def base64url(value):
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def sign_in(browser, link, typed=None):
    """Opens a one-time link and presses its button; `typed` are the fields of a link that makes an account."""
    status, _, text = browser.ask(link)
    if status != 200:
        raise Failure(f"the sign-in link answers {status}: it was used, or ran out; ask for a new one")
    page = HiddenFields()
    page.feed(text)
    status, _, _ = browser.ask(link, page.fields | (typed or {}))
    if status != 303:
        raise Failure(f"the sign-in link could not be used (status {status})")


def code_flow(browser, base):
    """The token endpoint's answer for whoever is signed in."""
    status, _, text = browser.ask(f"{base}/config.json")
    if status != 200:
        raise Failure(f"{base}/config.json answers {status}")
    settings = json.loads(text)
    redirect_uri = f"{base}/redirect.html"
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    query = {
        "client_id": settings["clientId"],
        "response_type": "code",
        "redirect_uri": redirect_uri,
        "scope": f"openid profile {settings['apiScope']}",
        "state": state,
        "nonce": secrets.token_urlsafe(16),
        "prompt": "none",
        "code_challenge": base64url(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    status, headers, _ = browser.ask(f"{base}/oidc/authorize?{urllib.parse.urlencode(query)}")
    answer = urllib.parse.parse_qs(urllib.parse.urlsplit(headers.get("Location", "")).query)
    if status != 302 or "code" not in answer or answer.get("state") != [state]:
        raise Failure(f"no code was given (status {status}, {answer.get('error', ['no error'])[0]})")
    status, _, text = browser.ask(f"{base}/oidc/token", {
        "grant_type": "authorization_code",
        "client_id": settings["clientId"],
        "redirect_uri": redirect_uri,
        "code": answer["code"][0],
        "code_verifier": verifier,
    })
    if status != 200:
        raise Failure(f"no token was given (status {status})")
    return json.loads(text)


def run(binary, *arguments):
    """The ended command, and the last line that it wrote."""
    try:
        ended = subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Failure(f"{binary} could not be run: {fault}; `./dev build` makes it") from fault
    lines = (ended.stderr or ended.stdout).strip().splitlines()
    return ended, lines[-1].removeprefix("organizer: ") if lines else f"`organizer {arguments[0]}` printed nothing"


def arguments_of_server(binary):
    """What tells `organizer account link` which server runs: the usual data directory, or the demo's."""
    if any(name in os.environ for name in ("ORGANIZER_DATA_DIRECTORY", "ORGANIZER_DATA_DIRECTORY_FILE")):
        return []
    running, silent = [], []
    for arguments in ([], ["--demo"]):
        ended, line = run(binary, "healthcheck", *arguments)
        if ended.returncode == 0:
            running.append(arguments)
        elif line.startswith("no server runs"):
            silent.append(line)
        else:
            raise Failure(line)
    if not running:
        raise Failure(f"{', '.join(silent)}; start one with `./dev run --demo`, or name its --data-directory")
    if len(running) > 1:
        raise Failure("two servers run, the demo and another: give --demo or --demo=false")
    return running[0]


def fresh_link(binary, arguments):
    """A sign-in link from `organizer account link`."""
    arguments = arguments or arguments_of_server(binary)
    if arguments == ["--demo"]:
        arguments = [DEMO_USER, *arguments]
    ended, line = run(binary, "account", "link", *arguments)
    found = re.search(r"https?://\S+/oidc/link/\S+", ended.stdout)
    if not found:
        raise Failure(line)
    return found.group(0)


def default_binary():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in ("build/release/server/src", "build/release", "build/dev/server/src"):
        candidate = os.path.join(root, folder, "organizer")
        if os.access(candidate, os.X_OK):
            return candidate
    return "organizer"


def main(arguments):
    parser = argparse.ArgumentParser(description="Prints an access token for use with curl.", allow_abbrev=False,
                                     epilog="Further arguments go to `organizer account link`: a user name, --demo …")
    parser.add_argument("--url", help="where the server is (default: where the link leads)")
    parser.add_argument("--link", help="a one-time sign-in link (default: a fresh one by `organizer account link`)")
    parser.add_argument("--binary", default=os.environ.get("ORGANIZER_BINARY") or default_binary())
    parser.add_argument("--json", action="store_true", help="print the whole answer of the token endpoint")
    options, further = parser.parse_known_args(arguments)
    try:
        if options.link and further:
            raise Failure(f"unknown arguments: {' '.join(further)}")
        link = options.link or fresh_link(options.binary, further)
        where = urllib.parse.urlsplit(link)
        base = (options.url or f"{where.scheme}://{where.netloc}").rstrip("/")
        browser = Browser()
        sign_in(browser, link)
        answer = code_flow(browser, base)
    except Failure as fault:
        print(f"token: {fault}", file=sys.stderr)
        return 1
    print(json.dumps(answer, indent=2) if options.json else answer["access_token"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
