#!/usr/bin/env python3
"""Finds `co_await` inside a braced initialiser: GCC 12 miscompiles it (`co_return reply{200, co_await body(), {}}`).

    check_awaits.py [FILE...]    without files: all of the server
"""

import pathlib
import re
import sys

import source_files

NOISE = re.compile(
    r"//[^\n]*|/\*.*?\*/|"
    r"R\"(?P<mark>[^(\s\"]*)\(.*?\)(?P=mark)\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.DOTALL)
TOKEN = re.compile(r"[A-Za-z_]\w*|->|::|\S")
# Words of which one opens a block of declarations, whatever stands between it and the brace.
TYPES = {"struct", "class", "namespace", "enum", "union"}
BEFORE_BLOCK = {")", ";", "{", "}", ":", "else", "do", "try", "]"}
AFTER_PARAMETERS = {"const", "noexcept", "override", "final", "mutable", "volatile", "constexpr", "&", "&&"}


def blanked(text: str) -> str:
    """The text without comments and literals, lines kept."""

    def blank(match: re.Match) -> str:
        # 'x' between digits is a separator, which the pattern for characters would take for a literal.
        return re.sub(r"[^\n]", " ", match[0])

    return NOISE.sub(blank, re.sub(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])", " ", text))


def opens_block(before: list[str]) -> bool:
    """Whether `{` after these tokens of its statement opens a block (and not a braced initialiser)."""
    if not before or before[-1] in BEFORE_BLOCK:
        return True
    if TYPES & set(before) and "=" not in before:
        return True
    # ") -> awaitable<void> {", ") const noexcept {": a function's body.
    depth = 0
    for position in range(len(before) - 1, -1, -1):
        token = before[position]
        if token == "->":
            return position > 0 and before[position - 1] in {")", "mutable", "noexcept", "constexpr"}
        if token == ")" and depth == 0:
            return all(word in AFTER_PARAMETERS for word in before[position + 1:])
        depth += (token == ")") - (token == "(")
        if token in {"=", ",", "return", "co_return", "co_yield", "("} and depth == 0:
            return False
    return False


def faulty_lines(text: str) -> list[int]:
    """Lines with a co_await whose nearest brace is an initialiser's."""
    lines = []
    statement: list[str] = []
    open_braces: list[tuple[bool, list[str]]] = []
    clean = blanked(text)
    number, at = 1, 0
    for match in TOKEN.finditer(clean):
        number += clean.count("\n", at, match.start())
        at = match.start()
        token = match[0]
        if token == "{":
            open_braces.append((opens_block(statement), statement))
            statement = []
        elif token == "}":
            block, before = open_braces.pop() if open_braces else (True, [])
            # An initialiser is one value of its statement; a block ends one.
            statement = [*before, "value"] if not block else []
        elif token == ";":
            statement = []
        else:
            if token == "co_await" and open_braces and not open_braces[-1][0]:
                lines.append(number)
            statement.append(token)
    return lines


def main(arguments: list[str]) -> int:
    files = [pathlib.Path(one) for one in arguments] or source_files.listed("server/*.cpp", "server/*.hpp")
    count = 0
    for file in files:
        for line in faulty_lines(file.read_text("utf-8")):
            print(f"{file}:{line}: co_await inside a braced initialiser; await into a named local first")
            count += 1
    print(f"check_awaits: {len(files)} files, {count} faults")
    return 1 if count or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
