"""The findings of `gatescope doctor` as lines for a person."""

from __future__ import annotations

from typing import Any


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
