"""A scroll bar that takes six pixels."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar, QWidget

from gatescope.plots.theme import Theme

THICKNESS = 6
"""Pixels of its height."""


class ThinScrollBar(QScrollBar):
    """A horizontal handle in the theme's border colour, without buttons and without a ground."""

    def __init__(self, name: str, parent: QWidget, step: int) -> None:
        """`step` is what an arrow key scrolls by."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("thinScrollBar")
        self.setAccessibleName(name)
        self.setSingleStep(step)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self.setStyleSheet(
            f"QScrollBar:horizontal {{ background: transparent; height: {THICKNESS}px; border: none; }}"
            f"QScrollBar::handle:horizontal {{ background: {theme.border}; border-radius: 3px; min-width: 24px; }}"
            f"QScrollBar::handle:horizontal:hover {{ background: {theme.muted}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { width: 0; }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
        )
