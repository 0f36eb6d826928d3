"""``gatescope check``: test the claims of the lessons, and say which are not as expected."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gatescope.cli.json_text import json_text
from gatescope.engine.executors import load_kernels
from gatescope.errors import Cancelled, GateScopeError, one_line
from gatescope.lessons.card import Card
from gatescope.lessons.library import EVERY, lessons
from gatescope.lessons.testing import decide
from gatescope.lessons.verdict import Result

Tested = Result | GateScopeError
"""What a claim gave, or why it could not be tested."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "check",
        help="test the claims of the lessons on real runs",
        description="Test the claims of the lessons on real runs. Ends with 1 where a verdict or a number is not as "
        "the card expects it.",
    )
    parser.add_argument("claims", metavar="CLAIM", nargs="*", default=[], help="by its number, or all, the default")
    parser.add_argument("--lessons", metavar="DIR", type=Path, help="a folder of further cards (*.toml)")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")


def run(args: argparse.Namespace) -> int:
    """Print what the claims gave, and return 1 where one is not as expected."""
    known = lessons(args.lessons)
    for error in known.errors:
        print(f"gatescope: error: {one_line(str(error))}", file=sys.stderr)
    cards = known.of_claims(args.claims)
    # Claims that are named one by one are told at length.
    at_length = bool(args.claims) and EVERY not in args.claims
    good, rows = not known.errors, []
    for card, tested in _tested(cards):
        good &= isinstance(tested, Result) and tested.ok
        if args.json:
            rows.append(as_json(card, tested))
        else:
            print(as_text(card, tested, at_length=at_length), flush=True)
    if args.json:
        print(json_text(rows))
    return 0 if good else 1


def as_json(card: Card, tested: Tested) -> dict[str, Any]:
    """Return one claim for scripts; the verdict of a claim that could not be tested is null, and it has
    ``error`` besides."""
    row: dict[str, Any] = {"claim": card.claim, "title": card.title, "verdict": None, "expected": card.expected}
    if isinstance(tested, GateScopeError):
        return {**row, "ok": False, "numbers": {}, "seconds": 0.0, "error": str(tested)}
    numbers = {name: float(value) for name, value in tested.numbers.items()}
    return {**row, "verdict": tested.verdict, "ok": tested.ok, "numbers": numbers, "seconds": tested.seconds}


def as_text(card: Card, tested: Tested, *, at_length: bool) -> str:
    """Return one claim for a person: a line, and what is not as expected; with `at_length` the table and what is to be
    put right, too."""
    if isinstance(tested, GateScopeError):
        return f"{card.claim:>4}  not tested          {card.title}\n      {tested}"
    mark = "as expected" if tested.ok else f"NOT AS EXPECTED ({tested.expected})"
    lines = [f"{card.claim:>4}  {tested.verdict:8}  {mark}  {tested.seconds:5.2f} s  {card.title}"]
    lines += [f"      {one}" for one in tested.drifted]
    if at_length:
        lines += ["", f"      {tested.measured.sentence}", ""]
        table = [tested.measured.columns, *tested.measured.rows]
        widths = [max(map(len, column)) for column in zip(*table, strict=True)]
        for row in table:
            cells = [f"{row[0]:{widths[0]}}", *(f"{c:>{w}}" for c, w in zip(row[1:], widths[1:], strict=True))]
            lines.append("      " + "  ".join(cells).rstrip())
        lines += ["", f"      {tested.put_right}"] if tested.put_right else []
    return "\n".join(lines)


def _tested(cards: tuple[Card, ...]) -> Iterator[tuple[Card, Tested]]:
    executor = load_kernels()
    for card in cards:
        try:
            yield card, decide(card, executor=executor)
        except Cancelled:
            raise
        except GateScopeError as error:
            yield card, error
