"""Takes a project and saves it. Both wait for the disk: for any thread but that of the GUI."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError, GateScopeError
from gatescope.session.project.ownership import InUseError, Ownership, own_project
from gatescope.session.project.work import Work, save


@dataclass(frozen=True, eq=False)
class Taken:
    """What came of taking a project.

    Attributes:
        path: the project; None where another window has it open, so that the work must be saved elsewhere.
        ownership: None where nobody could take it.
        problem: why not, as a sentence; empty where all is well.
    """

    path: Path | None
    ownership: Ownership | None = None
    problem: str = ""


def take_project(path: Path) -> Taken:
    """Take the project at `path`, to which every link in it has been followed; what is in the way is no error."""
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
        FileError: the file cannot be written; an older one there is as it was, and nobody owns it.
    """
    try:
        ownership = own_project(path)
    except InUseError:
        raise
    except FileError:
        save(work, path)  # which says what is wrong with that folder
        return None
    try:
        save(work, path)
    except (GateScopeError, MemoryError):
        ownership.leave()
        raise
    # It was of the file that this one took the place of.
    ownership.forget_recovery()
    return ownership
