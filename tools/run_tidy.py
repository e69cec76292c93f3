#!/usr/bin/env python3
"""clang-tidy over the server's sources, on all cores, with results kept by content.

    run_tidy.py [--jobs N] [FILE...]

A result is kept under the hash of the source, of every header of ours that it reaches and of the configuration, so a
file is looked at again only when something that it sees has changed. Only clean results are kept.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

import source_files

ROOT = source_files.ROOT
BUILD = ROOT / "build" / "tidy"
KEPT = BUILD / "kept"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
TOOL = "clang-tidy-16"
MINUTES_PER_FILE = 5


def configure() -> None:
    """A build folder of its own, without precompiled headers (those are GCC's), for compile_commands.json."""
    subprocess.run(
        ["cmake", "-S", str(ROOT), "-B", str(BUILD), "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
         "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON"], check=True, capture_output=True)


def key_of(file: pathlib.Path, common: bytes) -> str:
    """The hash of everything of ours that the file's result rests on."""
    seen: set[pathlib.Path] = set()
    waiting = [file]
    while waiting:
        one = waiting.pop()
        if one in seen or not one.is_file():
            continue
        seen.add(one)
        for name in INCLUDE.findall(one.read_text("utf-8", "replace")):
            waiting += [ROOT / "server" / "src" / name, one.parent / name]
    digest = hashlib.sha256(common)
    for one in sorted(seen):
        digest.update(f"{one.relative_to(ROOT)}\0".encode() + one.read_bytes() + b"\0")
    return digest.hexdigest()


def look_at(file: pathlib.Path, common: bytes) -> tuple[pathlib.Path, bool, str]:
    """(file, looked at anew, faults): empty text if there is none."""
    kept = KEPT / key_of(file, common)
    if kept.exists():
        return file, False, ""
    command = [TOOL, "-p", str(BUILD), "--quiet", "--extra-arg=-Wno-unknown-warning-option",
               "--extra-arg=-Wno-unused-command-line-argument", "--extra-arg=-Wno-missing-field-initializers",
               str(file)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=MINUTES_PER_FILE * 60, check=False)
    except subprocess.TimeoutExpired:
        return file, True, f"{file}: {TOOL} took longer than {MINUTES_PER_FILE} minutes\n"
    if done.returncode == 0:
        kept.touch()
        return file, True, ""
    return file, True, done.stdout or done.stderr


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    configure()
    KEPT.mkdir(parents=True, exist_ok=True)
    known = {pathlib.Path(one["file"]) for one in json.loads((BUILD / "compile_commands.json").read_text())}
    wanted = [file.resolve() for file in options.files] or source_files.listed("server/src/*.cpp")
    # Tests are full of a framework's macros; what they hold is judged by running them.
    files = [file for file in wanted if file in known and (options.files or not file.name.endswith("_test.cpp"))]
    version = subprocess.run([TOOL, "--version"], capture_output=True, check=True).stdout
    common = version + (ROOT / ".clang-tidy").read_bytes()
    # The largest first, so that no core waits for a long one at the end.
    files.sort(key=lambda file: -file.stat().st_size)
    faulty = anew = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for _, fresh, faults in pool.map(lambda file: look_at(file, common), files):
            anew += fresh
            if faults:
                faulty += 1
                print(faults, flush=True)
    print(f"clang-tidy: {len(files)} files, {anew} looked at anew, {faulty} with faults")
    return 1 if faulty or not files else 0


if __name__ == "__main__":
    sys.exit(main())
