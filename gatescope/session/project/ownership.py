"""The ownership of a project: its lock, the copy of unsaved work, and the recovery of an earlier crash.

Beside ``NAME.gatescope`` there are, while a window has it open, ``.NAME.gatescope.lock`` and, while something is
unsaved, ``.NAME.gatescope.autosave``; closing in order removes both. An autosave without a live lock is the work of a
GateScope that was killed: it becomes ``.NAME.gatescope.recovery`` until the person decides what to do with it.
Work that was never saved, and projects in folders that take no files, have all this in the app's data folder. Where
that takes no files either, or a disk is full, the copy moves on to one of `spare_folders`.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from gatescope.errors import FileError
from gatescope.formats.files.atomic import remove_left
from gatescope.session import user_folders
from gatescope.session.file_age import age
from gatescope.session.lock_file import take_lock
from gatescope.session.spare_folders import make_private, spare_folders
from gatescope.words import tr

_UNTITLED = "untitled-"
# A process that only checks whether a lock is stale holds it for a moment.
_PATIENCE_MS = 150


class Ownership:
    """One window's lock on one project or unsaved work. No other process writes there until `release`.

    Attributes:
        path: the project, or None for work that has none.
        autosave: where the copy of unsaved work is kept.
        recovery: work that a crash left behind, or None.
    """

    def __init__(self, path: Path | None, places: Sequence[Path], lock: QLockFile) -> None:
        """`places` are those for the copy, from that of `lock` on."""
        self.path = path
        self.autosave, *self._spare = places
        self._locks = [lock]
        for file in (self.autosave, path):
            if file is not None:
                remove_left(file)
        self._left = [] if path is None else left_copies(path)
        self.recovery: Path | None = next(iter(self._left), None)

    def adopt_recovery(self) -> None:
        """Make the work that a crash left this window's unsaved work."""
        if self.recovery is not None:
            # In its own folder, for another disk may have no room for it.
            place = self.recovery.with_suffix(".autosave")
            # On a disk that takes no files any more it stays where it is, and is offered again by the next window.
            with suppress(OSError):
                os.replace(self.recovery, place)
                self.autosave = place
            self._left.remove(self.recovery)
            self.forget_recovery()

    def forget_recovery(self) -> None:
        """Delete the work that a crash left: the person has discarded it."""
        for copy in self._left:
            # What cannot be deleted is offered again by the next window.
            with suppress(OSError):
                copy.unlink(missing_ok=True)
        self._left, self.recovery = [], None

    def move_on(self) -> Path | None:
        """Keep the copy at the next place from now on, and return it; None where there is none that takes files.

        The copy at the place before is left there.
        """
        while self._spare:
            place = self._spare.pop(0)
            with suppress(InUseError):
                lock = _lock(place, self.path or place)
                if lock is not None:
                    self._locks.append(lock)
                    self.autosave = place
                    return place
        return None

    def release(self) -> None:
        """Remove lock and copy, since no work is unsaved. A recovery that was not decided about stays."""
        with suppress(OSError):
            self.autosave.unlink()
        self.leave()

    def leave(self) -> None:
        """Remove the lock only, and leave all copies for the next window that opens the project."""
        for lock in self._locks:
            lock.unlock()


@dataclass(frozen=True)
class Owner:
    """The process, and its computer, that has a project open."""

    process: int
    computer: str


class InUseError(FileError):
    """The project is open in another window, of `holder`."""

    def __init__(self, path: Path, holder: Owner, lock: Path) -> None:
        self.holder = holder
        here = holder.computer == QSysInfo.machineHostName()
        where = tr("process {number}", number=holder.process)
        # Whether a process of this computer lives, the lock checks itself.
        if here:
            reason = tr("is open in another window ({where}): save your work under another name", where=where)
        else:
            reason = tr(
                "is open in another window ({where} on {computer}): save your work under another name, "
                "or, if there is no such window any more, delete {lock}",
                where=where,
                computer=holder.computer,
                lock=lock,
            )
        super().__init__(path, reason)


def own_project(path: Path) -> Ownership:
    """Take the project at `path`, which need not exist yet.

    Raises:
        InUseError: another window has it open.
        FileError: neither its folder nor the app's data folder takes files.
    """
    # Links are followed: the file itself is locked, and is what a save replaces.
    path = path.resolve()
    places = copies_of(path)
    for number, autosave in enumerate(places):
        lock = _lock(autosave, path, _PATIENCE_MS)
        if lock is not None:
            return Ownership(path, places[number:], lock)
    raise FileError(
        path,
        tr(
            "no copy of unsaved work can be kept: neither {parent} nor {data_folder} takes files",
            parent=path.parent,
            data_folder=data_folder(),
        ),
    )


def own_untitled() -> Ownership:
    """Lock a place in the app's data folder, else in a spare one, for work that has no project yet.

    Raises:
        FileError: none of these folders takes files.
    """
    name = f"{_UNTITLED}{uuid.uuid4().hex}.autosave"
    places = [folder / name for folder in copy_folders()]
    for number, autosave in enumerate(places):
        lock = _lock(autosave, autosave)
        if lock is not None:
            return Ownership(None, places[number:], lock)
    raise FileError(places[0], tr("cannot be written: the folder takes no files"))


def abandoned() -> Ownership | None:
    """Take the newest work without a project that a crash left; None without such work."""
    return next((found for copy in untitled_copies() if (found := own_left(copy)) is not None), None)


def untitled_copies() -> list[Path]:
    """Return the copies of work without a project, the newest first; some may be of windows that live."""
    found = [autosave for folder in copy_folders() for autosave in folder.glob(f"{_UNTITLED}*.autosave")]
    return sorted(found, key=age)


def own_left(autosave: Path) -> Ownership | None:
    """Take work without a project that a crash left; None where a living window has it, or it is no longer there."""
    try:
        lock = _lock(autosave, autosave)
    except InUseError:
        return None
    if lock is not None and not autosave.exists():
        lock.unlock()
        return None
    return None if lock is None else Ownership(None, [autosave], lock)


def has_abandoned_work(path: Path) -> bool:
    """Return whether a crash left work of the project at `path`. Any thread may call it; the disk may be slow."""
    places = copies_of(path.resolve())
    copies = [one for one in places if one.exists() or one.with_suffix(".recovery").exists()]
    left = False
    # Without a copy no lock is touched: beside a file of any name it may be another program's.
    for autosave in places if copies else ():
        if autosave in copies or lock_path(autosave).exists():
            try:
                lock = _lock(autosave, path)
            except InUseError:
                # The window that has the project open has its copies, wherever they lie.
                return False
            if lock is not None:
                lock.unlock()
                left |= autosave in copies
    return left


def data_folder() -> Path:
    """Return the app's data folder, for work that cannot be kept beside its project."""
    return user_folders.data_folder() / "unsaved"


def lock_path(autosave: Path) -> Path:
    """Return the path of the lock beside `autosave`, the copy of some work."""
    return autosave.with_suffix(".lock")


def copy_folders() -> tuple[Path, ...]:
    """Return the folders for copies that do not lie beside their projects, in the order in which they are tried."""
    return data_folder(), *spare_folders(data_folder())


def copies_of(path: Path) -> tuple[Path, ...]:
    """Return the places for a copy of the project at `path`: beside it or, if that folder is read-only, apart."""
    # Two projects of one name in two folders are two.
    apart = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return (
        path.with_name(f".{path.name}.autosave"),
        *(folder / f"{path.name}-{apart}.autosave" for folder in copy_folders()),
    )


def left_copies(path: Path) -> list[Path]:
    """Return what crashes left of the project at `path`, which the caller has locked, the newest first."""
    found = []
    for autosave in copies_of(path):
        recovery = autosave.with_suffix(".recovery")
        with suppress(OSError):
            if autosave.exists():
                os.replace(autosave, recovery)
            if recovery.exists():
                found.append(recovery)
    return sorted(found, key=age)


def _lock(autosave: Path, work: Path, wait_ms: int = 0) -> QLockFile | None:
    """Lock `autosave`, the copy of `work`; None where the folder takes no files. A short hold by others is waited for.

    Raises:
        InUseError: a process that is alive has the lock.
    """
    path = lock_path(autosave)
    if autosave.parent == data_folder():
        try:
            autosave.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
    elif autosave.parent in spare_folders(data_folder()) and not make_private(autosave.parent):
        return None
    lock = QLockFile(str(path))
    if take_lock(lock, wait_ms):
        return lock
    if lock.error() == QLockFile.LockError.LockFailedError:
        process, computer, _ = lock.getLockInfo()
        raise InUseError(work, Owner(process, computer), path)
    return None
