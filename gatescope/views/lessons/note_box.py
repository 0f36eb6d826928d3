"""A sentence over a card with something to do about it: another model, a missing one, a scene that was undone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class NoteBox(QFrame):
    """A line with a button; hidden while there is nothing to say."""

    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("LessonNote")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(1)
        self._button = QPushButton(self)
        self._button.clicked.connect(self._agree)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)

    def show_note(self, words: str, offer: str = "", about: str = "") -> None:
        """Show a sentence, and a button called `offer`."""
        self.setVisible(bool(words))
        if words != self._words.text():
            self._words.setText(words)
        self._button.setVisible(bool(offer))
        self._button.setText(offer.replace("&", "&&"))
        self._button.setAccessibleName(offer)
        self._button.setToolTip(about)

    def _agree(self) -> None:
        self.agreed.emit()
