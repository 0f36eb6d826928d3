"""A sweep on screen: its painter's picture, the row under the mouse, and the wheel that scrolls the rows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.sweep.layout import ColumnPlace, SweepLayout
from gatescope.paint.sweep.sweep import paint_hovered_row, paint_sweep_body
from gatescope.plots.sweep.sweep_plot import SweepPlot
from gatescope.plots.sweep.sweep_value import SweepValue
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.words import tr

_EDGE, _TOP, _BOTTOM = 10.0, 6.0, 8.0
_ROWS_A_NOTCH = 3
_NOTCH = 120


class SweepPicture(KeptPicture[SweepPlot, SweepLayout]):
    """Paints a `SweepPlot` once into a pixmap; the mouse only adds to it."""

    row_clicked = Signal(object, bool)
    """The `UnitRef` of a clicked row, and whether Ctrl was held."""
    row_double_clicked = Signal(object)
    """The `UnitRef` of a row that was double-clicked."""
    scrolled = Signal(int)
    """The row that is to stand on top."""

    least = QSize(0, 96)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turned = 0
        self.setAccessibleName(tr("What is lost without each unit"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plot(self, plot: SweepPlot) -> None:
        self._plot = plot
        self.repaint_all()

    def spot_of(self, place: ColumnPlace, row: int) -> Spot:
        """Return the value of a row in sight."""
        assert self._plot is not None
        cell = self._rect_of(place, row)
        return Spot.on(self, SweepValue(self._plot, place.column, row), cell, self.mouse.on_screen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Taken, so that the view behind does not get it; what was clicked is known when the button is let go.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._found(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.row_clicked.emit(found[0].column.ref(found[1]), extend)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._found(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.row_double_clicked.emit(found[0].column.ref(found[1]))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        rows, self._turned = int(self._turned / _NOTCH * _ROWS_A_NOTCH), 0
        if rows and self.layout_now is not None and self._plot is not None:
            most = max(self._plot.rows - self.layout_now.fitting, 0)
            self.scrolled.emit(min(max(self.layout_now.first - rows, 0), most))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def _look_at(self, place: QPointF | None) -> None:
        found = None if place is None else self._found(place)
        self.hovered.emit(None if found is None else self.spot_of(*found))
        self.update()

    def _found(self, place: QPointF) -> tuple[ColumnPlace, int] | None:
        return None if self.layout_now is None or self._plot is None else self.layout_now.row_at(place)

    def _rect_of(self, place: ColumnPlace, row: int) -> QRectF:
        assert self.layout_now is not None
        return place.rows[row - self.layout_now.first]

    def _paint_body(self, canvas: Canvas, plot: SweepPlot) -> SweepLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, _TOP, -_EDGE, -_BOTTOM)
        layout = SweepLayout(canvas, plot, rect, titled=False)
        paint_sweep_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: SweepPlot, layout: SweepLayout) -> None:
        place = self.mouse.place
        found = None if place is None else layout.row_at(place)
        if found is not None:
            paint_hovered_row(self._canvas(painter), found[0], self._rect_of(*found))
