#!/usr/bin/env python3
"""Plain rules of all our text: lines of at most 120 characters, no left-over marks, one newline at the end."""

import pathlib
import re
import sys

import source_files

LIMIT = 120
KINDS = ["*.cpp", "*.hpp", "*.py", "*.ts", "*.tsx", "*.mjs", "*.css", "*.sh", "*.cmake", "*CMakeLists.txt", "dev",
         ".ci/run"]
GENERATED = re.compile(r"(^|/)(schema\.d\.ts|package-lock\.json)$")
# A text that cannot be broken: no formatter does, and a search for it would fail if we did.
LITERAL = re.compile(r"(['\"`]).{70,}\1")
LEFT_OVER = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")


def faults_of(name: str, text: str) -> list[str]:
    """The faults of one file's text."""
    faults = []
    table = False
    for number, line in enumerate(text.split("\n"), 1):
        # A table laid out by hand, one row a line, may be wider.
        table = "clang-format off" in line or (table and "clang-format on" not in line)
        if len(line) > LIMIT and not table and not LITERAL.search(line):
            faults.append(f"{name}:{number}: {len(line)} characters")
        if line != line.rstrip():
            faults.append(f"{name}:{number}: blanks at the end")
        if LEFT_OVER.search(line):
            faults.append(f"{name}:{number}: {LEFT_OVER.search(line)[0]} is left")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        faults.append(f"{name}: does not end with one newline")
    return faults


def main() -> int:
    files = [file for file in source_files.listed(*KINDS) if not GENERATED.search(file.as_posix())]
    faults = []
    for file in files:
        faults += faults_of(file.relative_to(source_files.ROOT).as_posix(), file.read_text("utf-8"))
    for fault in faults:
        print(fault)
    print(f"check_text: {len(files)} files, {len(faults)} faults")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
