#!/usr/bin/env python3
"""Runs every formatter and linter of `./dev check` without changing a file; shows what the failing ones say.

    run_checks.py [--jobs N] [--list] [NAME...]
"""

import argparse
import os
import subprocess
import sys
import time

import source_files

ROOT = source_files.ROOT
PYTHON = "/usr/bin/python3"
MINUTES = 20
SHOWN_LINES = 150


def checks(jobs: int) -> list[tuple[str, list[str], str]]:
    """(name, command, folder)"""
    cpp = [str(file) for file in source_files.listed("*.cpp", "*.hpp")]
    return [
        ("text", [PYTHON, "tools/check_text.py"], "."),
        ("folders", [PYTHON, "tools/check_folders.py"], "."),
        ("nouns", [PYTHON, "tools/check_nouns.py"], "."),
        ("awaits", [PYTHON, "tools/check_awaits.py"], "."),
        ("shell", ["shellcheck", "dev", ".ci/run"], "."),
        ("cpp-layout", ["clang-format-16", "--dry-run", "-Werror", "--ferror-limit=20", *cpp], "."),
        ("web-layout", ["npm", "run", "format:check"], "web"),
        ("web-types", ["npm", "run", "typecheck"], "web"),
        ("web-lint", ["npm", "run", "lint"], "web"),
        ("contract-drift", ["npm", "run", "types:check"], "web"),
        ("cpp-lint", [PYTHON, "tools/run_tidy.py", "--jobs", str(jobs)], "."),
    ]


def run(command: list[str], folder: str) -> tuple[bool, str]:
    try:
        done = subprocess.run(command, cwd=ROOT / folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=MINUTES * 60, check=False)
    except (OSError, subprocess.TimeoutExpired) as fault:
        return False, str(fault)
    return done.returncode == 0, done.stdout.decode(errors="replace")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="run only these")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    known = checks(options.jobs)
    names = [name for name, _, _ in known]
    if options.list:
        print("\n".join(names))
        return 0
    if set(options.names) - set(names):
        print(f"there are these checks: {', '.join(names)}", file=sys.stderr)
        return 2
    failed = []
    for name, command, folder in known:
        if options.names and name not in options.names:
            continue
        begin = time.monotonic()
        good, output = run(command, folder)
        print(f"==> {name}: {'ok' if good else 'FAILED'} in {time.monotonic() - begin:.0f} s", flush=True)
        if not good:
            failed.append(name)
            print("\n".join(output.splitlines()[-SHOWN_LINES:]), flush=True)
    print(f"check: {'all is well' if not failed else 'these failed: ' + ', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
