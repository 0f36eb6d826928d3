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
        # Moves with the text while a person types, until the tokens of the new text are known.
        self._place: QTextCursor | None = None

    def set_colour(self, accent: str) -> None:
        tint = QColor(accent)
        tint.setAlphaF(_SHARE)
        self._format.setBackground(tint)
        self._apply()

    def show(self, span: tuple[int, int] | None) -> None:
        """Tint what lies between two positions of the document; None tints nothing."""
        place = self._place
        if span == (None if place is None else (place.selectionStart(), place.selectionEnd())):
            return
        self._place = None
        if span is not None:
            self._place = QTextCursor(self._editor.document())
            self._place.setPosition(span[0])
            self._place.setPosition(span[1], QTextCursor.MoveMode.KeepAnchor)
        self._apply()

    def _apply(self) -> None:
        tints = []
        if self._place is not None:
            tint = QTextEdit.ExtraSelection()
            tint.cursor, tint.format = self._place, self._format
            tints.append(tint)
        self._editor.setExtraSelections(tints)
