#!/usr/bin/env python3
"""Reads api/openapi.yaml as YAML 1.2 tools do: `on`, `no` and 2026-10-03 are text.

    contract_file.py api/openapi.yaml OUT.json    writes it as JSON
"""

import json
import pathlib
import re
import sys

import yaml


class _Loader(yaml.SafeLoader):
    """SafeLoader with the scalars of YAML 1.2's core schema."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def load(source: pathlib.Path) -> dict:
    """The document. Raises OSError, or yaml.YAMLError (a repeated key included)."""
    return yaml.load(source.read_text("utf-8"), _Loader)  # the loader is SafeLoader's


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict:
    seen = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key.value} is repeated", key.start_mark)
        seen.add(key.value)
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


def _construct(loader: yaml.SafeLoader, node: yaml.MappingNode):
    made: dict = {}
    yield made
    made.update(_mapping(loader, node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _construct)


def to_json(document: dict) -> str:
    """Compact JSON, members in the order in which they are written."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    pathlib.Path(sys.argv[2]).write_text(to_json(load(pathlib.Path(sys.argv[1]))), "utf-8")
