"""Says in the window what becomes of the copy of unsaved work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.messages import Offer
from gatescope.words import tr

_TOPIC = "copy"


class CopyNotices(QObject):
    """Two lines, each with the offer to save the work elsewhere."""

    def __init__(self, bar: MessageBar, elsewhere: Callable[[], Offer], parent: QObject) -> None:
        super().__init__(parent)
        self._bar, self._elsewhere = bar, elsewhere

    @Slot(str)
    def warn(self, sentence: str) -> None:
        """Say that no copy can be kept."""
        # Most likely a save has just failed for the same reason, and said so with a way out.
        if not (self._bar.isVisible() and self._bar.look == "error"):
            told = tr("If GateScope ended now, unsaved work would be lost: {sentence}.", sentence=sentence)
            self._bar.show_notice(told, [self._elsewhere()], _TOPIC)

    @Slot()
    def withdraw(self) -> None:
        """Remove what was said, which no longer holds: the work is saved, or a copy of it could be written."""
        self._bar.withdraw(_TOPIC)

    @Slot(str, str)
    def tell_where(self, sentence: str, folder: str) -> None:
        """Say in which folder the copy is now, and why."""
        told = tr("The copy of your unsaved work is kept in {place} now: {why}.", place=folder, why=sentence)
        self._bar.show_notice(told, [self._elsewhere()], _TOPIC)
