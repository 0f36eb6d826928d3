"""``gatescope doctor``: the obstacles to a start of the app here, and the command that removes them."""

from __future__ import annotations

import argparse
import json
from typing import Any

from gatescope.cli.diagnosis import diagnose


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
    print(json.dumps(report, indent=2) if args.json else as_text(report))
    return 0 if report["starts"] else 1


def as_text(report: dict[str, Any]) -> str:
    """Return the report for a person: one line a finding, then what is wrong and how to mend it."""
    qt, cache, settings = report["qt"], report["kernel_cache"], report["settings"]
    missing = report["missing_libraries"]
    rows = [(name, version or "not installed") for name, version in report["versions"].items()]
    rows += [
        ("Qt platform", qt["platform"] or "none"),
        ("system libraries", "all found" if not missing else "missing: " + ", ".join(m["library"] for m in missing)),
        ("fonts", f"{qt['families']} families, the app's own {qt['font']}" if qt["font"] else "not known"),
        ("kernel cache", f"{cache['path']} ({cache['state']})"),
        ("settings", _settings(settings)),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:{width}}  {value}" for name, value in rows]
    if report["notices"]:
        lines += ["", *report["notices"]]
    if report["problems"]:
        lines += ["", "The app cannot start here:", *(f"  {problem}" for problem in report["problems"])]
    if report["install"]:
        lines += ["", "On Debian or Ubuntu, this brings what is missing:", f"  {report['install']}"]
    if report["starts"]:
        lines += ["", "The app can start."]
    return "\n".join(lines)


def _settings(settings: dict[str, Any]) -> str:
    if settings["path"] is None:
        return "not known"
    return f"{settings['path']} ({'writable' if settings['writable'] else 'cannot be written'})"
