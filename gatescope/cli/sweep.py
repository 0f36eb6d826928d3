"""``gatescope sweep``: take every unit out in turn, and rank what a result loses."""

from __future__ import annotations

import argparse
from typing import Any

from gatescope import api
from gatescope.analysis.sweep.sweep import Sweep
from gatescope.cli.inputs import add_input_arguments, check_one_input, record
from gatescope.cli.json_text import json_text
from gatescope.cli.ranges import TARGETS, target
from gatescope.export.recording import Recording
from gatescope.plots.numbers import number
from gatescope.plots.sweep.describe import result_words

_DIGITS = 4


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "sweep",
        help="take every unit out in turn and rank what a read-out loses",
        description="Take every unit of a layer out in turn, its hidden state held at 0, and rank the units by what a "
        "read-out, or the last hidden state, loses.",
    )
    add_input_arguments(parser, where="whose units are taken out, and where --clamp and --ablate act")
    parser.add_argument(
        "--of",
        metavar=TARGETS,
        type=lambda text: target(f"of={text}"),
        help="what is lost: by default the first read-out after the last token, or the sum of the last hidden state "
        "where there is none",
    )
    parser.add_argument("--json", action="store_true", help="print the ranking as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the ranking."""
    check_one_input(args)
    found = record(api.load(args.model, rnn=args.rnn), args)
    ranked = api.sweep(found, args.of, args.layer, args.direction)
    print(json_text(as_json(ranked)) if args.json else as_text(found, ranked))
    return 0


def as_json(found: Sweep) -> dict[str, Any]:
    """Return the ranking for scripts, the largest change first."""
    rows = [
        {"unit": unit, "value": float(found.values[unit]), "change": float(found.changes[unit])}
        for unit in found.order.tolist()
    ]
    return {"of": str(found.target), "baseline": found.baseline, "units": rows}


def as_text(recording: Recording, found: Sweep) -> str:
    """Return the ranking for a person."""
    baseline = number(found.baseline, _DIGITS)
    lines = [f"{result_words(recording.run, found)} is {baseline}; without each unit of {found.part}:"]
    table = [("unit", "value", "change")] + [
        (str(unit), number(float(found.values[unit]), _DIGITS), number(float(found.changes[unit]), _DIGITS))
        for unit in found.order.tolist()
    ]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines += ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in table]
    return "\n".join(lines)
