#!/usr/bin/env python3
"""At most four places name a resource: the contract, api/<resource>, domain/<noun> and store/codec/<noun>.

A place is a file with its header and its test. Named means here: the file is called after the resource, or, in the
parts that every request shares, it includes the resource's own header. --list prints the places of each resource.
"""

import pathlib
import re
import sys

import source_files

# noun -> plural, as files in api/ are called
NOUNS = {
    "event": "events",
    "helper": "helpers",
    "schedule": "schedules",
    "account": "accounts",
    "member": "members",
    "invitation": "invitations",
    "import": "imports",
    "role": "roles",
    "activity": "activity",
}
PLACES = ("api/", "domain/", "store/codec/")
# The path that every request shares may not know one resource from another, but for these files of the decide loop: its
# typed door, the table from nouns to codecs and rules, what a rule reads beside its document, the locks of parkrun
# numbers, and the projector of the activity log.
TYPED = "entities|nouns|attempt_reads|number_locks|projector|activity_reader"
SHARED = re.compile(rf"^(http|ops|config|json|store)/(?!codec/|(?:{TYPED})\.)")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)


def stem_of(path: str) -> str:
    """`api/helpers_test.cpp` -> `helpers`"""
    return re.sub(r"(_test)?\.(cpp|hpp)$", "", path.rsplit("/", 1)[-1])


def noun_of(path: str) -> str | None:
    """The resource that a file is called after."""
    stem = stem_of(path)
    return next((noun for noun, plural in NOUNS.items() if stem in (noun, plural)), None)


def check(files: dict[str, str], contract: str) -> tuple[dict[str, list[str]], list[str]]:
    """(places of each resource, faults) of {path below server/src: text}."""
    places: dict[str, set[str]] = {noun: set() for noun in NOUNS}
    faults = []
    for path, text in files.items():
        noun = noun_of(path)
        folder = path.rsplit("/", 1)[0] + "/" if "/" in path else ""
        if noun:
            places[noun].add(folder + stem_of(path))
            if folder not in PLACES:
                faults.append(f"server/src/{path}: {noun} is named outside {', '.join(PLACES)}")
        if SHARED.match(path) and not path.endswith("_test.cpp"):
            for name in INCLUDE.findall(text):
                other = noun_of(name) if name.startswith(("domain/", "store/codec/", "api/")) else None
                if other:
                    faults.append(f"server/src/{path}: what every request shares includes {name}")
    for noun, plural in NOUNS.items():
        if re.search(rf"(?m)^  \S*/{plural}\b", contract):
            places[noun].add("openapi.yaml")
        if len(places[noun]) > 4:
            faults.append(f"{noun} is named in more than four places: {', '.join(sorted(places[noun]))}")
    return {noun: sorted(found) for noun, found in places.items()}, faults


def main(arguments: list[str]) -> int:
    base = source_files.ROOT / "server" / "src"
    found = source_files.listed("server/src/*.cpp", "server/src/*.hpp")
    files = {file.relative_to(base).as_posix(): file.read_text("utf-8") for file in found}
    places, faults = check(files, (source_files.ROOT / "api" / "openapi.yaml").read_text("utf-8"))
    if "--list" in arguments:
        for noun, named in places.items():
            print(f"{noun:<12}{', '.join(named)}")
    for fault in faults:
        print(fault)
    print(f"check_nouns: {len(files)} files, {len(NOUNS)} resources, {len(faults)} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
