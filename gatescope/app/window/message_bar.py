"""A line above the sentence for what went wrong or is worth knowing; it stays until it is dismissed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

Look = Literal["notice", "error"]
BAR_HEIGHT = 40
_MARKS: dict[Look, tuple[str, str]] = {"notice": ("i", "Notice"), "error": ("!", "Error")}


@dataclass(frozen=True)
class Offer:
    """A button beside the sentence: what the person may do about it.

    Attributes:
        text: with its mnemonic: ``"&Inspect…"``.
        tip: one line for the tool tip.
        take: called when it is pressed; the message has gone by then.
    """

    text: str
    tip: str
    take: Callable[[], object]


class MessageBar(QFrame):
    """Shows one message at a time; hidden while there is none. Escape dismisses it while the keyboard is in it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("MessageBar")
        self._look: Look = "error"
        self._mark = QLabel(self)
        self._mark.setObjectName("MessageMark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(6)
        self._buttons: list[QPushButton] = []
        close = QToolButton(self)
        close.setObjectName("DockButton")
        close.setText("✕")
        close.setToolTip("Dismiss this message (Esc)")
        close.setAccessibleName("Dismiss this message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self._label, 1)
        row.addLayout(self._offers)
        row.addWidget(close)
        # As high with buttons as without, so that a next message moves nothing below.
        self.setMinimumHeight(BAR_HEIGHT)
        self.hide()

    def text(self) -> str:
        return self._label.text()

    @property
    def look(self) -> Look:
        """Whether the newest message was a notice or an error."""
        return self._look

    def offers(self) -> tuple[QPushButton, ...]:
        """The buttons beside the sentence."""
        return tuple(self._buttons)

    def show_message(self, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Say what went wrong, in place of an earlier message."""
        self._show("error", sentence, offers)

    def show_notice(self, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Say what is worth knowing, in place of an earlier message."""
        self._show("notice", sentence, offers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _show(self, look: Look, sentence: str, offers: Sequence[Offer]) -> None:
        mark, name = _MARKS[look]
        self._look = look
        self._mark.setText(mark)
        self._label.setText(sentence)
        self.setAccessibleName(name)
        self.setAccessibleDescription(sentence)
        for part in (self, self._mark):
            part.setProperty("look", look)
            # A style sheet asks for a property once, when the widget is polished.
            part.style().unpolish(part)
            part.style().polish(part)
        self._offer(offers)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _offer(self, offers: Sequence[Offer]) -> None:
        for button in self._buttons:
            self._offers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(offer) for offer in offers]
        for button in self._buttons:
            self._offers.addWidget(button)

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.text, self)
        button.setToolTip(offer.tip)
        button.setAccessibleName(offer.tip)
        button.clicked.connect(lambda: self._take(offer))
        return button

    def _take(self, offer: Offer) -> None:
        self.hide()
        offer.take()
