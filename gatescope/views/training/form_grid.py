"""Fields with their names in two columns, or in one where the room is narrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from gatescope.views.training.fields import Field
from gatescope.words import tr

_SIDE = 8
_GAP, _BETWEEN = 6, 18


class FormGrid(QWidget):
    """Shows fields of two groups beside each other, or below each other."""

    def __init__(self, left: Mapping[str, Field], right: Mapping[str, Field], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = [[(self._label(name), field) for name, field in group.items()] for group in (left, right)]
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_SIDE)
        self._grid.setVerticalSpacing(_GAP)
        self.arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange(2 if self.width() >= self._two_columns() else 1)

    def minimumSizeHint(self) -> QSize:
        """Return the size in one column, which is as narrow as it can be."""
        return QSize(self._wide(0, 1), super().minimumSizeHint().height())

    def _two_columns(self) -> int:
        return self._wide(0) + self._wide(1) + 4 * _SIDE + _BETWEEN

    def _wide(self, *groups: int) -> int:
        """Return the pixels that the widest name and the widest field of some groups take."""
        pairs = [pair for which in groups for pair in self._groups[which]]
        return max(label.sizeHint().width() for label, _ in pairs) + max(
            cast("QWidget", field).minimumSizeHint().width() for _, field in pairs
        )

    def arrange(self, columns: int) -> None:
        """Put the groups into so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        row = 0
        for which, group in enumerate(self._groups):
            row = 0 if columns == 2 else row
            column = 3 * which if columns == 2 else 0
            for label, field in group:
                assert isinstance(field, QWidget)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(field, row, column + 1)
                row += 1
        for column, stretch in enumerate((0, 1, 0, 0, 1)):
            self._grid.setColumnStretch(column, stretch if columns == 2 or column == 1 else 0)
        self._grid.setColumnMinimumWidth(2, _BETWEEN if columns == 2 else 0)

    def _label(self, name: str) -> QLabel:
        label = QLabel(tr(name.replace("-", " ")), self)
        label.setObjectName("Muted")
        return label
