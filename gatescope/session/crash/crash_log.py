"""The log of one process: the faults of GateScope that were met while it ran, and where it was when it crashed."""

from __future__ import annotations

import os
import platform
import traceback
import uuid
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QLockFile, qVersion

from gatescope import __version__
from gatescope.errors import FileError
from gatescope.formats.files.atomic import write_atomically
from gatescope.session import user_folders
from gatescope.session.lock_file import take_lock
from gatescope.words import tr

_SUFFIX, _HEAD_ENDS = ".log", "--\n"
_MOST_FAULTS = 20
"""Faults that one log tells of; whatever goes wrong with every key goes wrong a thousand times."""
_MOST_BYTES = 1 << 20
"""Bytes of a log that are read back."""
_MOST_LEFT = 10
"""Logs that are kept until the person has decided; of more, the oldest go."""


class CrashLog:
    """The open log of this process. It lies there while the process lives, and after it ended unexpectedly.

    Attributes:
        path: of the file.
    """

    def __init__(self, folder: Path) -> None:
        """Begin a log in `folder`.

        Raises:
            FileError: the folder takes no files.
        """
        self.path = folder / f"{datetime.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:8]}{_SUFFIX}"
        self._guard, self._faults = Lock(), 0
        self._lock = QLockFile(str(_lock_of(self.path)))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            locked = take_lock(self._lock)
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace", buffering=1)
        except OSError as error:
            self._lock.unlock()
            raise FileError(self.path, tr("cannot be written: {error}", error=error.strerror or error)) from error
        if not locked:
            self._file.close()
            self.path.unlink(missing_ok=True)
            raise FileError(self.path, tr("cannot be locked: the folder takes no files"))
        with suppress(OSError):
            self._file.write(_head())

    def fileno(self) -> int:
        """Return the file's number, into which a crash is written below Python."""
        return self._file.fileno()

    def note(self, error: BaseException) -> bool:
        """Write down a fault, with where it happened; return whether it is the first one."""
        with self._guard, suppress(OSError, ValueError):
            self._faults += 1
            if self._faults <= _MOST_FAULTS:
                self._file.write(f"\n{datetime.now():%H:%M:%S}\n{''.join(traceback.format_exception(error))}")
        return self._faults == 1

    def close(self) -> None:
        """End the log: the process ends in order. It stays where a fault was written down, for the next start."""
        with self._guard, suppress(OSError):
            self._file.close()
        with suppress(OSError, FileError):
            if not _tells(self.path):
                self.path.unlink()
        self._lock.unlock()


def crash_folder() -> Path:
    """Return the folder for the logs; it need not be there."""
    return user_folders.data_folder() / "crashes"


def left_logs(folder: Path) -> tuple[Path, ...]:
    """Return the logs in `folder` that tell of a fault and belong to no living process, the newest first.

    Those that tell of none go: their process was ended from outside. So do the oldest of very many.
    """
    found: list[Path] = []
    for path in sorted(folder.glob(f"*{_SUFFIX}"), reverse=True):
        lock = QLockFile(str(_lock_of(path)))
        if take_lock(lock):
            # Another process may look at the same logs, and its person may forget them meanwhile.
            with suppress(OSError, FileError):
                if len(found) < _MOST_LEFT and _tells(path):
                    found.append(path)
                else:
                    path.unlink()
            lock.unlock()
    return tuple(found)


def read_log(path: Path) -> str:
    """Return the text of a log, cut where it is very long.

    Raises:
        FileError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error


def keep_logs(logs: Iterable[Path], target: Path) -> None:
    """Write the texts of `logs` into one file at `target`, and forget them.

    Raises:
        FileError: one cannot be read, or the file cannot be written.
    """
    logs = tuple(logs)
    write_atomically(target, "\n\n".join(read_log(path) for path in logs).encode())
    forget_logs(logs)


def forget_logs(logs: Iterable[Path]) -> None:
    """Delete logs, as far as they can be."""
    for path in logs:
        with suppress(OSError):
            path.unlink()


def _head() -> str:
    """Return what a log begins with: versions, and nothing of the person's work."""
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    versions = f"GateScope {__version__}, Python {platform.python_version()}, Qt {qVersion()}"
    return f"{versions}\n{system}\nprocess {os.getpid()}, {datetime.now():%Y-%m-%d %H:%M:%S}\n{_HEAD_ENDS}"


def _tells(path: Path) -> bool:
    """Return whether the log at `path` tells of a fault, rather than only when the process began."""
    return bool(read_log(path).partition(_HEAD_ENDS)[2].strip())


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")
