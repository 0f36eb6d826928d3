"""A moving average on screen, its tokens below those of the maps; painted as in a file."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.average import AverageLayout, paint_average_body
from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.units.average import AveragePlot
from gatescope.plots.values.unit_value import UnitValue
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.words import tr

_EDGE, _BOTTOM = 9.0, 8.0


class AveragePicture(TokenPicture[AveragePlot, AverageLayout]):
    """Paints an `AveragePlot` once into a pixmap."""

    least = QSize(0, 104)

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(token_range, parent)
        self.setAccessibleName(tr("A unit and moving averages over the tokens"))
        self.pointed.connect(self._point)

    def show_plot(self, plot: AveragePlot) -> None:
        """Paint `plot`."""
        self._plot = plot
        self.set_count(len(plot.tokens))
        self.repaint_all()

    def show_cursor(self, cursor: int | None) -> None:
        """Put the token cursor elsewhere."""
        plot = self._plot
        if plot is not None and cursor != plot.cursor:
            lines, residual = replace(plot.lines, cursor=cursor), replace(plot.residual, cursor=cursor)
            self.show_plot(replace(plot, cursor=cursor, lines=lines, residual=residual))

    def axis(self) -> tuple[float, float]:
        return LEFT + label_width(), self.width() - RIGHT

    def _to_paint(self) -> AveragePlot | None:
        return None if self._plot is None or self._plot.nothing_to_draw() else self._plot

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.surface)

    def _paint_body(self, canvas: Canvas, plot: AveragePlot) -> AverageLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = AverageLayout(canvas, plot, rect, self.placement(_EDGE))
        paint_average_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: AveragePlot, layout: AverageLayout) -> None:
        self.paint_span(painter, layout.area.top(), layout.below.bottom())

    def _point(self, token: int, place: QPointF) -> None:
        self.hovered.emit(self.spot_at(place, token, self.mouse.on_screen))

    def spot_at(self, place: QPointF, token: int, pointer: QPoint | None = None) -> Spot | None:
        """Return the values at `token`; None beside the lines."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or plot.ref is None or not 0 <= token < len(plot.tokens):
            return None
        if not layout.area.top() <= place.y() < layout.below.bottom():
            return None
        left, right = self.x_of(token), self.x_of(token + 1)
        return Spot.on(self, _value(plot, token), QRectF(left, place.y() - 10.0, right - left, 20.0), pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the values at the token cursor."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or plot.cursor is None:
            return None
        return self.spot_at(QPointF(0.0, layout.area.center().y()), plot.cursor)


def _value(plot: AveragePlot, token: int) -> UnitValue:
    assert plot.ref is not None
    series = (*plot.lines.series, *plot.residual.series)
    rows = tuple(
        TextRow(one.hue, f"{one.label} {one.symbol}", number(value, 3))
        for one in series
        if isfinite(value := float(one.values[token]))
    )
    note = "" if rows else tr("Not a finite number here")
    told = ValueText(
        tr("{quoted} · unit {unit}", quoted=quoted(plot.tokens, token), unit=plot.unit), rows=rows, note=note
    )
    return UnitValue(plot.ref, told, signal=plot.lines.series[0].hue, token=token)
