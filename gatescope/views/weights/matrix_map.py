"""A parameter array as a map that can be changed by hand: every cell is a knob."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

from gatescope.paint.changed_cells import cell_frame, changed_cells, paint_changed_cells
from gatescope.paint.map_frame import MapFrame
from gatescope.paint.matrix_cells import MatrixCells
from gatescope.paint.matrix_labels import MatrixLabels
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.mouse_place import HoveredWidget
from gatescope.views.base.text_size import pixels, scaled
from gatescope.words import tr

_TICK_PIXELS, _TOP, _RIGHT, _BOTTOM = 10, 3, 10, 16
_WIDEST_NAMES = 76.0
_BAND = 44.0
_BAR_WIDTH, _BAR_STEPS = 8, 10
_DRAG_PIXELS = 120.0
"""Pixels of a drag that move a value by as much as the map's colours reach."""
_FINE = 0.1
_ZOOM = 1.25
_START_OF_NUMBER = "0123456789.,+-−∞"


@dataclass(eq=False)
class _Drag:
    """A drag under way: the cell, its value by now, what a pixel counts, and what makes it one undo step."""

    cell: tuple[int, int]
    value: float
    per_pixel: float
    gesture: object = field(default_factory=object)


class MatrixMap(HoveredWidget):
    """Shows a `MatrixPlot`. A click chooses a cell, a drag up or down changes it; the wheel zooms, and with Alt steps
    the chosen cell."""

    cell_selected = Signal(int, int)
    value_dragged = Signal(int, int, float, object)
    """Row, column, the new value, and an object that is the same for the whole drag."""
    stepped = Signal(int)
    """Steps by which the person wants the chosen cell to change."""
    typed = Signal(str)
    """The first characters of a number; empty where the person asks to edit the value there is."""
    hovered_cell = Signal(int, int)
    """Row and column under the mouse, after it or what lies under it has moved; −1, −1 where there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("matrixMap")
        self.setAccessibleName(tr("Map of the array"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 60)
        self._theme: Theme = LIGHT
        self._plot: MatrixPlot | None = None
        self._frame = MapFrame.home((0, 0), QRectF())
        self._cells: MatrixCells | None = None
        self._labels: MatrixLabels | None = None
        self._selected: tuple[int, int] | None = None
        self._hover: tuple[int, int] | None = None
        self._changed = np.zeros((0, 2), np.int64)
        self._marked_row: int | None = None
        self._mattering: tuple[int, int] | None = None
        self._press: QPointF | None = None
        self._pressed = (0, 0)
        self._drag: _Drag | None = None
        self._pan: QPointF | None = None
        self._font = QFont(self.font())
        self._font.setPixelSize(pixels(_TICK_PIXELS))
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setAccessibleName(tr("Scroll the rows"))
        self._bar.valueChanged.connect(self._scroll)
        self._bar.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._cells = theme, None
        resized = self._font.pixelSize() != theme.pixels(_TICK_PIXELS)
        self._font.setPixelSize(theme.pixels(_TICK_PIXELS))
        if resized and self._plot is not None:
            self._labels = MatrixLabels(self._plot, self._font, ending=f"{tr(self._plot.column_label)} →")
            self.reset_zoom()
        self.update()

    def show_plot(self, plot: MatrixPlot) -> None:
        """Show `plot`; the part in sight stays where the array is still of the same name and shape."""
        same = self._plot is not None and (plot.model, plot.key, plot.values.shape) == (
            self._plot.model,
            self._plot.key,
            self._plot.values.shape,
        )
        named = same and self._plot is not None and self._plot.rows is plot.rows
        if not named:
            self._labels = MatrixLabels(plot, self._font, ending=f"{tr(plot.column_label)} →")
        self._plot, self._cells = plot, None
        if not same:
            self._drag = self._press = None
            self._see(MapFrame.home(plot.values.shape, self._area(), self._marked_row or 0))
        if named:
            self.update(self._frame.area.toAlignedRect())
        else:
            self.update()

    def show_selected(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell, and bring it into sight."""
        if cell != self._selected:
            self._selected = cell
            if cell is not None and self._plot is not None:
                self._see(self._frame.showing(*cell))
            self.update()

    def mark_cell(self, cell: tuple[int, int] | None) -> None:
        """Frame the cell that matters most, dashed; None takes the frame away."""
        if cell != self._mattering:
            self._mattering = cell
            if cell is not None and self._plot is not None:
                self._see(self._frame.showing(*cell))
            self.update()

    def mark_row(self, row: int | None) -> None:
        """Mark the row that the current token reads."""
        if row != self._marked_row:
            self._marked_row = row
            self.update()

    def marked_row(self) -> int | None:
        """Return the row that the current token reads."""
        return self._marked_row

    def reset_zoom(self) -> None:
        """Show all of it again, or of a very long array the part about the marked row."""
        if self._plot is not None:
            self._see(MapFrame.home(self._plot.values.shape, self._area(), self._marked_row or 0))

    def frame(self) -> MapFrame:
        """Return the visible part of the array and its place."""
        return self._frame

    # Painting

    def _area(self) -> QRectF:
        side = self._labels.side(scaled(_WIDEST_NAMES)) if self._labels is not None else 0.0
        height = max(self.height() - _TOP - scaled(_BOTTOM), 1.0)
        # A single row is drawn as a band of limited height.
        if self._plot is not None and self._plot.values.shape[0] == 1:
            height = min(height, _BAND)
        # On whole pixels the cells at the edges are as sharp as those within.
        return QRectF(round(side), _TOP, max(self.width() - round(side) - _RIGHT, 1), height)

    def _see(self, frame: MapFrame) -> None:
        """Show another part of the array, and update the scroll bar."""
        self._frame, self._cells = frame, None
        hidden = frame.shape[0] - frame.rows
        self._bar.blockSignals(True)
        self._bar.setRange(0, round(max(hidden, 0.0) * _BAR_STEPS))
        self._bar.setPageStep(round(frame.rows * _BAR_STEPS))
        self._bar.setSingleStep(_BAR_STEPS)
        self._bar.setValue(round(frame.top * _BAR_STEPS))
        self._bar.blockSignals(False)
        self._bar.setVisible(hidden > 0)
        self._look_again()
        self.update()

    def _scroll(self, value: int) -> None:
        self._see(self._frame.scrolled(value / _BAR_STEPS))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._plot is None or self._labels is None or not self._plot.values.size:
            return
        painter, frame, ratio = QPainter(self), self._frame, self.devicePixelRatioF()
        if self._cells is None or self._cells.ratio != ratio:
            self._cells = MatrixCells.of(self._plot, frame, self._theme, ratio)
            self._changed = changed_cells(self._plot, frame)
        self._cells.paint(painter)
        # While a value is dragged only the cells change, and the names take longer than they.
        if not frame.area.toAlignedRect().contains(event.rect()):
            self._labels.paint(painter, frame, self._theme, marked=self._marked_row)
        paint_changed_cells(painter, self._changed, frame, self._theme)
        painter.setClipRect(frame.area)
        self._paint_cell_frame(painter, self._mattering, QPen(QColor(self._theme.text), 2, Qt.PenStyle.DashLine))
        self._paint_cell_frame(painter, self._hover, QPen(QColor(self._theme.muted), 1))
        self._paint_cell_frame(painter, self._selected, QPen(QColor(self._theme.accent), 2))
        painter.end()

    def _paint_cell_frame(self, painter: QPainter, cell: tuple[int, int] | None, pen: QPen) -> None:
        if cell is not None:
            painter.setPen(pen)
            painter.drawRect(cell_frame(self._frame, *cell))

    # Mouse and keys

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR_WIDTH, _TOP, _BAR_WIDTH, int(self._area().height()))
        if self._plot is None:
            return
        if self._frame.area.width() <= 1 or self._frame == MapFrame.home(self._frame.shape, self._frame.area):
            self._see(MapFrame.home(self._frame.shape, self._area(), self._marked_row or 0))
        else:
            self._see(self._frame.placed(self._area()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._frame.cell(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            # The cell by now: showing it may lay the dock out anew, and another cell come under the mouse.
            self._press, self._pressed = event.position(), cell
            self.cell_selected.emit(*cell)
        elif event.button() == Qt.MouseButton.MiddleButton:
            self._pan = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self.mouse.move(event)
        if self._pan is not None:
            moved, self._pan = self._pan - place, place
            self._see(self._frame.moved(moved.x(), moved.y()))
        elif self._press is not None and self._plot is not None:
            self._drag_to(place, fine=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self._look_at(place)

    def _drag_to(self, place: QPointF, *, fine: bool) -> None:
        assert self._press is not None
        assert self._plot is not None
        if self._drag is None:
            if (place - self._press).manhattanLength() < QApplication.startDragDistance():
                return
            cell = self._pressed
            value = float(self._plot.values[cell])
            self._drag = _Drag(cell, value if isfinite(value) else 0.0, self._plot.high / _DRAG_PIXELS)
            self._press = place
            return
        drag, up = self._drag, self._press.y() - place.y()
        self._press = place
        if up:
            drag.value += up * drag.per_pixel * (_FINE if fine else 1.0)
            self.value_dragged.emit(*drag.cell, drag.value, drag.gesture)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._press = self._drag = self._pan = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_zoom()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if turned:
                self.stepped.emit(1 if turned > 0 else -1)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._see(self._frame.moved(0.0, -turned / 2))
        else:
            self._see(self._frame.zoomed(_ZOOM ** (-turned / 120), event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        moves = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key in moves and plain and self._plot is not None and self._plot.values.size:
            row, column = self._selected or (0, 0)
            down, across = moves[key] if self._selected is not None else (0, 0)
            rows, columns = self._plot.values.shape
            self.cell_selected.emit(min(max(row + down, 0), rows - 1), min(max(column + across, 0), columns - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.typed.emit("")
        elif plain and event.text() and event.text() in _START_OF_NUMBER:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _look_at(self, place: QPointF | None) -> None:
        cell = None if place is None else self._frame.cell(place)
        changed, self._hover = cell != self._hover, cell
        if changed or cell is not None:
            self.hovered_cell.emit(*(cell or (-1, -1)))
        if changed:
            self.update()
