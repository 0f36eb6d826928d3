"""A list of places on screen: its painter's picture, the row under the mouse or the keyboard, and the wheel."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.search.places import PlacesLayout, paint_marked_row, paint_places_body
from gatescope.plots.numbers import number
from gatescope.plots.search.places_plot import PlaceRow, PlacesPlot
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.views.search.place_value import PlaceValue
from gatescope.words import decimal, in_quotes, tr

_EDGE, _TOP, _BOTTOM = 10.0, 2.0, 4.0
_ROWS_A_NOTCH = 3
_NOTCH = 120
_KEYS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class PlacesPicture(KeptPicture[PlacesPlot, PlacesLayout]):
    """Paints a `PlacesPlot` once into a pixmap. Its keys: ↑ ↓ and Page Up and Down choose a row, Enter opens it."""

    row_opened = Signal(object)
    """The `PlaceRow` that was clicked, or on which Enter was pressed."""

    least = QSize(0, 72)
    _plot: PlacesPlot

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot = PlacesPlot()
        self._turned = 0
        self.setAccessibleName(tr("Places"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def shown(self) -> PlacesPlot:
        """The plot that is painted."""
        return self._plot

    def show_plot(self, plot: PlacesPlot) -> None:
        """Paint `plot`; the same rows stay where they were scrolled to."""
        if plot.rows == self._plot.rows:
            plot = replace(plot, first=self._plot.first, current=self._plot.current)
        self._plot = plot
        self._tell()
        self.repaint_all()

    def scroll_to(self, first: int) -> None:
        """Put a row on top."""
        most = max(len(self._plot.rows) - (self.layout_now.fitting if self.layout_now is not None else 1), 0)
        self._plot = replace(self._plot, first=min(max(first, 0), most))
        self.repaint_all()

    def spot_at(self, place: QPoint | QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the row at a place."""
        found = None if self.layout_now is None else self.layout_now.row_at(QPointF(place))
        return None if found is None else self._spot(found, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the row that the keyboard is on."""
        return None if self._plot.current is None else self._spot(self._plot.current, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Taken, so that the view behind does not get it; what was clicked is known when the button is let go.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = None if self.layout_now is None else self.layout_now.row_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self._plot = replace(self._plot, current=found)
            self.row_opened.emit(self._plot.rows[found])
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        rows = int(self._turned / _NOTCH * _ROWS_A_NOTCH)
        if rows:
            self._turned = 0
            self.scroll_to((self.layout_now.first if self.layout_now is not None else 0) - rows)
            # Another row is under the resting mouse now.
            self._keep(self._plot)
            self._look_at(event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows, key = len(self._plot.rows), Qt.Key(event.key())
        if rows and key in _KEYS:
            now = -1 if self._plot.current is None else self._plot.current
            self._go_to(min(max(now + _KEYS[key], 0), rows - 1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._plot.current is not None:
            self.row_opened.emit(self._plot.rows[self._plot.current])
        else:
            event.ignore()

    def _go_to(self, row: int) -> None:
        self._plot = replace(self._plot, current=row)
        fitting = self.layout_now.fitting if self.layout_now is not None else 1
        if not self._plot.first <= row < self._plot.first + fitting:
            self.scroll_to(row if row < self._plot.first else row - fitting + 1)
        self._tell()
        self.update()

    def _tell(self) -> None:
        """Say to a screen reader what is shown."""
        current = self._plot.current
        rows = tr("{count} places", count=len(self._plot.rows))
        if current is not None and current < len(self._plot.rows):
            row = self._plot.rows[current]
            rows = f"{rows}, {self._plot.numbered} {row.number}: {row.text[:200]}"
        self.setAccessibleDescription(rows if self._plot.rows else self._plot.nothing_to_draw())

    def _look_at(self, place: QPointF | None) -> None:
        self.hovered.emit(None if place is None else self.spot_at(place, self.mouse.on_screen))
        self.update()

    def _spot(self, at: int, pointer: QPoint | None) -> Spot | None:
        if self.layout_now is None or at >= len(self._plot.rows):
            return None
        row = self._plot.rows[at]
        place = decimal(f"{row.number:,}")
        said = ValueText(f"{self._plot.numbered} {place} · {in_quotes(row.words)}", rows=_told(self._plot, row))
        return Spot.on(self, PlaceValue(said, row.value), self.layout_now.rect_of(at), pointer)

    def _painted_anew(self) -> None:
        """Do nothing: the mouse and the wheel tell of a row."""

    def _paint_body(self, canvas: Canvas, plot: PlacesPlot) -> PlacesLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, _TOP, -_EDGE, -_BOTTOM)
        layout = PlacesLayout(canvas, plot, rect, titled=False)
        paint_places_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: PlacesPlot, layout: PlacesLayout) -> None:
        canvas, place = self._canvas(painter), self.mouse.place
        under = None if place is None else layout.row_at(place)
        if under is not None:
            paint_marked_row(canvas, layout.rect_of(under), current=False)
        if plot.current is not None and self.hasFocus():
            paint_marked_row(canvas, layout.rect_of(plot.current), current=True)


def _told(plot: PlacesPlot, row: PlaceRow) -> tuple[TextRow, ...]:
    return () if row.value is None else (TextRow("readout", plot.values, number(row.value)),)
