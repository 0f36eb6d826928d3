"""Writes changed settings into their INI file on a thread of its own: a disk may take tens of milliseconds for it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QSettings

from gatescope.errors import FileError
from gatescope.formats.files.atomic import check_writable, replacing_by_name
from gatescope.session.lock_file import take_lock
from gatescope.session.settings_merge import Merge
from gatescope.words import tr

_PATIENCE_MS = 5000
"""Another window has the file for milliseconds, unless it was stopped just then."""


class SettingsFile:
    """The newest values go into the file soon, in one go where several changed meanwhile.

    Attributes:
        failed: whether the file could not be written once.
        cause: why, as the system says it; empty where it does not say.
    """

    def __init__(
        self, path: Path, obsolete: Sequence[str], on_failure: Callable[[], object], merges: Mapping[str, Merge]
    ) -> None:
        """Write into `path`; `on_failure` is called on the thread when the file cannot be written.

        Args:
            obsolete: keys that are removed from the file with the first change.
            merges: by key, how a change is put into what another window has written meanwhile.
        """
        self.failed, self.cause = False, ""
        self._path, self._obsolete, self._on_failure, self._merges = path, obsolete, on_failure, merges
        self._lock = threading.Lock()
        # What was known before, and what it is to be.
        self._waiting: dict[str, tuple[object, object]] = {}
        self._thread: threading.Thread | None = None

    def write(self, key: str, before: object, value: object) -> None:
        """Put `value` into the file soon, which was `before` as far as this window knows."""
        with self._lock:
            first, _ = self._waiting.get(key, (before, None))
            self._waiting[key] = first, value
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="settings")
                self._thread.start()

    def wait(self) -> None:
        """Return once everything is in the file, or has failed."""
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._lock:
                values, self._waiting = self._waiting, {}
                if not values:
                    self._thread = None
                    return
            problem = self._problem_of_writing(values)
            if problem is not None and not self.failed:
                self.failed, self.cause = True, problem
                with suppress(RuntimeError):  # the settings that would tell are gone, and their window with them
                    self._on_failure()

    def _problem_of_writing(self, values: dict[str, tuple[object, object]]) -> str | None:
        """Put `values` into the file; return why that failed, empty where it cannot be told, or None where it did not.

        The lock is the one that Qt itself would take, but Qt waits for it without end, and Python with it.
        """
        path = self._path.resolve()
        with suppress(OSError):  # what it is that prevents the folder, the writer says
            path.parent.mkdir(parents=True, exist_ok=True)
        lock = QLockFile(f"{path}.lock")
        if not take_lock(lock, _PATIENCE_MS) and lock.error() == QLockFile.LockError.LockFailedError:
            process, computer, _ = lock.getLockInfo()
            return tr("process {number} on {computer} does not let go of it", number=process, computer=computer)
        try:
            self._write_into_copy(path, values)
        except FileError as error:
            return _cause(error)
        finally:
            lock.unlock()
        return None

    def _write_into_copy(self, path: Path, values: dict[str, tuple[object, object]]) -> None:
        with replacing_by_name(path) as copy:
            if path.exists():
                shutil.copyfile(path, copy)
            store = QSettings(str(copy), QSettings.Format.IniFormat)
            for key in self._obsolete:
                store.remove(key)
            for key, (before, value) in values.items():
                merge = self._merges.get(key)
                # Where the file has nothing, it was removed, or is a new one.
                there = store.value(key) if store.contains(key) else before
                store.setValue(key, value if merge is None else merge(before, value, there))
            store.sync()
            if store.status() == QSettings.Status.AccessError:
                raise FileError(path, cause_of_failure(path))


def cause_of_failure(path: Path) -> str:
    """Return why the file at `path` cannot be written, which Qt does not tell; empty where the system allows it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        check_writable(path)
    except FileError as error:
        return _cause(error)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _cause(error: FileError) -> str:
    return error.cause.removeprefix(tr("cannot be written: {error}", error=""))
