"""Takes a project and saves it. Both wait for the disk: for any thread but that of the GUI."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError, GateScopeError
from gatescope.session.project.ownership import InUseError, Ownership, own_project
from gatescope.session.project.work import Work, save


@dataclass(frozen=True, eq=False)
class Taken:
    """The result of taking a project.

    Attributes:
        path: the project; None where another window has it open, so that the work must be saved elsewhere.
        ownership: the lock on it; None where it could not be taken.
        problem: the reason, as a sentence; empty where it was taken.
    """

    path: Path | None
    ownership: Ownership | None = None
    problem: str = ""


def take_project(path: Path) -> Taken:
    """Take the project at `path`, links followed; return the problem instead of raising where it cannot be taken."""
    try:
        return Taken(path, own_project(path))
    except InUseError as error:
        return Taken(None, problem=str(error))
    except FileError as error:
        return Taken(path, problem=str(error))


def save_under(work: Work, path: Path) -> Ownership | None:
    """Save `work` as the project at `path` and take it; None where its folder takes no copies of unsaved work.

    Raises:
        InUseError: another window has it open.
        FileError: the file cannot be written; an older one there is unchanged and not locked.
    """
    try:
        ownership = own_project(path)
    except InUseError:
        raise
    except FileError:
        save(work, path)  # the error names what is wrong with that folder
        return None
    try:
        save(work, path)
    except (GateScopeError, MemoryError):
        ownership.leave()
        raise
    # The recovery copy belonged to the file that this one has replaced.
    ownership.forget_recovery()
    return ownership
