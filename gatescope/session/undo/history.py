"""The undo stack of a session, bounded in steps and in bytes: its oldest steps go first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gatescope.session.undo.step import Step

UNDO_STEPS = 200
UNDO_BYTES = 512 << 20
_RECKON_EVERY = 20
"""Steps: what a step holds may grow after it was made, as that of training does."""


class UndoHistory(QUndoStack):
    """A stack of `Step`. The last step always stays, whatever it holds.

    Signals:
        shortened(int): for the first time, the oldest steps went since all would hold more than so many bytes.

    Attributes:
        most_bytes: what all steps together may hold on to.
    """

    shortened = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoLimit(UNDO_STEPS)
        self.most_bytes = UNDO_BYTES
        self._told = False
        # Never less than the steps hold, but for those that grew; adding up all of them at every key would take longer.
        self._bytes, self._since = 0, 0

    def push(self, command: QUndoCommand) -> None:
        """Do `command` as the newest step, and let the oldest go where all hold too much."""
        super().push(command)
        assert isinstance(command, Step)
        self._bytes += command.cost()
        self._since += 1
        if self._bytes > self.most_bytes or self._since >= _RECKON_EVERY:
            self._reckon()

    def _reckon(self) -> None:
        steps = [step for number in range(self.count()) if isinstance(step := self.command(number), Step)]
        costs = [step.cost() for step in steps]
        self._bytes, self._since, most = sum(costs), 0, self.most_bytes
        gone = 0
        while self._bytes > most and gone < len(steps) - 1:
            self._bytes -= costs[gone]
            gone += 1
        if gone:
            self._keep([step.twin() for step in steps[gone:]], gone)
            if not self._told:
                self._told = True
                self.shortened.emit(most)

    def _keep(self, steps: list[Step], gone: int) -> None:
        """Have `steps` on the stack alone, all of them done, which were on it after `gone` others.

        Qt lets no step go from the other end. A view of the stack sees nothing happen: the newest step is the
        same.
        """
        clean = self.cleanIndex() - gone
        blocked = self.blockSignals(True)
        self.clear()
        if clean < 0:
            self.resetClean()
        for number, step in enumerate(steps):
            if number == clean:
                self.setClean()
            super().push(step)
        if clean == len(steps):
            self.setClean()
        self.blockSignals(blocked)
