"""The row below the menus: models and playback at the left, undo, export and search at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gatescope.app.window.way_out import WayOut
from gatescope.views.bars.model_bar import ModelBar

_GAP = 10


class TopBar(QFrame):
    """Holds the controls above the views.

    In a narrow window it leaves out the app's name, which the title has, too; where that is not enough, for many models
    or long names, the cells become a menu.
    """

    def __init__(self, models: ModelBar, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("TopBar")
        self._brand = QLabel("GateScope", self)
        self._brand.setObjectName("Brand")
        self._way_out = WayOut()
        self._models, self._others = models, (*left, *right, self._way_out)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 14, 6)
        self._row.setSpacing(_GAP)
        for widget in (self._brand, models, *left):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for widget in right:
            self._row.addWidget(widget)
        self._right = tuple(right)
        self._presenting = False
        self._row.addWidget(self._way_out)

    def present(self, presenting: bool) -> None:
        """Leave out what an audience has no use for, and say for a while how to leave; or show all again."""
        self._presenting = presenting
        for widget in self._right:
            widget.setVisible(not presenting)
        self._fit()
        self._way_out.come_and_go(presenting)

    def minimumSizeHint(self) -> QSize:
        """No width: the controls fit themselves into that of the window, which must not grow with the models."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Lay the row out again when a control was shown, hidden or widened."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        margins = self._row.contentsMargins()
        name = self._brand.sizeHint().width() + _GAP
        spare = self.width() - margins.left() - margins.right() - self._models.wide_width()
        spare -= sum(_least_width(part) + _GAP for part in self._others if not part.isHidden())
        self._models.set_compact(spare < 0)
        named = spare >= name and not self._presenting
        if named == self._brand.isHidden():
            self._brand.setVisible(named)


def _least_width(part: QWidget) -> int:
    return max(part.minimumSizeHint().width(), part.minimumWidth())
