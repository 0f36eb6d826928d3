"""A pair on screen: its painter's picture, with the cursor over it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import Placement
from gatescope.paint.pairs.pairs import paint_pairs_body, paint_pairs_cursor
from gatescope.paint.pairs.pairs_layout import PairsLayout
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.values.pair_value import PairValue
from gatescope.session.document.document import UnitRef
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture

_EDGE, _BOTTOM = 9.0, 4.0
_LEAST = QSize(0, 100)


class PairsPicture(TokenPicture):
    """Paints a `PairsPlot` once into a pixmap; its tokens are the columns of the aligned words."""

    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""

    def __init__(self, columns: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(columns, parent)
        self._theme: Theme = LIGHT
        self._plot: PairsPlot | None = None
        self._body: QPixmap | None = None
        self._layout: PairsLayout | None = None
        self._released = QPointF()
        self.setAccessibleName("Two sentences, word by word")
        self.pointed.connect(self._point)

    @property
    def shown(self) -> PairsPlot | None:
        """The plot that is painted."""
        return self._plot

    @property
    def layout_now(self) -> PairsLayout | None:
        """Return the layout of its parts, once it has been painted."""
        return self._layout

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.repaint_all()

    def show_plot(self, plot: PairsPlot) -> None:
        """Paint `plot`; where only the cursor differs, the picture is kept."""
        same = self._plot is not None and plot.panels is self._plot.panels
        self._plot = plot
        self.set_count(len(plot.columns))
        if same:
            self.update()
        else:
            self.repaint_all()

    def repaint_all(self) -> None:
        """Paint the picture anew after a change of plot, place or colours."""
        self._body = None
        self.update()

    def axis(self) -> tuple[float, float]:
        return LEFT + label_width(), self.width() - RIGHT

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.repaint_all()

    def paintEvent(self, _event: QPaintEvent) -> None:
        plot = self._plot
        if plot is None or not plot.panels:
            return
        if self._body is None or self._body.devicePixelRatio() != self.devicePixelRatioF():
            self._body = self._paint_body(plot)
            # Other values may be under the mouse now; to tell of it is no part of the painting.
            QTimer.singleShot(0, self, self._look_again)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._body)
        assert self._layout is not None
        paint_pairs_cursor(self._canvas(painter), plot, self._layout)
        self.paint_span(painter, self._layout.maps[0].top(), self._layout.maps[-1].bottom(), self._theme)
        painter.end()

    def _paint_body(self, plot: PairsPlot) -> QPixmap:
        ratio = self.devicePixelRatioF()
        body = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        body.setDevicePixelRatio(ratio)
        body.fill(self._theme.surface)
        painter = QPainter(body)
        canvas = self._canvas(painter)
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        left, right = self.axis()
        placement = Placement(left - _EDGE, right - _EDGE, self._range.first, self._range.last)
        self._layout = PairsLayout(canvas, plot, rect, placement)
        paint_pairs_body(canvas, plot, self._layout)
        painter.end()
        return body

    def _canvas(self, painter: QPainter) -> Canvas:
        return Canvas(painter, self._theme, QRectF(self.rect()), self._theme.text_scale)

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
        plot, layout = self._plot, self._layout
        at = -1 if layout is None else layout.map_at(place.y())
        if plot is None or layout is None or at < 0 or at >= len(plot.panels) or not 0 <= column < len(plot.columns):
            return None
        order, area = plot.panels[at].order, layout.maps[at]
        row = min(int((place.y() - area.top()) / area.height() * len(order)), len(order) - 1)
        high = area.height() / len(order)
        return self._spot(at, column, int(order[row]), area.top() + row * high, high, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the unit that differs most at the cursor, or the first one where nothing is subtracted."""
        plot, layout = self._plot, self._layout
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
        assert self._layout is not None
        left, right = self._layout.clipped(float(column), column + 1.0)
        cell = QRectF(left, top, right - left, max(high, 1.0))
        return Spot.on(self, PairValue(self._plot, column, unit, at), cell, pointer)
