"""Four conditions as a picture: a unit's lines in each, the mean thick, the spread as a band, one scale for all."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.pairs.conditions_layout import NAME, SMALL, TICK, TITLE, ConditionsLayout
from gatescope.paint.polyline import polyline
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.line_points import points
from gatescope.plots.numbers import short
from gatescope.plots.pairs.conditions_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.pairs.conditions_plot import ConditionPanel, ConditionsPlot, Values
from gatescope.words import tr

_THICK, _THIN = 2.2, 1.0


def paint_conditions(canvas: Canvas, plot: ConditionsPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title and the names of its panels."""
    layout = ConditionsLayout(canvas, plot, rect)
    unit, heading, muted = canvas.unit, layout.heading, canvas.theme.muted
    baseline = heading.top() + TITLE * unit
    width = canvas.title(tr(NAME_OF_PLOT), heading.left(), baseline)
    left = heading.left() + width + 14.0 * unit
    canvas.text(plot.about, left, baseline, size=SMALL, colour=muted, max_width=heading.right() - left)
    for panel, head in zip(plot.panels, layout.heads, strict=True):
        baseline = head.bottom() - 5.0 * unit
        width = canvas.text(panel.name, head.left(), baseline, size=NAME, bold=True, max_width=head.width())
        left = head.left() + width + (8.0 * unit if panel.name else 0.0)
        canvas.text(
            " | ".join(panel.texts), left, baseline, size=SMALL, colour=muted, max_width=max(head.right() - left, 0.0)
        )
    paint_conditions_body(canvas, plot, layout)


def paint_conditions_body(canvas: Canvas, plot: ConditionsPlot, layout: ConditionsLayout) -> None:
    """Paint the lines, the ticks, the words and the sentence."""
    for at, panel in enumerate(plot.panels):
        _paint_grid(canvas, plot, layout.areas[at])
        canvas.painter.save()
        canvas.painter.setClipRect(layout.areas[at].adjusted(0.0, -3.0, 0.0, 3.0))
        _paint_panel(canvas, plot, panel, layout, at)
        canvas.painter.restore()
        words = layout.words[at]
        if words.height() and len(panel.tokens):
            axis = TokenAxis(canvas, panel.tokens, None, words.width(), layout.stretch, most=words.height())
            axis.paint(words)
    if layout.finding_text is not None:
        layout.finding_text.paint(layout.finding.left(), layout.finding.top(), canvas)


def paint_place(canvas: Canvas, plot: ConditionsPlot, layout: ConditionsLayout, at: int, word: int) -> None:
    """Mark a word of one panel: a hairline, and a dot on its mean."""
    panel, area, theme = plot.panels[at], layout.areas[at], canvas.theme
    x = layout.x_of(at, word + 0.5)
    canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), theme.muted, 0.8)
    if word < len(panel.mean) and np.isfinite(panel.mean[word]):
        canvas.dot(QPointF(x, y_of(plot, area, float(panel.mean[word]))), 3.2, theme.line(plot.hue))


def y_of(plot: ConditionsPlot, area: QRectF, value: float) -> float:
    """Return where a value is in the area of a panel."""
    return area.bottom() - (value - plot.low) / (plot.high - plot.low) * area.height()


def _paint_grid(canvas: Canvas, plot: ConditionsPlot, area: QRectF) -> None:
    theme = canvas.theme
    for value in dict.fromkeys((plot.low, (plot.low + plot.high) / 2.0, plot.high)):
        y = round(y_of(plot, area, value)) + 0.5
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
        if value in (plot.low, plot.high) or area.height() > 5.0 * TICK * canvas.unit:
            baseline = min(max(y + TICK * 0.36 * canvas.unit, area.top() + TICK * 0.5), area.bottom() + 2.0)
            x = area.left() - 6.0 * canvas.unit
            canvas.text(short(value), x, baseline, size=TICK, colour=theme.muted, align="right")


def _paint_panel(
    canvas: Canvas, plot: ConditionsPlot, panel: ConditionPanel, layout: ConditionsLayout, at: int
) -> None:
    theme, area = canvas.theme, layout.areas[at]
    hue = theme.line(plot.hue)
    if len(panel.values) > 1:
        _paint_spread(canvas, plot, panel, layout, at)
        thin = mix(hue, theme.surface, 0.5)
        for row in panel.values:
            _paint_line(canvas, plot, row, layout, at, thin, _THIN)
    _paint_line(canvas, plot, panel.mean, layout, at, hue, _THICK)
    for word in np.flatnonzero(panel.bad):
        left, right = layout.x_of(at, float(word)), layout.x_of(at, word + 1.0)
        canvas.painter.fillRect(
            QRectF(left, area.top(), right - left, area.height()), QColor(mix(theme.bad, theme.surface, 0.6))
        )


def _paint_spread(
    canvas: Canvas, plot: ConditionsPlot, panel: ConditionPanel, layout: ConditionsLayout, at: int
) -> None:
    """Fill what lies within one standard deviation of the mean."""
    mean, spread, area = panel.mean, panel.spread, layout.areas[at]
    known = np.flatnonzero(np.isfinite(mean) & np.isfinite(spread))
    upper = [QPointF(layout.x_of(at, word + 0.5), y_of(plot, area, float(mean[word] + spread[word]))) for word in known]
    lower = [QPointF(layout.x_of(at, word + 0.5), y_of(plot, area, float(mean[word] - spread[word]))) for word in known]
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(mix(canvas.theme.line(plot.hue), canvas.theme.surface, 0.86)))
    canvas.painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_line(
    canvas: Canvas, plot: ConditionsPlot, values: Values, layout: ConditionsLayout, at: int, colour: str, width: float
) -> None:
    area = layout.areas[at]
    first, last = floor(layout.stretch[0]) - 1, ceil(layout.stretch[1]) + 1
    xs, ys, joined = points(values, first, last, max(int(area.width()), 1))
    places = [QPointF(layout.x_of(at, float(x)), y_of(plot, area, float(y))) for x, y in zip(xs, ys, strict=True)]
    path, alone = polyline(places, joined.tolist())
    canvas.curve(path, colour, width)
    for place in alone:
        canvas.dot(place, width + 0.6, colour)
