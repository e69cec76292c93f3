#!/usr/bin/env python3
"""Writes the files that the server carries inside itself: an assembler file of `.incbin` lines and a C++ table of them.

    embed_assets.py --out DIR [--dist web/dist] [--docs node_modules/swagger-ui-dist] [--contract api/openapi.yaml]

Every text file is also stored gzip and brotli compressed (when that is smaller), so the server never compresses a file.
Compressed forms are kept in DIR by content and are made once. Without a dist folder the table holds the contract alone.
"""

import argparse
import gzip
import hashlib
import json
import pathlib
import re

import brotli

import contract_file

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
    ".map": "application/json",
}
# Already compressed formats gain nothing.
PACKED = {".png", ".webp", ".woff2", ".ico"}
# What the try-it page needs of Swagger UI, and nothing else of the package.
DOCS_FILES = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"]
# Vite names: name-<8 characters of hash>.ext, only below /assets/.
HASHED = re.compile(r"^/assets/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")


def collect(dist: pathlib.Path | None, docs: pathlib.Path | None, docs_page: pathlib.Path | None,
            contract: pathlib.Path | None) -> dict[str, tuple[str, bytes]]:
    """path -> (content type, bytes) of everything to embed. Raises ValueError for a file of unknown type."""
    files: dict[str, tuple[str, bytes]] = {}

    def add(path: str, name: str, data: bytes) -> None:
        kind = CONTENT_TYPES.get(pathlib.Path(name).suffix)
        if kind is None:
            raise ValueError(f"{name}: no content type is known for this kind of file")
        files[path] = (kind, data)

    if dist is not None and dist.is_dir():
        for source in sorted(dist.rglob("*")):
            if source.is_file():
                add("/" + source.relative_to(dist).as_posix(), source.name, source.read_bytes())
    if docs is not None and docs.is_dir():
        for name in DOCS_FILES:
            add(f"/api/docs/{name}", name, (docs / name).read_bytes())
    if docs_page is not None and docs_page.is_dir():
        for source in sorted(docs_page.iterdir()):
            path = "/api/docs" if source.name == "index.html" else f"/api/docs/{source.name}"
            add(path, source.name, source.read_bytes())
    if contract is not None and contract.is_file():
        add("/api/openapi.json", "openapi.json", contract_file.to_json(contract_file.load(contract)).encode())
    return files


def compressed(data: bytes, digest: str, store: pathlib.Path) -> tuple[bytes, bytes]:
    """(gzip, brotli) of the data, empty where it is not smaller; made once per content."""
    made = []
    for name, pack in (
        ("gz", lambda: gzip.compress(data, 9, mtime=0)),
        ("br", lambda: brotli.compress(data, quality=11)),
    ):
        kept = store / f"{digest}.{name}"
        if not kept.is_file():
            packed = pack()
            kept.write_bytes(packed if len(packed) < len(data) else b"")
        made.append(kept.read_bytes())
    return made[0], made[1]


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


def write(files: dict[str, tuple[str, bytes]], out: pathlib.Path) -> None:
    """Writes assets.S and assets.cpp, and the blobs that they name, into `out`."""
    store = out / "blobs"
    store.mkdir(parents=True, exist_ok=True)
    assembler = ["    .section .rodata"]
    rows = []
    symbols = []
    for number, (path, (kind, data)) in enumerate(sorted(files.items())):
        digest = hashlib.sha256(data).hexdigest()[:32]
        if not (store / digest).is_file():
            (store / digest).write_bytes(data)
        packed = compressed(data, digest, store) if pathlib.Path(path).suffix not in PACKED else (b"", b"")
        views = []
        for suffix, blob, name in (("", data, digest), ("_gz", packed[0], digest + ".gz"),
                                   ("_br", packed[1], digest + ".br")):
            if not blob:
                views.append("{}")
                continue
            symbol = f"organizer_asset_{number}{suffix}"
            assembler += [
                "    .balign 16", f"    .global {symbol}", f"{symbol}:",
                f"    .incbin {quoted(str(store / name))}",
            ]
            symbols.append(f"extern const char {symbol}[];")
            views.append(f"{{{symbol}, {len(blob)}}}")
        hashed = "true" if HASHED.match(path) else "false"
        etag = quoted(f'"{digest[:16]}"')
        rows.append(f"    asset{{{quoted(path)}, {quoted(kind)}, {', '.join(views)}, {etag}, {hashed}}},")
    assembler.append('    .section .note.GNU-stack,"",%progbits')
    table = ["// Written by tools/embed_assets.py.", '#include "http/assets.hpp"', "", "#include <array>", ""]
    table += ['extern "C" {', *symbols, "}", ""] if symbols else []
    table += [
        "namespace organizer::http {", "", "std::span<const asset> embedded_assets() {",
        f"    static const std::array<asset, {len(rows)}> table{{{{" if rows else "    return {};",
        *(row.replace("    asset", "        asset", 1) for row in rows),
        *(["    }};", "    return table;"] if rows else []), "}", "", "} // namespace organizer::http", "",
    ]
    (out / "assets.S").write_text("\n".join(assembler) + "\n", "utf-8")
    (out / "assets.cpp").write_text("\n".join(table), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--dist", type=pathlib.Path)
    parser.add_argument("--docs", type=pathlib.Path, help="the folder of the package swagger-ui-dist")
    parser.add_argument("--docs-page", type=pathlib.Path, help="the folder with our page around Swagger UI")
    parser.add_argument("--contract", type=pathlib.Path)
    options = parser.parse_args()
    try:
        write(collect(options.dist, options.docs, options.docs_page, options.contract), options.out)
    except (ValueError, OSError) as fault:
        raise SystemExit(f"embed_assets: {fault}") from fault


if __name__ == "__main__":
    main()
