"""A line above the sentence for what went wrong or is worth knowing; it stays until it is dismissed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton


class MessageBar(QFrame):
    """Shows one sentence at a time; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("MessageBar")
        self.setAccessibleName("Message")
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = QToolButton(self)
        close.setObjectName("DockButton")
        close.setText("✕")
        close.setToolTip("Dismiss this message")
        close.setAccessibleName("Dismiss this message")
        close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._label, 1)
        row.addWidget(close)
        self.hide()

    def text(self) -> str:
        return self._label.text()

    def show_message(self, sentence: str) -> None:
        """Show `sentence` in place of an earlier one."""
        self._label.setText(sentence)
        self.show()
