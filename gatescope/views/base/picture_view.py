"""The base of analysis views that show one picture, with a row of tools above it or without one."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.wrapping_row import WrappingRow

W = TypeVar("W", bound=QWidget)

_LINE, _GAP, _MARGIN = 30, 6, 9


class PictureView(AnalysisView, Generic[W]):
    """One picture that fills the view, below the tools if it has any; the states of the analysis cover it alone.

    The constructor of a subclass makes the controls, calls `_add_tools` where there are some, and ends with
    `_set_picture`. What else stands above the picture is placed by an override of `_place_tools`.
    """

    _picture: W
    _row: WrappingRow | None = None

    def _add_tools(
        self, controls: list[QWidget], ending: QWidget | None = None, *, gap: int = _GAP, margin: int = _MARGIN
    ) -> WrappingRow:
        """Return a row above the picture with `controls` from left to right, and `ending` at its right end.

        Args:
            gap: pixels between two controls.
            margin: pixels at both ends of the row.
        """
        row = self._row = WrappingRow(_LINE, gap, margin, self)
        if controls:
            row.set_controls(controls)
        if ending is not None:
            row.set_ending(ending)
        return row

    def _set_picture(self, picture: W) -> None:
        """Show `picture`, a child of the view, below the tools."""
        self._picture = picture
        if self._row is not None:
            # Not before: the row tells its height while it gets its controls, and there is nothing below it yet.
            self._row.height_changed.connect(self._lay_out)
        self._cover(picture)

    def minimumSizeHint(self) -> QSize:
        least = self._picture.minimumSizeHint()
        return least if self._row is None else QSize(0, _LINE + least.height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def _lay_out(self) -> None:
        """Place the tools, and the picture in what is left below them."""
        top = self._place_tools()
        self._picture.setGeometry(0, top, self.width(), max(self.height() - top, 1))

    def _place_tools(self) -> int:
        """Place what stands above the picture, and return its height in pixels."""
        if self._row is None:
            return 0
        high = self._row.height_for(self.width())
        self._row.setGeometry(0, 0, self.width(), high)
        return high
