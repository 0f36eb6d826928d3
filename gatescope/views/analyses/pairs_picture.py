"""A pair on screen: its painter's picture, with the cursor over it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.pairs.pairs import paint_pairs_body, paint_pairs_cursor
from gatescope.paint.pairs.pairs_layout import PairsLayout
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.values.pair_value import PairValue
from gatescope.session.document.document import UnitRef
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.words import tr

_EDGE, _BOTTOM = 9.0, 4.0


class PairsPicture(TokenPicture[PairsPlot, PairsLayout]):
    """Paints a `PairsPlot` once into a pixmap; its tokens are the columns of the aligned words."""

    least = QSize(0, 100)

    def __init__(self, columns: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._released = QPointF()
        self.setAccessibleName(tr("Two sentences, word by word"))
        self.pointed.connect(self._point)

    def show_plot(self, plot: PairsPlot) -> None:
        """Paint `plot`; where only the cursor differs, the picture is kept."""
        same = self._plot is not None and plot.panels is self._plot.panels
        self._plot = plot
        self.set_count(len(plot.columns))
        if same:
            self.update()
        else:
            self.repaint_all()

    def axis(self) -> tuple[float, float]:
        return LEFT + label_width(), self.width() - RIGHT

    def _to_paint(self) -> PairsPlot | None:
        return self._plot if self._plot is not None and self._plot.panels else None

    def _paint_body(self, canvas: Canvas, plot: PairsPlot) -> PairsLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = PairsLayout(canvas, plot, rect, self.placement(_EDGE))
        paint_pairs_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: PairsPlot, layout: PairsLayout) -> None:
        paint_pairs_cursor(self._canvas(painter), plot, layout)
        self.paint_span(painter, layout.maps[0].top(), layout.maps[-1].bottom())

    def _point(self, column: int, place: QPointF) -> None:
        spot = self.spot_at(place, column, self.mouse.on_screen)
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot is not None else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(spot)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._released = event.position()
        super().mouseReleaseEvent(event)

    @property
    def unit_clicked_last(self) -> UnitRef | None:
        """The unit whose row was clicked last; None beside the maps."""
        spot = self.spot_at(self._released, self.token_at(self._released.x()))
        return None if spot is None else spot.value.unit

    def spot_at(self, place: QPointF, column: int, pointer: QPoint | None = None) -> Spot | None:
        """Return the values of the unit at `place`; None beside the maps."""
        plot, layout = self._plot, self.layout_now
        at = -1 if layout is None else layout.map_at(place.y())
        if plot is None or layout is None or at < 0 or at >= len(plot.panels) or not 0 <= column < len(plot.columns):
            return None
        order, area = plot.panels[at].order, layout.maps[at]
        row = min(int((place.y() - area.top()) / area.height() * len(order)), len(order) - 1)
        high = area.height() / len(order)
        return self._spot(at, column, int(order[row]), area.top() + row * high, high, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the unit that differs most at the cursor, or the first one where nothing is subtracted."""
        plot, layout = self._plot, self.layout_now
        column = -1 if plot is None else plot.column_of(plot.cursor)
        if plot is None or layout is None or column < 0 or not plot.panels:
            return None
        at = len(plot.panels) - 1
        order = plot.panels[at].order
        row = int(abs(plot.panels[at].values[column][order]).argmax()) if plot.difference is not None else 0
        high = layout.maps[at].height() / len(order)
        return self._spot(at, column, int(order[row]), layout.maps[at].top() + row * high, high)

    def _spot(self, at: int, column: int, unit: int, top: float, high: float, pointer: QPoint | None = None) -> Spot:
        assert self._plot is not None
        assert self.layout_now is not None
        left, right = self.layout_now.clipped(float(column), column + 1.0)
        cell = QRectF(left, top, right - left, max(high, 1.0))
        return Spot.on(self, PairValue(self._plot, column, unit, at), cell, pointer)
