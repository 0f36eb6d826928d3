"""The height that a text needs."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit


def height_of(editor: QPlainTextEdit, most_lines: int) -> int:
    """Return the pixels that the text of `editor` takes, in that many lines at most; no others are laid out."""
    document = editor.document()
    layout = document.documentLayout()
    lines, block = 0, document.firstBlock()
    while block.isValid() and lines < most_lines:
        layout.blockBoundingRect(block)
        lines += max(block.lineCount(), 1)
        block = block.next()
    return min(lines, most_lines) * editor.fontMetrics().lineSpacing() + 2 * int(document.documentMargin()) + 2


def fit_height(editor: QPlainTextEdit, most_lines: int) -> None:
    """Make `editor` as tall as its text, in that many lines at most."""
    height = height_of(editor, most_lines)
    if (editor.minimumHeight(), editor.maximumHeight()) != (height, height):
        editor.setFixedHeight(height)
        editor.ensureCursorVisible()
