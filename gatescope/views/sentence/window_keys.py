"""The keys that the editor of the sentence leaves to the window."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

_Key = QKeySequence.StandardKey


def is_windows(event: QKeyEvent, editor: QPlainTextEdit) -> bool:
    """Return whether `event` is the window's: undo, redo, and to copy where nothing is selected in `editor`."""
    if event.matches(_Key.Undo) or event.matches(_Key.Redo):
        return True
    return event.matches(_Key.Copy) and not editor.textCursor().hasSelection()
