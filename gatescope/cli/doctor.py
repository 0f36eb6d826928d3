"""``gatescope doctor``: the obstacles to a start of the app here, and the command that removes them."""

from __future__ import annotations

import argparse

from gatescope.app.start.diagnosis import diagnose
from gatescope.app.start.diagnosis_text import as_text
from gatescope.cli.json_text import json_text


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "doctor",
        help="say what this machine lacks, and which packages bring it",
        description="Say what this machine lacks. Ends with 1 where the app could not start.",
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the findings; 1 where the app could not start."""
    report = diagnose()
    print(json_text(report) if args.json else as_text(report))
    return 0 if report["starts"] else 1
