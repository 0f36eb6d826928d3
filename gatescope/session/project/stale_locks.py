"""Removes the locks of windows that were killed, which would else stay until their work is opened."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QLockFile

from gatescope.session.lock_file import take_lock
from gatescope.session.project import ownership


def remove_stale_locks(projects: Iterable[Path]) -> None:
    """Remove the lock files of ended processes of this computer in the folders for copies and beside `projects`.

    The unsaved work beside them stays where it is. Safe in any thread; the folders may be slow to answer.
    """
    locks = {lock for folder in ownership.copy_folders() for lock in folder.glob("*.lock")}
    for project in projects:
        locks.update(ownership.lock_path(copy) for copy in ownership.copies_of(project.resolve()))
    for path in locks:
        if path.is_file():
            lock = QLockFile(str(path))
            if take_lock(lock):
                lock.unlock()
