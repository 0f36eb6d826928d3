"""The paragraph ends that only the document has and the person cannot see: where they are put, and keys at them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from gatescope.views.sentence.display_text import PIECE, DisplayText
from gatescope.views.sentence.text_positions import break_points, to_units


def step_over_break(editor: QPlainTextEdit, content: DisplayText, event: QKeyEvent) -> None:
    """Put the cursor on the other side of a break where `event` moves or deletes across it."""
    cursor, key = editor.textCursor(), event.key()
    arrow = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
    if not arrow and key not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        return
    selecting = arrow and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if cursor.hasSelection():
        start, end = content.index(cursor.selectionStart()), content.index(cursor.selectionEnd())
        if start < end and not selecting:
            return
        if start == end:
            # The selection is one break only, which the person cannot see.
            cursor.clearSelection()
            editor.setTextCursor(cursor)
    forward = key in (Qt.Key.Key_Right, Qt.Key.Key_Delete)
    if arrow and cursor.block().textDirection() == Qt.LayoutDirection.RightToLeft:
        forward = not forward
    position = cursor.position()
    # There are several side by side where all the text between them was deleted.
    while (position if forward else position - 1) in content.breaks:
        position += 1 if forward else -1
    if position != cursor.position():
        mode = QTextCursor.MoveMode.KeepAnchor if selecting else QTextCursor.MoveMode.MoveAnchor
        cursor.setPosition(position, mode)
        editor.setTextCursor(cursor)


def break_long_paragraph(document: QTextDocument, content: DisplayText, position: int) -> None:
    """Break the paragraph at `position` of `document`, which shows `content`, where it has grown too long."""
    block = document.findBlock(position)
    if block.length() <= 2 * PIECE + 1:
        return
    line, start = block.text(), block.position()
    for cut in reversed(break_points(line, PIECE)):
        place = start + to_units(line, cut)
        cursor = QTextCursor(document)
        cursor.setPosition(place)
        cursor.insertBlock()
        content.break_at(place)
