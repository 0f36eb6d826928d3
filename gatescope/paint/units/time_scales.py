"""Time scales as a picture: a row of dots a way to ask, over one logarithmic axis with landmarks."""

from __future__ import annotations

from math import log10

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from gatescope.paint.canvas import Canvas
from gatescope.paint.row_names import names_above
from gatescope.paint.units.dots import (
    NAME,
    SMALL,
    SYMBOL,
    TICK,
    DotLayout,
    Values,
    finding_text,
    paint_dots,
    paint_heading,
    paint_rings,
)
from gatescope.plots.units.time_scales import TimeScalesPlot
from gatescope.words import decimal, tr

_NAMES, _WIDEST_NAMES = 10.0, 0.34
_INSET, _NAME_ABOVE = 8.0, 16.0
_PRINTED_ROW, _AROUND = 46.0, 46.0
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000, 1_000_000)
_APART = 5.4
_LEAST_ROW = 15.0


class TimeScalesLayout(DotLayout):
    """The parts of one picture.

    Attributes:
        text_top: where the sentence begins.
        left: the left edge of the names of the rows.
        above: whether these stand above their dots; names: how far below the middle of a row their baseline is.
    """

    def __init__(self, canvas: Canvas, plot: TimeScalesPlot, rect: QRectF, *, heading: bool = False) -> None:
        unit = canvas.unit
        top = rect.top() + (27.0 * unit if heading else 0.0) + 14.0 * unit * bool(plot.landmarks)
        self.text = finding_text(canvas, plot, rect.width())
        said = self.text.height + 4.0 * unit if self.text is not None else 0.0
        axis = (TICK + 6.0) * unit
        rows = max(len(plot.rows), 1)
        # The dots come before the sentence, of which a screen reader and the label tell as well.
        if rect.bottom() - top - axis - said < rows * _LEAST_ROW * unit:
            self.text, said = None, 0.0
        names = max((canvas.width(row, NAME) for row in plot.rows), default=0.0) + _NAMES * unit
        self.above = names_above(canvas, names, rect.width())
        names = _INSET * unit if self.above else min(names, rect.width() * _WIDEST_NAMES)
        self.left = rect.left()
        self.text_top = rect.bottom() - said + 4.0 * unit
        width, height = rect.width() - names - 12.0 * unit, rect.bottom() - said - axis - top
        area = QRectF(rect.left() + names, top, max(width, 1.0), max(height, 1.0))
        super().__init__(canvas, plot, rect, area)
        pitch = area.height() / max(rows, 1) * (rows / max(plot.y[1] - plot.y[0], 1e-9))
        name = _NAME_ABOVE * unit if self.above else 0.0
        # A name above its dots takes the upper part of the row.
        reach = max((pitch - name) / 2 - 4.0 * unit, 0.0)
        self.places = [swarm(xs, ys + name / 2, _APART * unit, reach) for xs, ys in self.places]
        self.names = NAME * unit - pitch / 2 if self.above else NAME * 0.36 * unit


def time_scales_height(canvas: Canvas, plot: TimeScalesPlot, width: float) -> float:
    """Return the height of a panel in which the dots of every row have room."""
    names = max((canvas.width(row, NAME) for row in plot.rows), default=0.0) + _NAMES * canvas.unit
    row = _PRINTED_ROW + (_NAME_ABOVE if names_above(canvas, names, width) else 0.0)
    return (_AROUND + row * len(plot.rows)) * canvas.unit


def swarm(xs: Values, ys: Values, apart: float, most: float) -> tuple[Values, Values]:
    """Return the places moved up and down so that no dot hides another, as far as `most` pixels allow."""
    if len(xs) > _MANY:
        return xs, _stacked(xs, ys, apart, most)
    lifted = ys.copy()
    order = np.argsort(xs, kind="stable")
    placed: list[tuple[float, float]] = []
    for index in order.tolist():
        x = float(xs[index])
        if not np.isfinite(x):
            continue
        near = [away for at, away in placed[-_NEIGHBOURS:] if x - at < apart]
        offset = next((one for one in _OFFSETS if all(abs(one * apart - away) >= apart * 0.98 for away in near)), 0.0)
        away = float(np.clip(offset * apart, -most, most))
        placed.append((x, offset * apart))
        lifted[index] += away
    return xs, lifted


def _stacked(xs: Values, ys: Values, apart: float, most: float) -> Values:
    """Return the heights of many places, piled up in columns as wide as a dot, by turns up and down."""
    known = np.isfinite(xs)
    column = np.round(xs[known] / apart).astype(np.int64)
    order = np.argsort(column, kind="stable")
    _, first, counts = np.unique(column[order], return_index=True, return_counts=True)
    rank = np.empty(len(column), np.int64)
    rank[order] = np.arange(len(column)) - np.repeat(first, counts)
    lifted = ys.copy()
    lifted[known] += np.clip(np.where(rank % 2, 1.0, -1.0) * ((rank + 1) // 2) * apart, -most, most)
    return lifted


_MANY = 160
"""From so many dots on they are piled up in columns, which takes no time."""
# A column of dots as high as any picture; looking further back than its dots would find none that is near.
_OFFSETS = [0.0, *(side * step for step in range(1, 30) for side in (-1.0, 1.0))]
_NEIGHBOURS = 64


def paint_time_scales(canvas: Canvas, plot: TimeScalesPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = TimeScalesLayout(canvas, plot, rect, heading=True)
    paint_heading(canvas, plot.title, plot.place, rect)
    paint_time_scales_body(canvas, plot, layout)
    paint_rings(canvas, plot, layout)


def paint_time_scales_body(canvas: Canvas, plot: TimeScalesPlot, layout: TimeScalesLayout) -> None:
    """Paint everything but the title, the rings and what is under the mouse."""
    _paint_axis(canvas, plot, layout)
    _paint_landmarks(canvas, plot, layout)
    theme, unit = canvas.theme, canvas.unit
    for row, name in enumerate(plot.rows):
        y = float(layout.y_of(np.array(-float(row))))
        if not layout.area.top() <= y <= layout.area.bottom():
            continue
        most = layout.area.width() if layout.above else layout.area.left() - layout.left - 6.0 * unit
        if layout.above:
            # The landmarks end where a name stands on them.
            wide, top = min(canvas.width(name, NAME), most), y + layout.names - NAME * unit
            canvas.painter.fillRect(QRectF(layout.left, top, wide, NAME * 1.25 * unit), QColor(theme.surface))
        canvas.text(name, layout.left, y + layout.names, size=NAME, colour=theme.muted, max_width=most)
    paint_dots(canvas, plot, layout)
    if layout.text is not None:
        layout.text.paint(layout.rect.left(), layout.text_top)


def _paint_axis(canvas: Canvas, plot: TimeScalesPlot, layout: TimeScalesLayout) -> None:
    theme, unit, area = canvas.theme, canvas.unit, layout.area
    base = area.bottom() + (TICK + 3.0) * unit
    canvas.line(QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5), theme.border)
    shown = [tick for tick in _TICKS if plot.x[0] <= log10(tick) <= plot.x[1]]
    if plot.never is not None:
        shown = [tick for tick in shown if log10(tick) <= plot.never - 0.1]
    right = area.left() - 20.0 * unit
    stop = area.right()
    if plot.never is not None and plot.x[0] <= plot.never <= plot.x[1]:
        x = float(layout.x_of(np.array(plot.never)))
        canvas.text("∞", x, base, size=TICK, colour=theme.muted, align="centre")
        stop = x - 14.0 * unit
    for number, tick in enumerate(shown):
        x = float(layout.x_of(np.array(log10(tick))))
        words = decimal(f"{tick:,}") + (tr(" tokens") if number == len(shown) - 1 else "")
        wide = canvas.width(words, TICK)
        left = min(x - wide / 2, area.right() + 10.0 * unit - wide) if plot.never is None else x - wide / 2
        canvas.line(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3.0 * unit), theme.border)
        if left > right + 8.0 * unit and (plot.never is None or left + wide < stop):
            canvas.text(words, left, base, size=TICK, colour=theme.muted)
            right = left + wide


def _paint_landmarks(canvas: Canvas, plot: TimeScalesPlot, layout: TimeScalesLayout) -> None:
    theme, unit, area = canvas.theme, canvas.unit, layout.area
    for mark in plot.landmarks:
        if not plot.x[0] <= mark.place <= plot.x[1]:
            continue
        x = round(float(layout.x_of(np.array(mark.place)))) + 0.5
        pen = QPen(QColor(theme.muted), max(unit, 1.0))
        pen.setStyle(Qt.PenStyle.DashLine)
        canvas.painter.setPen(pen)
        canvas.painter.drawLine(QPointF(x, area.top() - 2.0 * unit), QPointF(x, area.bottom()))
        words = decimal(f" = {mark.value:g}")
        wide = canvas.symbol_width(mark.symbol, SYMBOL * 0.92) + canvas.width(words, SMALL)
        left = min(x - wide / 2, layout.rect.right() - wide)
        base = area.top() - 4.0 * unit
        wide = canvas.symbol(mark.symbol, left, base, size=SYMBOL * 0.92, colour=theme.muted)
        canvas.text(words, left + wide, base, size=SMALL, colour=theme.muted)
