#!/usr/bin/env python3
"""Finds three uses of `co_await` that GCC 12 miscompiles, so that a temporary is freed twice:

- inside a braced initialiser: `co_return reply{200, co_await body(), {}}`;
- in one statement with a conditional: `co_await f(x ? std::string() : y)`, `a ? co_await f() : co_await g()`;
- in one statement with a braced temporary: `co_await f(event{name})`, `co_await f(id, {name})`. Which types it hurts
  (aggregates with a destructor) the text does not tell, so none is let through. Lambdas' bodies are statements apart.

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
INITIALISER = "co_await inside a braced initialiser"
CONDITIONAL = "co_await in one statement with a conditional"
TEMPORARY = "co_await in one statement with a braced temporary"
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


def faults_of(text: str) -> list[tuple[int, str]]:
    """(line, what is wrong) of each such use."""
    found: list[tuple[int, str]] = []
    statement: list[str] = []
    awaited: list[int] = []  # lines of the co_awaits of the statement so far
    open_braces: list[tuple[bool, list[str], list[int]]] = []
    clean = blanked(text)
    number, at = 1, 0

    def end_statement() -> None:
        if awaited and "?" in statement:
            found.append((awaited[0], CONDITIONAL))
        elif awaited and "{}" in statement and not any((line, INITIALISER) in found for line in awaited):
            found.append((awaited[0], TEMPORARY))

    for match in TOKEN.finditer(clean):
        number += clean.count("\n", at, match.start())
        at = match.start()
        token = match[0]
        if token == "{":
            block = opens_block(statement)
            if block and "[" not in statement:  # of `if (co_await f())` the condition ends here
                end_statement()
            open_braces.append((block, statement, awaited))
            statement, awaited = [], []
        elif token == "}":
            block, before, awaited_before = open_braces.pop() if open_braces else (True, [], [])
            if block:
                end_statement()
                # A lambda in an expression goes on after its block; anything else ends with it.
                goes_on = any(word in before for word in ("=", "(", "return", "co_return", "co_await"))
                statement, awaited = ([*before, "value"], awaited_before) if goes_on and "[" in before else ([], [])
            else:
                # An initialiser is one value of its statement.
                statement = [*before, "{}", *(["?"] if "?" in statement else [])]
                awaited = awaited_before + awaited
        elif token == ";":
            end_statement()
            statement, awaited = [], []
        else:
            if token == "co_await":
                awaited.append(number)
                if open_braces and not open_braces[-1][0]:
                    found.append((number, INITIALISER))
            statement.append(token)
    return sorted(found)


def main(arguments: list[str]) -> int:
    files = [pathlib.Path(one) for one in arguments] or source_files.listed("server/*.cpp", "server/*.hpp")
    count = 0
    for file in files:
        for line, fault in faults_of(file.read_text("utf-8")):
            print(f"{file}:{line}: {fault}; put the value into a named local first")
            count += 1
    print(f"check_awaits: {len(files)} files, {count} faults")
    return 1 if count or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
