"""The rows of the dialog's forms: a label in a column of its own, and its controls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QWidget

from gatescope.views.base.text_size import scaled
from gatescope.views.what_if.switch import Switch
from gatescope.words import tr

_FIRST_LINE = 6

LABELS = 74
"""Pixels of the column of labels."""


def add_row(grid: QGridLayout, label: str, *controls: QWidget, wide: QWidget | None = None, tall: bool = False) -> None:
    """Add a row to a grid of two columns; `wide` among its controls takes the rest of the width, or nothing does.

    Args:
        tall: whether the controls have several lines; the label stands beside the first.
    """
    row = grid.rowCount()
    shown = QLabel(label)
    shown.setObjectName("Muted")
    shown.setMinimumWidth(round(scaled(LABELS)))
    if controls:
        shown.setBuddy(controls[0])
    line = QHBoxLayout()
    line.setSpacing(10)
    for control in controls:
        if control is wide:
            line.addWidget(control, 1)
        else:
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    if wide is None:
        line.addStretch(1)
    side = Qt.AlignmentFlag.AlignVCenter
    if tall:
        side = Qt.AlignmentFlag.AlignTop
        shown.setContentsMargins(0, round(scaled(_FIRST_LINE)), 0, 0)
    grid.addWidget(shown, row, 0, side)
    grid.addLayout(line, row, 1)


def add_note(grid: QGridLayout, note: QLabel) -> None:
    """Add a line of small print below the controls of the row above."""
    note.setObjectName("Muted")
    note.setTextFormat(Qt.TextFormat.PlainText)
    note.setWordWrap(True)
    grid.addWidget(note, grid.rowCount(), 1)


def combo(name: str, tip: str, entries: Sequence[tuple[str, str]]) -> QComboBox:
    """Return a drop-down list of (key, marked text)."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(tip)
    for key, text in entries:
        made.addItem(tr(text), key)
    return made


def beside(switch: Switch, text: str) -> QWidget:
    """Return a switch with its words, which switch it, too."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(7)
    row.addWidget(switch)
    words = QLabel(text)
    words.setBuddy(switch)
    row.addWidget(words)
    return whole
