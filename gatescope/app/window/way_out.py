"""Says for some seconds which key leaves the presenter mode."""

from __future__ import annotations

from PySide6.QtCore import QPropertyAnimation, QTimer, Slot
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QLabel, QWidget

from gatescope.app.window.motion import moves
from gatescope.words import tr

SECONDS = 3.0
_FADE_MS = 400


class WayOut(QWidget):
    """The key on a button of a keyboard, and what it does. It keeps its place when it has faded."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Esc leaves the presenter mode"))
        key, does = QLabel("Esc", self), QLabel(tr("leaves"), self)
        key.setObjectName("KeyCap")
        does.setObjectName("Muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(key)
        row.addWidget(does)
        self._effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.finished.connect(self.hide)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(round(1000 * SECONDS))
        self._wait.timeout.connect(self._go)
        self.hide()

    def come_and_go(self, shown: bool) -> None:
        """Show it for some seconds, or hide it at once."""
        self._fade.stop()
        self._effect.setOpacity(1.0)
        self.setVisible(shown)
        self._wait.start() if shown else self._wait.stop()

    @Slot()
    def _go(self) -> None:
        self._fade.start() if moves() else self.hide()
