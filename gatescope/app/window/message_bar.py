"""A line above the sentence for what went wrong or is worth knowing; it stays until it is dismissed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton

from gatescope.app.window.messages import Look, Message, Messages, Offer, always
from gatescope.words import mark, tr

BAR_HEIGHT = 40
_MOST_SAID = 30
_MARKS: dict[Look, tuple[str, str]] = {"notice": ("i", mark("Notice")), "error": ("!", mark("Error"))}


class MessageBar(QFrame):
    """Shows the newest message, and those that came before it once it is dismissed; hidden without messages.

    Escape dismisses the message while the keyboard is in it.

    Attributes:
        said: the last sentences, also those that were dismissed, the newest last.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("MessageBar")
        self._messages = Messages()
        self.said: deque[str] = deque(maxlen=_MOST_SAID)
        self._shown: Message | None = None
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
        self._count = QLabel(self)
        self._count.setObjectName("Muted")
        self._count.setAccessibleName(tr("Messages"))
        self._all = QPushButton(tr("Dismiss a&ll"), self)
        self._all.setToolTip(tr("Dismiss this message and those that came before it"))
        self._all.setAccessibleName(self._all.toolTip())
        self._all.clicked.connect(self.clear)
        close = QToolButton(self)
        close.setObjectName("DockButton")
        close.setText("✕")
        close.setToolTip(tr("Dismiss this message (Esc)"))
        close.setAccessibleName(tr("Dismiss this message"))
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._mark)
        row.addWidget(self._label, 1)
        row.addLayout(self._offers)
        row.addWidget(self._count)
        row.addWidget(self._all)
        row.addWidget(close)
        # As high with buttons as without, so that a next message moves nothing below.
        self.setMinimumHeight(BAR_HEIGHT)
        self.hide()

    def text(self) -> str:
        """Return the message that is shown, or the last one that was."""
        return self._label.text()

    @property
    def look(self) -> Look:
        """Whether the message that is shown is a notice or an error."""
        message = self._messages.newest
        return message.look if message is not None else "notice"

    def offers(self) -> tuple[QPushButton, ...]:
        """Return the buttons beside the sentence."""
        return tuple(self._buttons)

    def show_message(
        self, sentence: str, offers: Sequence[Offer] = (), topic: str = "", holds: Callable[[], bool] = always
    ) -> None:
        """Say what went wrong. An earlier message comes back after this one, unless it is about the same `topic`; this
        one goes by itself once `holds` is false."""
        self._add(Message("error", sentence, tuple(offers), topic, holds))

    def show_notice(
        self, sentence: str, offers: Sequence[Offer] = (), topic: str = "", holds: Callable[[], bool] = always
    ) -> None:
        """Say what is worth knowing. An earlier message comes back after it, unless it is about the same `topic`; this
        one goes by itself once `holds` is false."""
        self._add(Message("notice", sentence, tuple(offers), topic, holds))

    def withdraw(self, topic: str, sentence: str | None = None) -> None:
        """Remove the message about `topic`, which no longer holds; with `sentence`, only if it says that."""
        self._messages.withdraw(topic, sentence)
        self._show()

    @Slot()
    def weed(self) -> None:
        """Remove every message that has outlived its cause; called after each change of the session."""
        if not self.isHidden():
            self._messages.weed()
            self._show()

    @Slot()
    def dismiss(self) -> None:
        """Remove the message that is shown, and show the one before it."""
        self._messages.dismiss()
        self._show()

    @Slot()
    def clear(self) -> None:
        """Remove all messages."""
        self._messages.clear()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _add(self, message: Message) -> None:
        if self.isHidden():
            # Hiding the bar dismisses its messages.
            self._messages.clear()
        self._messages.add(message)
        self.said.append(f"{datetime.now():%H:%M:%S} {message.sentence}")
        self._show()

    def _show(self) -> None:
        message, count = self._messages.newest, len(self._messages)
        if message is not None and message is not self._shown:
            self._show_message(message)
        self._shown = message
        self._count.setText(tr("1 of {count}", count=count))
        for part in (self._count, self._all):
            part.setVisible(count > 1)
        self.setVisible(message is not None)

    def _show_message(self, message: Message) -> None:
        letter, name = _MARKS[message.look]
        self._mark.setText(letter)
        self._label.setText(message.sentence)
        # A low window has no room for a message about many files.
        self._label.setToolTip(f"<qt>{escape(message.sentence)}</qt>".replace("\n", "<br>"))
        self.setAccessibleName(name)
        self.setAccessibleDescription(message.sentence)
        for part in (self, self._mark):
            part.setProperty("look", message.look)
            # A style sheet asks for a property once, when the widget is polished.
            part.style().unpolish(part)
            part.style().polish(part)
        self._offer(message.offers)
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
        self.dismiss()
        offer.take()
