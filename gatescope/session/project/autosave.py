"""Keeps a copy of unsaved work on disk, written by a thread of its own, so that work survives a crash."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gatescope.errors import FileError, GateScopeError
from gatescope.session.one_thread import OneThread
from gatescope.session.project.work import Work, save
from gatescope.words import tr

_DELAY_MS = 3000
# Of a model of a gigabyte the copy is made as rarely as its size asks for: 2 % of the time at most.
_SHARE = 0.02


class Autosave(QObject):
    """Writes the work that `work` returns to the file that `place` returns, some seconds after `touch`.

    Where that cannot be written, it goes to the file that `elsewhere` returns, if there is one. Both may wait for the
    disk, and are called on the copy's thread.

    Signals:
        failed(str): no copy can be written; emitted once until one is written again.
        kept_again(): one is.
        moved(str, str): the copy was written elsewhere: why, and the folder in which it is now.
    """

    failed = Signal(str)
    kept_again = Signal()
    moved = Signal(str, str)
    _written = Signal(str, float)

    def __init__(
        self,
        work: Callable[[], Work],
        place: Callable[[], Path],
        parent: QObject,
        *,
        elsewhere: Callable[[], Path | None] = lambda: None,
        delay_ms: int = _DELAY_MS,
    ) -> None:
        super().__init__(parent)
        self._work, self._place, self._elsewhere, self._delay_ms = work, place, elsewhere, delay_ms
        self._rest_ms = 0
        self._thread = OneThread("copy")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._start)
        self._busy = self._again = self._told = self._copied = False
        self._copy: Path | None = None
        """The copy that was written last; only the copy's thread reads and sets it."""
        self._written.connect(self._take)

    def set_delay(self, delay_ms: int) -> None:
        """Write a copy so long after a change; one that is due already keeps its time."""
        self._delay_ms = delay_ms
        if not self._timer.isActive():
            self._timer.setInterval(max(delay_ms, self._rest_ms))

    def touch(self) -> None:
        """Start the delay after which a copy is written: there are new changes."""
        if self._busy:
            self._again = True
        elif not self._timer.isActive():
            self._timer.start()

    def remove(self) -> None:
        """Remove the copy once no thread writes it: everything is saved."""
        self._timer.stop()
        self._again = False
        if self._copied:
            self._copied = False
            self._thread.start(self._unlink)

    def finish(
        self,
        then: Callable[[], object],
        place: Callable[[], Path],
        elsewhere: Callable[[], Path | None] = lambda: None,
    ) -> None:
        """Write to the file of `place` from now on, and call `then` on the copy's thread after the last write before.

        The copy before is left to `then`.
        """
        self._timer.stop()
        self._again = self._copied = False
        self._place, self._elsewhere = place, elsewhere
        self._thread.start(partial(self._finish, then))

    def settle(self) -> None:
        """Wait for the write under way; the next one starts after the next `touch`."""
        self._timer.stop()
        self._thread.wait()
        self._busy = self._again = False

    def write_now(self) -> None:
        """Write a copy on the calling thread, and none after it."""
        self.settle()
        self._copy = None
        try:
            self._save(self._work(), self._place, self._elsewhere)
        except (GateScopeError, MemoryError) as error:
            self._take(_reason(error), 0.0)

    @Slot()
    def _start(self) -> None:
        self._busy = self._copied = True
        self._thread.start(partial(self._write, self._work(), self._place, self._elsewhere))

    def _write(self, work: Work, place: Callable[[], Path], elsewhere: Callable[[], Path | None]) -> None:
        """Write a copy of `work`, on the copy's thread."""
        start, sentence = time.monotonic(), ""
        try:
            self._save(work, place, elsewhere)
        except (GateScopeError, MemoryError) as error:
            sentence = _reason(error)
        # The window may have been closed meanwhile.
        with suppress(RuntimeError):
            self._written.emit(sentence, time.monotonic() - start)

    def _save(self, work: Work, place: Callable[[], Path], elsewhere: Callable[[], Path | None]) -> None:
        """Write a copy of `work` to the first place that has room for it; the one before goes once it is written."""
        path, before, first = place(), self._copy, None
        while True:
            try:
                # A project may be private, and its copy lies where the project's permissions do not hold.
                save(work, path, private=True)
                break
            except FileError as error:
                first, other = first or error, elsewhere()
                if other is None:
                    raise first from None
                path = other
        self._copy = path
        if first is not None:
            for former in (before, first.path):
                if former is not None and former != path:
                    with suppress(OSError):
                        former.unlink()
            with suppress(RuntimeError):
                self.moved.emit(_reason(first), str(path.parent))

    def _unlink(self) -> None:
        copy, self._copy = self._copy, None
        if copy is not None:
            with suppress(OSError):
                copy.unlink()

    def _finish(self, then: Callable[[], object]) -> None:
        self._copy = None
        then()

    @Slot(str, float)
    def _take(self, sentence: str, seconds: float) -> None:
        self._busy = False
        self._rest_ms = round(1000 * seconds / _SHARE)
        self.set_delay(self._delay_ms)
        if sentence and not self._told:
            self.failed.emit(sentence)
        elif self._told and not sentence:
            self.kept_again.emit()
        self._told = bool(sentence)
        if self._again:
            self._again = False
            self._timer.start()


def _reason(error: GateScopeError | MemoryError) -> str:
    """Return why no copy can be written. Its folder tells a person where; the file's own name tells nothing."""
    if isinstance(error, FileError):
        return tr("the copy in {folder} {cause}", folder=error.path.parent, cause=error.cause)
    return str(error) or tr("there is not enough memory for a copy")
