"""Collects cycles of Python objects on the GUI thread only.

Python's collector runs on whichever thread allocates next. On a worker's it would destroy Qt objects of the GUI there:
``~QObject`` then holds a lock of Qt's while it waits for the interpreter, which the GUI thread holds while it waits for
that lock, and both wait for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer, Slot

_DELAY_MS = 200


def due() -> int | None:
    """Return the oldest generation that Python would collect now, or None."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    if not thresholds[0] or counts[0] <= thresholds[0]:
        return None
    found = 0
    for generation in (1, 2):
        if counts[generation] <= thresholds[generation]:
            break
        found = generation
    return found


class GuiGarbage(QObject):
    """Stops the automatic collection, and collects from the event loop instead, as often as Python would.

    What is due is looked for when the loop turns, since whatever makes garbage also has it turn: the window at rest is
    not woken to look.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._collect)
        self._closed = False
        dispatcher = QAbstractEventDispatcher.instance()
        # A loop that always has something to do never waits, and one that waits has made garbage since it woke.
        self._turns = (dispatcher.awake, dispatcher.aboutToBlock)
        for turn in self._turns:
            turn.connect(self._look)

    def close(self) -> None:
        """Let Python collect by itself again, once no other thread runs Python. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        for turn in self._turns:
            turn.disconnect(self._look)
        self._timer.stop()
        if self._was_enabled:
            gc.enable()

    @Slot()
    def _look(self) -> None:
        if due() is not None and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _collect(self) -> None:
        generation = due()
        if generation is not None:
            gc.collect(generation)
