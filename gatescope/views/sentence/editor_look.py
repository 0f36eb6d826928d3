"""The font and the colours of the editor of the sentence."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPlainTextEdit

from gatescope.plots.theme import Theme

_PIXELS, _PRESENTED = 20, 32
"""The sentence is what an audience reads first."""


def dress(editor: QPlainTextEdit, theme: Theme) -> None:
    """Give `editor` its font and the colours of `theme`."""
    pixels = round((_PRESENTED if theme.presenting else _PIXELS) * theme.zoom)
    font = QFont(editor.font())
    font.setPixelSize(pixels)
    editor.setFont(font)
    editor.setStyleSheet(
        f"#{editor.objectName()} {{ font-size: {pixels}px; background: transparent; border: none;"
        f" color: {theme.text}; placeholder-text-color: {theme.muted}; selection-background-color: {theme.accent};"
        f" selection-color: {theme.on_accent}; }}"
    )
