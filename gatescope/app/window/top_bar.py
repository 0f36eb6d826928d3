"""The row below the menus: models and playback at the left, undo, export and search at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gatescope.app.window.way_out import WayOut

_GAP = 10


class TopBar(QFrame):
    """Holds the controls above the views. In a narrow window it leaves out the app's name, which the title has, too."""

    def __init__(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("TopBar")
        self._brand = QLabel("GateScope", self)
        self._brand.setObjectName("Brand")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 14, 6)
        self._row.setSpacing(_GAP)
        for widget in (self._brand, *left):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        for widget in right:
            self._row.addWidget(widget)
        self._right = tuple(right)
        self._presenting = False
        self._way_out = WayOut()
        self._row.addWidget(self._way_out)

    def present(self, presenting: bool) -> None:
        """Leave out what an audience has no use for, and say for a while how to leave; or show all again."""
        self._presenting = presenting
        for widget in self._right:
            widget.setVisible(not presenting)
        self._show_name_where_it_fits()
        self._way_out.come_and_go(presenting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name_where_it_fits()

    def event(self, event: QEvent) -> bool:
        """Lay the row out again when a control was shown, hidden or widened."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._show_name_where_it_fits()
        return handled

    def _show_name_where_it_fits(self) -> None:
        needed = self._row.minimumSize().width()
        if self._brand.isHidden():
            needed += self._brand.sizeHint().width() + _GAP
        fits = needed <= self.width() and not self._presenting
        if fits == self._brand.isHidden():
            self._brand.setVisible(fits)
