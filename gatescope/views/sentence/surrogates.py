"""Keeps the cursor out of the middle of a character of two units, where Qt puts it beside some that no font knows."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from gatescope.views.sentence.display_text import DisplayText


def step_over_pair(editor: QPlainTextEdit, content: DisplayText, before: int) -> None:
    """Move a cursor that a key has put between the two units of a character on, away from `before`."""
    cursor = editor.textCursor()
    position = cursor.position()
    if splits_pair(content, position):
        mode = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(position + (1 if position > before else -1), mode)
        editor.setTextCursor(cursor)


def select_split_pair(editor: QPlainTextEdit, content: DisplayText) -> None:
    """Select the character behind the cursor where Qt would delete but its first unit."""
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    if splits_pair(content, cursor.position()):
        cursor.setPosition(cursor.position() + 1, QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)


def splits_pair(content: DisplayText, position: int) -> bool:
    """Return whether a position of the document lies between the two units of a character."""
    return (
        0 < position < content.length
        and position not in content.breaks
        and (content.position(content.index(position)) != position)
    )
