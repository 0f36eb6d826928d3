"""Tints the token of the cursor in the text, where the eye is while a person types."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

_SHARE = 0.18
"""How much of the accent lies behind the token."""


class TokenTint:
    """A background behind a part of what `editor` shows."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._format = QTextCharFormat()
        self._span: tuple[int, int] | None = None

    def set_colour(self, accent: str) -> None:
        tint = QColor(accent)
        tint.setAlphaF(_SHARE)
        self._format.setBackground(tint)
        self.show(self._span)

    def show(self, span: tuple[int, int] | None) -> None:
        """Tint what lies between two positions of the document; None tints nothing."""
        self._span = span
        if span is None:
            self._editor.setExtraSelections([])
            return
        tint = QTextEdit.ExtraSelection()
        tint.cursor, tint.format = QTextCursor(self._editor.document()), self._format
        tint.cursor.setPosition(span[0])
        tint.cursor.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        self._editor.setExtraSelections([tint])
