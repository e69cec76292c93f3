#!/usr/bin/env python3
"""Turns api/openapi.yaml into the C++ tables of server/src/api/contract.hpp.

    contract_tables.py api/openapi.yaml OUT.cpp

The contract keeps to a subset of OpenAPI 3.1 that the strict reader can hold exactly: type, required, properties,
additionalProperties, enum, const, bounds, lengths, items, named formats and a discriminated oneOf. Anything else is an
error that names its place, so nothing in the contract is silently unchecked.
"""

import json
import pathlib
import sys

import yaml

import contract_file

TYPES = {"null": 1, "boolean": 2, "integer": 4, "string": 8, "array": 16, "object": 32}
FORMATS = {
    name: name.replace("-", "_")
    for name in ("country", "cursor", "date", "date-time", "email", "id", "local-time", "phone", "role", "slot", "slug",
                 "time-zone", "uri", "uuid")
}
# Words that say nothing about validity. `default` documents what the server assumes.
NOTES = {"title", "description", "example", "examples", "default", "deprecated", "readOnly", "writeOnly"}
BOUNDS = {
    "integer": ("minimum", "maximum"),
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
VERBS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
NONE = "no_schema"


class ContractError(Exception):
    """A part of the contract outside the subset; the text names the place."""


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


class Tables:
    """Collects schemas, each once per reference, and renders them."""

    def __init__(self, document: dict, prefix: str):
        self.document = document
        self.prefix = prefix
        self.rows: list[str] = []
        self.arrays: list[str] = []
        self.by_reference: dict[str, int] = {}

    def resolve(self, reference: str):
        if not reference.startswith("#/"):
            raise ContractError(f"{reference}: only references into this document are allowed")
        node = self.document
        for part in reference[2:].split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(node, dict) or part not in node:
                raise ContractError(f"{reference}: names nothing")
            node = node[part]
        return node

    def follow(self, node: dict) -> dict:
        """The node itself, or what its $ref names (parameters, answers, bodies)."""
        while "$ref" in node:
            node = self.resolve(node["$ref"])
        return node

    def array(self, kind: str, items: list[str]) -> str:
        """A named constant array; returns the expression that refers to it."""
        if not items:
            return "{}"
        name = f"list_{len(self.arrays)}"
        body = "\n".join(f"    {item}," for item in items)
        self.arrays.append(f"constexpr {kind} {name}[] = {{\n{body}\n}};")
        return name

    def schema(self, node: dict, where: str) -> int:
        """The number of the schema's row."""
        reference = node.get("$ref")
        if reference is not None:
            if set(node) - {"$ref"} - NOTES:
                raise ContractError(f"{where}: $ref stands beside other words")
            if reference not in self.by_reference:
                self.by_reference[reference] = self.reserve()
                self.fill(self.by_reference[reference], self.resolve(reference), reference)
            return self.by_reference[reference]
        number = self.reserve()
        self.fill(number, node, where)
        return number

    def reserve(self) -> int:
        self.rows.append("")
        return len(self.rows) - 1

    def fill(self, number: int, node: dict, where: str) -> None:
        if set(node) - NOTES == {"$ref"}:
            raise ContractError(f"{where}: a schema that is only a reference to another")
        node = {key: value for key, value in node.items() if key not in NOTES and not key.startswith("x-")}
        fields = self.one_of(node, where) if "oneOf" in node else self.plain(node, where)
        if node:
            raise ContractError(f"{where}: {', '.join(sorted(map(str, node)))} is outside the contract's subset")
        self.rows[number] = "{" + ", ".join(f".{name} = {value}" for name, value in fields.items()) + "}"

    def one_of(self, node: dict, where: str) -> dict[str, str]:
        alternatives = node.pop("oneOf")
        discriminator = node.pop("discriminator", None)
        node.pop("type", None)
        if not discriminator or "propertyName" not in discriminator:
            raise ContractError(f"{where}: oneOf needs a discriminator")
        name = discriminator["propertyName"]
        choices = []
        for alternative in alternatives:
            target = self.follow(alternative)
            values = target.get("properties", {}).get(name, {})
            values = [values["const"]] if "const" in values else values.get("enum", [])
            if not values or name not in target.get("required", []):
                raise ContractError(f"{where}: an alternative does not require a constant {name}")
            row = self.schema(alternative, where)
            choices += [f"{{{text(value)}, {row}}}" for value in values]
        return {"discriminator": text(name), "choices": self.array("choice", choices)}

    def plain(self, node: dict, where: str) -> dict[str, str]:
        kinds = node.pop("type", None)
        if kinds is None and "const" in node:
            kinds = "string"
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if not kinds or any(kind not in TYPES for kind in kinds):
            raise ContractError(f"{where}: type must be one of {', '.join(TYPES)}")
        fields = {"types": str(sum(TYPES[kind] for kind in kinds))}
        real = [kind for kind in kinds if kind != "null"]
        if len(real) > 1:
            raise ContractError(f"{where}: more than one type beside null")
        kind = real[0] if real else "null"
        if "format" in node and kind == "string":
            name = node.pop("format")
            if name not in FORMATS:
                raise ContractError(f"{where}: format {name} is not one of {', '.join(FORMATS)}")
            fields["text_format"] = f"format::{FORMATS[name]}"
        elif node.get("format") in ("int32", "int64") and kind == "integer":
            node.pop("format")
        if kind == "object":
            fields |= self.members(node, where)
        if kind == "array":
            if "items" not in node:
                raise ContractError(f"{where}: an array without items")
            fields["items"] = str(self.schema(node.pop("items"), where + "/items"))
        for name, word in zip(("least", "most"), BOUNDS.get(kind, ())):
            if word in node:
                fields[name] = str(int(node.pop(word)))
        if kind == "string" and ("enum" in node or "const" in node):
            values = node.pop("enum") if "enum" in node else [node.pop("const")]
            values = [value for value in values if value is not None]
            if not all(isinstance(value, str) for value in values):
                raise ContractError(f"{where}: only strings may be enumerated")
            fields["values"] = self.array("std::string_view", [text(value) for value in values])
        return fields

    def members(self, node: dict, where: str) -> dict[str, str]:
        required = set(node.pop("required", []))
        properties = node.pop("properties", {})
        if required - set(properties):
            unknown = ", ".join(sorted(required - set(properties)))
            raise ContractError(f"{where}: required names {unknown}, not a property")
        rows = [
            f"{{{text(name)}, {self.schema(part, f'{where}/properties/{name}')}, {str(name in required).lower()}}}"
            for name, part in properties.items()
        ]
        further = node.pop("additionalProperties", None)
        if further is None:
            raise ContractError(f"{where}: an object must say additionalProperties")
        fields = {"closed": str(further is not True).lower(), "members": self.array("member", rows)}
        if isinstance(further, dict):
            fields["further"] = str(self.schema(further, where + "/additionalProperties"))
        return fields

    def body(self, content: dict, where: str) -> tuple[str, str]:
        """(content type, schema row or no_schema) of a `content` object, which names exactly one type."""
        if len(content) != 1:
            raise ContractError(f"{where}: exactly one content type is expected")
        ((kind, media),) = content.items()
        if kind.endswith("json") and "schema" in media:
            return kind, str(self.schema(media["schema"], where))
        return kind, NONE

    def operation(self, path: str, verb: str, shared: list, node: dict) -> str:
        where = f"{verb.upper()} {path}"
        if "operationId" not in node:
            raise ContractError(f"{where}: has no operationId")
        parameters = []
        for part in [*shared, *node.get("parameters", [])]:
            part = self.follow(part)
            if part["in"] not in ("path", "query", "header"):
                raise ContractError(f"{where}: parameters in {part['in']} are outside the subset")
            parameters.append(
                f"{{{text(part['name'])}, place::{part['in']}, {str(part.get('required', False)).lower()}, "
                f"{self.schema(part['schema'], where + ' ' + part['name'])}}}")
        answers = []
        for status, part in node.get("responses", {}).items():
            part = self.follow(part)
            kind, row = self.body(part["content"], f"{where} {status}") if part.get("content") else ("", NONE)
            answers.append(f"{{{int(status)}, {text(kind)}, {row}}}")
        body_type, body_row, body_required = "", NONE, False
        if "requestBody" in node:
            body = self.follow(node["requestBody"])
            body_type, body_row = self.body(body["content"], where + " body")
            body_required = body.get("required", False)
        access = node.get("x-access", [])
        access = [access] if isinstance(access, str) else access
        fields = {
            "id": text(node["operationId"]),
            "verb": text(verb.upper()),
            "pattern": text(self.prefix + path),
            "command": text(self.command(node)),
            "access": self.array("std::string_view", [text(str(name)) for name in access]),
            "open": str(node.get("security", self.document.get("security")) == []).lower(),
            "parameters": self.array("parameter", parameters),
            "body_type": text(body_type),
            "body": body_row,
            "body_required": str(body_required).lower(),
            "answers": self.array("answer", answers),
        }
        return "{" + ", ".join(f".{name} = {value}" for name, value in fields.items()) + "}"

    @staticmethod
    def command(node: dict) -> str:
        command = node.get("x-command") or ""
        return ",".join(command) if isinstance(command, list) else str(command)


def server_prefix(document: dict) -> str:
    """The path part of the first server's address (`/api/v1`)."""
    servers = document.get("servers") or [{"url": ""}]
    url = servers[0]["url"]
    if "://" in url:
        url = "/" + url.split("://", 1)[1].partition("/")[2]
    return url.rstrip("/")


def render(document: dict) -> str:
    """The whole C++ file. Raises ContractError for anything outside the subset."""
    tables = Tables(document, server_prefix(document))
    operations = []
    seen: set[str] = set()
    for path, item in document.get("paths", {}).items():
        for verb in VERBS:
            if verb in item:
                name = item[verb].get("operationId")
                if name in seen:
                    raise ContractError(f"{verb.upper()} {path}: operationId {name} is used twice")
                seen.add(name)
                operations.append(tables.operation(path, verb, item.get("parameters", []), item[verb]))
    named = [
        f"{{{text(name)}, {tables.schema({'$ref': f'#/components/schemas/{name}'}, name)}}}"
        for name in document.get("components", {}).get("schemas", {})
    ]
    if len(tables.rows) >= 0xFFFF:
        raise ContractError("more schemas than a schema_id can number")
    lines = [
        "// Written by tools/contract_tables.py from api/openapi.yaml.", '#include "api/contract.hpp"', "",
        "namespace organizer::api::contract {", "namespace {", "", *tables.arrays, "",
        "constexpr schema all_schemas[] = {", *(f"    {row}," for row in tables.rows or ["{}"]), "};", "",
        "constexpr choice named_schemas[] = {", *(f"    {row}," for row in named or ["{}"]), "};", "",
        "constexpr operation all_operations[] = {", *(f"    {row}," for row in operations or ["{}"]), "};", "",
        "} // namespace", "",
        "std::span<const operation> operations() { return all_operations; }", "",
        "const operation* find(std::string_view id) {",
        "    for (const operation& one : all_operations)",
        "        if (one.id == id)", "            return &one;", "    return nullptr;", "}", "",
        "const schema& schema_at(schema_id id) { return all_schemas[id]; }", "",
        "const schema* find_schema(std::string_view name) {",
        "    for (const choice& one : named_schemas)",
        "        if (one.value == name)", "            return &all_schemas[one.schema];",
        "    return nullptr;", "}", "",
        "} // namespace organizer::api::contract", "",
    ]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        made = render(contract_file.load(pathlib.Path(arguments[0])))
    except (ContractError, OSError, yaml.YAMLError) as fault:
        print(f"contract_tables: {fault}", file=sys.stderr)
        return 1
    pathlib.Path(arguments[1]).write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
