"""The font and the colours of the editor of the sentence."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPlainTextEdit

from gatescope.plots.theme import Theme

_PIXELS = 20


def dress(editor: QPlainTextEdit, theme: Theme) -> None:
    """Give `editor` its font and the colours of `theme`."""
    font = QFont(editor.font())
    font.setPixelSize(_PIXELS)
    editor.setFont(font)
    editor.setStyleSheet(
        f"#{editor.objectName()} {{ font-size: {_PIXELS}px; background: transparent; border: none;"
        f" color: {theme.text}; placeholder-text-color: {theme.muted}; selection-background-color: {theme.accent};"
        f" selection-color: {theme.on_accent}; }}"
    )
