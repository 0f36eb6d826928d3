"""How much moves by itself: blinking carets and what fades, where the person wants them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from gatescope.session.preferences import REDUCED_MOTION
from gatescope.session.settings import Settings

USUAL_FLASH = "gatescopeUsualFlashTime"
"""The application's property that has its flash time while nothing blinks."""


class Motion(QObject):
    """Keeps the application still where the settings say so; else carets blink as the desktop wants it."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._apply()
        settings.changed.connect(self._follow)

    @Slot(str)
    def _follow(self, setting: str) -> None:
        if setting == REDUCED_MOTION.name:
            self._apply()

    def _apply(self) -> None:
        # Kept by the application, whose carets they are: a later window may want them to blink again.
        application = QApplication.instance()
        assert application is not None
        usual_ms = application.property(USUAL_FLASH)
        if self._settings.choice(REDUCED_MOTION) == "on":
            if usual_ms is None:
                application.setProperty(USUAL_FLASH, QApplication.cursorFlashTime())
            QApplication.setCursorFlashTime(0)
        elif usual_ms is not None:
            QApplication.setCursorFlashTime(usual_ms)
            application.setProperty(USUAL_FLASH, None)


def moves() -> bool:
    """Return whether anything may move by itself: nowhere where carets do not blink, be it the desktop's wish."""
    return QApplication.cursorFlashTime() > 0
