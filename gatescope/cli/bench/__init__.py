"""``gatescope bench``: a table of benches, each a module of this package with ``rows(quick)``.

Belongs here: measuring, and the random models it is done on. What is measured is the real app and the real engine. May
import what the command line may; Qt only inside the benches that draw.
"""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from gatescope.cli.json_text import json_text

Row: TypeAlias = dict[str, str | int | float | None]
"""One measurement; the columns of each bench are named in its module."""

BENCHES = {
    "engine": "nanoseconds of the engine against matrix products, PyTorch and ONNX Runtime, one thread each",
    "training": "milliseconds of a training step against PyTorch, one thread each",
    "startup": "seconds from the start of the process to the first painted frame with gates",
    "memory": "what a trace, the idle window and long typing take",
    "rest": "the processor's seconds and the wake-ups of each thread of a window that is left alone",
    "gui": "milliseconds from an event to the end of the paint it causes",
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "bench",
        help="measure the engine, training, start-up, memory and the window's frame times",
        description="Measure: " + "; ".join(f"{name}: {what}" for name, what in BENCHES.items()) + ".",
    )
    parser.add_argument("bench", nargs="?", choices=tuple(BENCHES), help="which one; all of them by default")
    parser.add_argument("--json", action="store_true", help="print the rows as JSON")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions and sizes")


def run(args: argparse.Namespace) -> int:
    """Print a table of each bench as it ends, or all rows as JSON at the end."""
    # Figures of different machines compare only without a display server; QT_QPA_PLATFORM names another platform.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    names = [args.bench] if args.bench else list(BENCHES)
    everything: list[Row] = []
    for name in names:
        rows = measure(name, quick=args.quick)
        if args.json:
            everything += rows
            continue
        print("\n".join(table(list(rows))), end="\n\n", flush=True)
    if args.json:
        print(json_text(everything))
    return 0


def measure(name: str, *, quick: bool) -> Iterator[Row]:
    """Yield the rows of the bench called `name`."""
    yield from importlib.import_module(f"gatescope.cli.bench.{name}").rows(quick=quick)


def table(rows: list[Row]) -> Iterator[str]:
    """Yield the lines of text with one column a key; numbers to the right."""
    cells = [list(rows[0])] + [[_text(value) for value in row.values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    numeric = [isinstance(value, int | float) for value in rows[0].values()]
    for line in cells:
        pairs: Iterable[tuple[str, int, bool]] = zip(line, widths, numeric, strict=True)
        yield "  ".join(text.rjust(width) if right else text.ljust(width) for text, width, right in pairs).rstrip()


def _text(value: str | int | float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else value
