#!/usr/bin/env python3
"""Folder rules: what each folder of server/src may #include. Prints every line that runs against them.

The same rules as the link lines of server/src/*/CMakeLists.txt, and the layout of docs/architecture.md. The imports of
the web part are held by ESLint (web/eslint.config.js).
"""

import dataclasses
import pathlib
import re
import sys

import source_files

# Longest prefix first: which part of the program a file belongs to.
PARTS = ["domain", "json", "config", "ops", "store/codec", "store/sqlite", "store/memory", "store", "http",
         "identity/issuer", "identity", "api"]
PORT = {"domain", "json", "ops", "store"}
MAY_USE: dict[str, set[str]] = {
    "domain": set(),
    "json": {"domain"},
    "config": {"domain", "json"},
    "ops": {"domain", "json"},
    # The codec sees the port's value type, never an engine.
    "store/codec": {"domain", "json", "store"},
    "store": {"domain", "json", "ops", "store/codec"},
    "store/sqlite": PORT,
    "store/memory": PORT,
    "http": {"domain", "json", "ops", "config"},
    "identity": {"domain", "json", "ops", "http", "store"},
    "identity/issuer": {"domain", "json", "ops", "http", "store", "identity", "config"},
    # The store's port, never an engine or a stored form.
    "api": {"domain", "json", "ops", "http", "store", "identity"},
}


@dataclasses.dataclass(frozen=True)
class Restricted:
    """A library header that only some places may see."""

    pattern: str
    places: tuple[str, ...]
    why: str


RESTRICTED = [
    Restricted(r"boost/beast", ("http/", "main", "serve"), "Beast stays in http/ (build time)"),
    Restricted(r"boost/asio(?!/awaitable\.hpp|/any_io_executor\.hpp)",
               ("http/", "ops/", "store/", "identity/", "api/", "main", "serve"), "the domain does no I/O"),
    Restricted(r"boost/asio/(ip/|ssl|local/|read|write|connect|buffer|streambuf)", ("http/", "main", "serve", "ops/"),
               "Asio's I/O headers stay in http/ (build time)"),
    Restricted(r"boost/json", ("json/", "api/", "http/", "identity/", "store/", "ops/", "config/", "main", "serve"),
               "the domain knows no JSON"),
    Restricted(r"sqlite3\.h", ("store/sqlite/", "identity/issuer/"), "SQLite is an engine's own matter"),
    Restricted(r"argon2\.h", ("identity/",), "passwords are hashed in identity/"),
    Restricted(r"openssl/", ("identity/", "store/", "http/", "api/", "main", "serve", "ops/", "config/"),
               "the domain does no cryptography"),
    Restricted(r"date/", ("ops/zones.cpp",), "time zones stand in one file"),
    Restricted(r"unicode/", ("api/", "domain/"), "ICU is for sorting and searching names"),
    Restricted(r"(fstream|filesystem|iostream|thread|unistd\.h)$",
               ("http/", "ops/", "store/", "identity/", "api/", "config/", "main", "serve", "program"),
               "the domain does no I/O"),
]
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
CLOCK = re.compile(r"\b(system_clock|steady_clock|utc_clock)::now\b|\bstd::getenv\b|\bstd::time\(")


def part_of(path: str) -> str | None:
    """The part of a path below server/src; None for what lies directly in it (main and its wiring)."""
    return max((part for part in PARTS if path.startswith(part + "/")), key=len, default=None)


def faults_of(path: str, text: str) -> list[str]:
    """The faults of one file; `path` is relative to server/src."""
    part = part_of(path)
    if "/" in path and part is None:
        return [f"{path}: lies in a folder that the layout does not name"]
    faults = []
    test = path.endswith("_test.cpp") or "/testing/" in path
    for number, line in enumerate(text.splitlines(), 1):
        where = f"server/src/{path}:{number}"
        if part == "domain" and not test and CLOCK.search(line):
            faults.append(f"{where}: the domain reads no clock and no environment")
        found = INCLUDE.match(line)
        if not found:
            continue
        name = found[2]
        target = part_of(name) if found[1] == '"' else None
        # A test may set up the store that lives in memory.
        allowed = part is None or target in (None, part) or target in MAY_USE[part]
        if not allowed and not (test and target == "store/memory"):
            faults.append(f"{where}: {part} may not use {target} ({name})")
        if found[1] == '"' and "/" not in name and name != "main.hpp" and part:
            faults.append(f'{where}: write the path from server/src, not "{name}"')
        for rule in RESTRICTED:
            # Tests of a folder may hold files and threads of their own.
            if re.match(rule.pattern, name) and not path.startswith(rule.places) and not test:
                faults.append(f"{where}: {name}: {rule.why}")
    return faults


def main() -> int:
    faults = []
    base = source_files.ROOT / "server" / "src"
    files = source_files.listed("server/src/*.cpp", "server/src/*.hpp")
    for file in files:
        faults += faults_of(file.relative_to(base).as_posix(), file.read_text("utf-8"))
    for fault in faults:
        print(fault)
    if not files:
        print("check_folders: found no file to look at")
    print(f"check_folders: {len(files)} files, {len(faults)} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
