"""All unsaved work of windows that ended unexpectedly: listed without taking it, and taken by one window alone."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError, UsageError
from gatescope.progress import Report, silent
from gatescope.session.project.ownership import (
    InUseError,
    Ownership,
    has_abandoned_work,
    own_left,
    own_project,
    untitled_copies,
)
from gatescope.session.project.work import load
from gatescope.words import tr

_WORDS = 80
"""Characters of a text that are told of it."""


@dataclass(frozen=True)
class LeftWork:
    """Unsaved work without a window.

    Attributes:
        project: the file that it belongs to; None for work that was never saved.
        copy: where it lies.
        when: the time of the last change that it has, in seconds since 1970.
        words: how its text begins; why it cannot be read where `readable` is False.
        models: the names of the models in view.
    """

    project: Path | None
    copy: Path
    when: float
    words: str
    models: tuple[str, ...] = ()
    readable: bool = True


def left_works(projects: Iterable[Path], report: Report = silent, own: Ownership | None = None) -> tuple[LeftWork, ...]:
    """Return what no living window goes on with, the newest first: work that was never saved, and that of `projects`.

    Args:
        own: the open project, whose lock this window has: what a crash left of it is among the rest.

    Raises:
        Cancelled: `report` raised it.
    """
    left = None if own is None else own.recovery
    found = [] if own is None or left is None else [_described(own.path, left, report)]
    for copy in untitled_copies():
        report(0.0)
        owned = own_left(copy)
        if owned is not None:
            owned.leave()
            found.append(_described(None, copy, report))
    for project in filter(has_abandoned_work, projects):
        with suppress(FileError):
            owned = own_project(project)
            owned.leave()
            if owned.recovery is not None:
                found.append(_described(owned.path, owned.recovery, report))
    # Another window may have taken one meanwhile.
    return tuple(sorted((work for work in found if work is not None), key=lambda work: -work.when))


def take_left(work: LeftWork) -> Ownership:
    """Take `work` for this window.

    Raises:
        UsageError: another window has it by now, or it is no longer there.
        FileError: its folder takes no files.
    """
    try:
        owned = own_left(work.copy) if work.project is None else own_project(work.project)
    except InUseError:
        owned = None
    if owned is not None and work.project is not None and owned.recovery is None:
        owned.leave()
        owned = None
    if owned is None:
        raise UsageError(tr("Another window has that work by now, or it was thrown away: choose other work."))
    return owned


def _described(project: Path | None, copy: Path, report: Report) -> LeftWork | None:
    """Read what the copy holds; None where it is no longer there."""
    try:
        when = copy.stat().st_mtime
    except OSError:
        return None
    try:
        document = load(copy, lambda _: report(0.0)).document
    except FileError as error:
        return LeftWork(project, copy, when, error.reason, readable=False) if copy.exists() else None
    words = " ".join(document.text[: 4 * _WORDS].split())
    return LeftWork(project, copy, when, words if len(words) <= _WORDS else f"{words[:_WORDS]}…", document.shown)
