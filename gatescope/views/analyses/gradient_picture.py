"""A gradient flow on screen: its painter's picture, with the cursor and the hovered values over it."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_flow import paint_body, paint_cursor
from gatescope.paint.gradient_hover import paint_hover
from gatescope.paint.gradient_layout import GradientLayout
from gatescope.plots.gradient_flow_plot import FactorRow, FlowLine, GradientFlowPlot
from gatescope.plots.values.flow_value import FlowValue
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.words import tr

_EDGE, _BOTTOM = 9.0, 2.0


class GradientPicture(TokenPicture[GradientFlowPlot, GradientLayout]):
    """Paints a `GradientFlowPlot`, its token axis under that of the maps.

    The picture is painted once into a pixmap; cursor and mouse only add to it.
    """

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(token_range, parent)
        self._under = -1
        self.setAccessibleName(tr("Gradients over the tokens"))
        self.pointed.connect(self._point)

    def show_plot(self, plot: GradientFlowPlot) -> None:
        """Paint `plot`; where only the cursor differs, the picture is kept."""
        same = self._plot is not None and plot.lines is self._plot.lines and plot.finding is self._plot.finding
        self._plot = plot
        self.set_count(len(plot.tokens))
        if same:
            self.update()
        else:
            self.repaint_all()

    def axis(self) -> tuple[float, float]:
        return LEFT + label_width(), self.width() - RIGHT

    def _paint_body(self, canvas: Canvas, plot: GradientFlowPlot) -> GradientLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = GradientLayout(canvas, plot, rect, self.placement(_EDGE))
        paint_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: GradientFlowPlot, layout: GradientLayout) -> None:
        canvas = self._canvas(painter)
        paint_cursor(canvas, plot, layout)
        self.paint_span(painter, layout.area.top(), layout.area.bottom())
        if 0 <= self._under < len(plot.tokens) and plot.lines:
            paint_hover(canvas, plot, layout, self._under)

    def _point(self, token: int, place: QPointF) -> None:
        spot = self.spot_at(place, token, self.mouse.on_screen)
        under = -1 if spot is None or spot.value.token is None else spot.value.token
        if under != self._under:
            self.update()
        self._under = under
        self.hovered.emit(spot)

    def spot_at(self, place: QPointF, token: int, pointer: QPoint | None = None) -> Spot | None:
        """Return the values of `token`, of which `place` is at one; None beside the lines and factors."""
        layout, plot = self.layout_now, self._plot
        if plot is None or layout is None or not 0 <= token < len(plot.tokens):
            return None
        if not layout.area.top() <= place.y() < layout.finding.top():
            return None
        value = FlowValue(plot, token, _under(plot, layout, token, place))
        return Spot.on(self, value, self._column(layout, token, place.y()), pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the values at the token cursor."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or plot.cursor is None or not plot.lines:
            return None
        middle = layout.area.center().y()
        return Spot.on(self, FlowValue(plot, plot.cursor), self._column(layout, plot.cursor, middle))

    @staticmethod
    def _column(layout: GradientLayout, token: int, y: float) -> QRectF:
        """Return a part of a token's column about the height `y`."""
        left, right = layout.x_of(float(token)), layout.x_of(token + 1.0)
        return QRectF(left, y - 10.0, right - left, 20.0)


def _under(plot: GradientFlowPlot, layout: GradientLayout, token: int, place: QPointF) -> FlowLine | FactorRow | None:
    """Return the factor under the mouse, or the line nearest to it."""
    row = layout.row_at(place.y())
    if row >= 0:
        return plot.factors[row]
    known = [line for line in plot.lines if isfinite(line.at(token))]
    return min(known, key=lambda line: abs(layout.y_of(line.at(token)) - place.y()), default=None)
