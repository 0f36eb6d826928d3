"""How much moves by itself: blinking carets and what fades, where the person wants them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from gatescope.session.preferences import REDUCED_MOTION
from gatescope.session.settings import Settings


class Motion(QObject):
    """Keeps the application still where the settings say so; else carets blink as the desktop wants it."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._usual_ms: int | None = None
        self._apply()
        settings.changed.connect(self._follow)

    @Slot(str)
    def _follow(self, setting: str) -> None:
        if setting == REDUCED_MOTION.name:
            self._apply()

    def _apply(self) -> None:
        if self._settings.choice(REDUCED_MOTION) == "on":
            if self._usual_ms is None:
                self._usual_ms = QApplication.cursorFlashTime()
            QApplication.setCursorFlashTime(0)
        elif self._usual_ms is not None:
            QApplication.setCursorFlashTime(self._usual_ms)
            self._usual_ms = None


def moves() -> bool:
    """Return whether anything may move by itself: nowhere where carets do not blink, be it the desktop's wish."""
    return QApplication.cursorFlashTime() > 0
