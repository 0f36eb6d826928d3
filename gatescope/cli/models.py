"""``gatescope models``: the bundled models, and the data that they were trained on."""

from __future__ import annotations

import argparse
from typing import Any

from gatescope.cli.json_text import json_text
from gatescope.formats.own.library import bundled, card

_FIELDS = ("name", "task", "title", "cell", "layers", "units", "parameters", "metric", "data", "command")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "models",
        help="list the bundled models",
        description="List the bundled models: what they do, how well, and from which data.",
    )
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the list."""
    rows = [row(name) for name in bundled()]
    print(json_text(rows) if args.json else as_text(rows))
    return 0


def row(name: str) -> dict[str, Any]:
    """Return the record of one model for scripts: the fields of its card, and ``tokens``, the size of its
    vocabulary."""
    fields = card(name)
    vocabulary = fields.get("vocabulary") or {}
    # What is made from several sources has the licences of all.
    licences = dict.fromkeys(one for source in fields.get("data", ()) for one in source["licence"].split("; "))
    return {
        **{field: fields.get(field) for field in _FIELDS},
        "tokens": len(vocabulary.get("tokens", ())),
        "licence": "; ".join(licences),
    }


def as_text(rows: list[dict[str, Any]]) -> str:
    """Return the list for a person: a table, then the data once for all models that share it."""
    table: list[tuple[str, ...]] = [("name", "task", "cell", "layers", "units", "tokens", "parameters", "metric")]
    table += [
        (
            *(str(r[field]) for field in ("name", "task", "cell")),
            *(f"{r[field]:,}" for field in ("layers", "units", "tokens", "parameters")),
            f"{r['metric']['value']:.3f} {r['metric']['name']}" if r["metric"] else "",
        )
        for r in rows
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = []
    for cells in table:
        left = [f"{cell:{width}}" for cell, width in zip(cells[:3], widths[:3], strict=True)]
        right = [f"{cell:>{width}}" for cell, width in zip(cells[3:7], widths[3:7], strict=True)]
        lines.append("  ".join([*left, *right, cells[7]]).rstrip())
    sources = {source["name"]: source for r in rows for source in r["data"] or ()}
    if sources:
        lines += ["", "Trained on"]
        lines += [
            f"  {source['name']}: {source['sentences']:,} {source.get('unit', 'sentences')}, {source['source']}; "
            f"{source['licence']}"
            for source in sources.values()
        ]
    return "\n".join(lines)
