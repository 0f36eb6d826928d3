"""A moving average as a picture: the state and its averages, what they leave under them, the words, the sentence."""

from __future__ import annotations

from math import inf

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.gradient_layout import Placement
from gatescope.paint.lines import paint_line_area, token_place, value_place
from gatescope.paint.rich_text import RichText, sentence
from gatescope.paint.token_axis import TokenAxis
from gatescope.paint.units.dots import NAME, SMALL, SYMBOL, TICK, paint_heading
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.token_axis import FLAT_HEIGHT
from gatescope.plots.units.average import AveragePlot
from gatescope.words import tr

_GAP, _SHARE, _LEAST, _LEAST_BELOW = 8.0, 0.3, 32.0, 14.0
_SAMPLE, _ROW, _COLUMN = 22.0, 19.0, 176.0


class AverageLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        area: the lines; below: what is left of the state.
        column: the names of the lines.
        words: the token axis, no height where there is no room.
        stretch: the places on the token axis at both ends.
        text, text_top: the sentence and where it begins; None where there is no room.
    """

    def __init__(self, canvas: Canvas, plot: AveragePlot, rect: QRectF, placement: Placement | None = None) -> None:
        unit = canvas.unit
        self.rect = rect
        top = rect.top() + (27.0 * unit if placement is None else 4.0 * unit)
        if placement is None:
            self.stretch = plot.stretch
            left, right = rect.left() + min(_COLUMN * unit, rect.width() * 0.4), rect.right()
        else:
            self.stretch = placement.first, placement.last
            left, right = rect.left() + placement.left, rect.left() + placement.right
        left, right = round(left), max(round(right), round(left) + 1)
        self.text: RichText | None = sentence(canvas, plot.finding, rect.width(), size=NAME)
        most = inf if placement is None else FLAT_HEIGHT * unit
        axis = TokenAxis(canvas, plot.tokens, None, right - left, self.stretch, most=most, whole=plot.whole)
        self.most = most
        words = axis.height if len(plot.tokens) else 0.0
        said = self.text.height + 4.0 * unit if self.text is not None else 0.0
        if rect.bottom() - top - words - said < (_LEAST + _LEAST_BELOW + _GAP) * unit:
            words = 0.0
        if rect.bottom() - top - said < (_LEAST + _LEAST_BELOW + _GAP) * unit:
            self.text, said = None, 0.0
        self.text_top = rect.bottom() - said + 4.0 * unit
        height = max(rect.bottom() - top - words - said - _GAP * unit, 2.0)
        below = height * _SHARE
        self.area = QRectF(left, top, right - left, height - below)
        self.below = QRectF(left, self.area.bottom() + _GAP * unit, right - left, below)
        self.words = QRectF(left, self.below.bottom(), right - left, words)
        self.column = QRectF(rect.left(), top, max(left - rect.left() - 44.0 * unit, 1.0), height)

    def token_at(self, x: float) -> float:
        """Return the place on the token axis at a pixel."""
        span = self.stretch[1] - self.stretch[0]
        return self.stretch[0] + (x - self.area.left()) / self.area.width() * span


def paint_average(canvas: Canvas, plot: AveragePlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = AverageLayout(canvas, plot, rect)
    unit = "" if plot.unit is None else tr("unit {unit}", unit=plot.unit)
    paint_heading(canvas, tr("Moving average"), " · ".join(one for one in (unit, plot.place) if one), rect)
    paint_average_body(canvas, plot, layout)


def paint_average_body(canvas: Canvas, plot: AveragePlot, layout: AverageLayout) -> None:
    """Paint everything but the title."""
    if plot.bad is not None:
        left = max(token_place(layout.area, layout.stretch, plot.bad), layout.area.left())
        shade = QColor(mix(canvas.theme.bad, canvas.theme.surface, 0.86))
        wide = layout.area.right() - left
        if wide > 0:
            canvas.painter.fillRect(
                QRectF(left, layout.area.top(), wide, layout.below.bottom() - layout.area.top()), shade
            )
    for lines, area in ((plot.lines, layout.area), (plot.residual, layout.below)):
        _paint_ticks(canvas, lines, area)
        paint_line_area(canvas, lines, area, layout.stretch)
    for row, series in enumerate(plot.lines.series):
        _paint_name(canvas, series, layout, layout.area.top() + (row * _ROW + 10.0) * canvas.unit, layout.area.bottom())
    for series in plot.residual.series:
        _paint_name(canvas, series, layout, layout.below.top() + 10.0 * canvas.unit, layout.below.bottom())
    if layout.words.height():
        axis = TokenAxis(
            canvas,
            plot.tokens,
            plot.cursor,
            layout.area.width(),
            layout.stretch,
            importance=plot.importance,
            most=layout.most,
            whole=plot.whole,
        )
        axis.paint(layout.words)
    if layout.text is not None:
        layout.text.paint(layout.rect.left(), layout.text_top)


def _paint_ticks(canvas: Canvas, lines: LinePlot, area: QRectF) -> None:
    unit, theme = canvas.unit, canvas.theme
    lowest = area.bottom() + TICK * unit
    for value, name in lines.y_ticks:
        base = value_place(lines, area, value) + TICK * 0.36 * unit
        if base > lowest - TICK * 1.1 * unit and value != lines.y_ticks[0][0]:
            continue
        canvas.text(name, area.left() - 7.0 * unit, base, size=TICK, colour=theme.muted, align="right")
        lowest = base - TICK * 0.1 * unit


def _paint_name(canvas: Canvas, series: Series, layout: AverageLayout, middle: float, bottom: float) -> None:
    """Write the name of a line before its axis, behind a sample of it, where there is room."""
    unit, theme = canvas.unit, canvas.theme
    base = middle + NAME * 0.36 * unit
    if base > bottom + 2.0 * unit:
        return
    left, right = layout.column.left(), layout.column.right()
    canvas.painter.setPen(canvas.pen(theme.line(series.hue), 1.6, series.dash))
    canvas.painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE * unit, middle))
    left += (_SAMPLE + 6.0) * unit
    sign = canvas.symbol_width(series.symbol, SYMBOL)
    width = canvas.text(series.label, left, base, size=SMALL, max_width=max(right - left - sign - 4.0 * unit, 1.0))
    if series.symbol and left + width + 4.0 * unit + sign <= right:
        canvas.symbol(series.symbol, left + width + 4.0 * unit, base, size=SYMBOL, colour=theme.text)
