"""Writes changed settings into their INI file on a thread of its own: a disk may take tens of milliseconds for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings

from gatescope.errors import FileError
from gatescope.formats.files.atomic import check_writable


class SettingsFile:
    """The newest values go into the file soon, in one go where several changed meanwhile.

    Attributes:
        failed: whether the file could not be written once.
        cause: why, as the system says it; empty where it does not say.
    """

    def __init__(self, path: Path, obsolete: Sequence[str], on_failure: Callable[[], object]) -> None:
        """Write into `path`; `on_failure` is called on the thread when the file cannot be written.

        Args:
            obsolete: keys that are removed from the file with the first change.
        """
        self.failed, self.cause = False, ""
        self._path, self._obsolete, self._on_failure = path, obsolete, on_failure
        self._lock = threading.Lock()
        self._waiting: dict[str, object] = {}
        self._thread: threading.Thread | None = None

    def write(self, key: str, value: object) -> None:
        """Put `value` into the file soon."""
        with self._lock:
            self._waiting[key] = value
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
            if not self._written(values) and not self.failed:
                self.failed, self.cause = True, cause_of_failure(self._path)
                self._on_failure()

    def _written(self, values: dict[str, object]) -> bool:
        store = QSettings(str(self._path), QSettings.Format.IniFormat)
        for key in self._obsolete:
            store.remove(key)
        for key, value in values.items():
            store.setValue(key, value)
        store.sync()
        return store.status() != QSettings.Status.AccessError


def cause_of_failure(path: Path) -> str:
    """Return why the file at `path` cannot be written, which Qt does not tell; empty where the system allows it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        check_writable(path)
    except FileError as error:
        return error.cause.removeprefix("cannot be written: ")
    except OSError as error:
        return error.strerror or str(error)
    return ""
