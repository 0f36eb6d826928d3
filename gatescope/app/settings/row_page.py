"""A page of the settings dialog: rows of a name, its explanation, and a control."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from gatescope.app.settings.controls import control_of
from gatescope.app.settings.rows import Row
from gatescope.session.settings import Settings
from gatescope.words import tr

_WIDTH = 190
"""Pixels of the column of controls."""


class RowPage(QScrollArea):
    """Shows the settings of some rows, and follows them where they change elsewhere.

    Attributes:
        controls: the control of every row, by the row's name.
    """

    def __init__(self, rows: Sequence[Row], settings: Settings) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The controls have the keyboard, not the page about them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows, self._settings = tuple(rows), settings
        self.controls = {row.name: control_of(row, settings) for row in rows}
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(2, 2, 8, 2)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        for line, row in enumerate(rows):
            name, about = QLabel(tr(row.label)), QLabel(tr(row.tip))
            name.setBuddy(self.controls[row.name])
            name.setObjectName("Heading")
            about.setObjectName("Muted")
            about.setWordWrap(True)
            self.controls[row.name].setMinimumWidth(_WIDTH)
            grid.addWidget(name, 3 * line, 0)
            grid.addWidget(self.controls[row.name], 3 * line, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(about, 3 * line + 1, 0, Qt.AlignmentFlag.AlignTop)
            grid.setRowMinimumHeight(3 * line + 2, 14)
        grid.setRowStretch(3 * len(rows), 1)
        self.setWidget(page)
        settings.changed.connect(self._follow)

    def reset(self) -> None:
        """Give every setting of the page its usual value."""
        for row in self._rows:
            row.write(self._settings, row.usual)

    def go_to(self, name: str) -> None:
        """Show the row called `name`, with the keyboard on its control."""
        self.controls[name].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(self.controls[name])

    @Slot(str)
    def _follow(self, _setting: str) -> None:
        for control in self.controls.values():
            control.take_value()
