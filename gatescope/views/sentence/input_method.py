"""What an input method asks to be replaced by what it commits."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit


def select_replaced(editor: QPlainTextEdit, event: QInputMethodEvent) -> None:
    """Select in `editor` the characters that `event` replaces; without any, nothing changes."""
    if event.replacementLength():
        cursor = editor.textCursor()
        start = cursor.position() + event.replacementStart()
        cursor.setPosition(start)
        cursor.setPosition(start + event.replacementLength(), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
