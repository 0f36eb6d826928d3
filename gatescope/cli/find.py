"""``gatescope find``: where else in an indexed corpus the same units are on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gatescope import api
from gatescope.analysis.corpus.regex import READY_MADE
from gatescope.analysis.corpus.search import Found, Hit
from gatescope.cli.json_text import json_text
from gatescope.cli.progress_line import ProgressLine
from gatescope.cli.ranges import MoreUnits, units
from gatescope.training.number_arguments import number, whole

_BEFORE, _AFTER = 32, 40
"""Characters of a line that are shown at either side of a place."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    names = ", ".join(f"“{name}”" for name, _ in READY_MADE)
    parser = subparsers.add_parser(
        "find",
        help="find where else in an indexed corpus the same units are on",
        description="Take the units that are above a threshold at every word of a phrase, and find the other places of "
        "an indexed corpus where all of them are: longest runs of tokens of a line, those as long as the phrase first.",
        epilog="With --json: {units, threshold, hits: [{line, start, stop, text, score}]}, and with --regex precision "
        "and recall. start and stop count the characters of the line, text is what stands between them, and score is 1 "
        "where the place has as many tokens as the phrase, else the smaller number divided by the larger.",
    )
    parser.add_argument("directory", metavar="DIR", type=Path, help="what gatescope index wrote")
    parser.add_argument("--during", metavar="WORDS", required=True, help="the phrase, such as “not good”")
    parser.add_argument("--in", metavar="TEXT", dest="text", help="the text it stands in (default: the phrase alone)")
    parser.add_argument("--threshold", metavar="X", type=number(), default=0.5, help="on is above it (default: 0.5)")
    parser.add_argument(
        "--units",
        metavar="u3,u7-9",
        type=units,
        action=MoreUnits,
        help="these units, instead of those that are on in the phrase; may be repeated",
    )
    parser.add_argument("--top", metavar="N", type=whole(0), default=50, help="places to list (default: 50)")
    parser.add_argument(
        "--regex",
        metavar="RE",
        help=f"compare the places with the matches of a regular expression, or of a ready-made one: {names}",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print the places."""
    with ProgressLine(f"searching {args.directory.name}", sys.stderr) as line:
        found = api.find(
            args.directory,
            args.during,
            text=args.text,
            threshold=args.threshold,
            units=args.units,
            top=args.top,
            regex=args.regex,
            report=line.show,
        )
    if args.json:
        print(json_text(_data(found, args.regex is not None), as_ascii=False))
    else:
        print("\n".join(_lines(found, args)))
    return 0


def _data(found: Found, compared: bool) -> dict[str, object]:
    hits = [
        {"line": hit.line, "start": hit.start, "stop": hit.stop, "text": hit.words, "score": round(hit.score, 6)}
        for hit in found.hits
    ]
    data: dict[str, object] = {"units": list(found.units), "threshold": found.threshold, "hits": hits}
    return data | {"precision": found.precision, "recall": found.recall} if compared else data


def _lines(found: Found, args: argparse.Namespace) -> list[str]:
    listed = ", ".join(map(str, found.units))
    places = "1 place" if found.places == 1 else f"{found.places:,} places"
    several = "units" if len(found.units) > 1 else "unit"
    lines = [f"{several} {listed} over {found.threshold:g} during “{args.during}”: {places}"]
    if args.regex is not None:
        precision, recall = (_share(value) for value in (found.precision, found.recall))
        lines.append(f"against {args.regex}: precision {precision}, recall {recall} of {found.matches:,} matches")
    width = max((len(str(hit.line)) for hit in found.hits), default=1)
    lines += [f"{hit.line:>{width}}  {_in_context(hit)}" for hit in found.hits]
    return lines


def _in_context(hit: Hit) -> str:
    """Return the place in brackets, with what stands before and after it."""
    before, after = hit.text[: hit.start], hit.text[hit.stop :]
    before = f"…{before[-_BEFORE + 1 :]}" if len(before) > _BEFORE else before
    after = f"{after[: _AFTER - 1]}…" if len(after) > _AFTER else after
    return " ".join(f"{before:>{_BEFORE}}[{hit.words}]{after}".split("\n"))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
