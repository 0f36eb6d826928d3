"""Itemised gradients as a picture: maps of read-outs against the steps that they reach."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.itemised.layout import NAME, SMALL, TITLE, WORD, ItemisedLayout, about
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.colours import indices
from gatescope.plots.itemised.itemised_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.itemised.itemised_plot import ItemisedPanel, ItemisedPlot
from gatescope.words import tr

_HALF = 0.36
_LOWEST_NAME = 12.0

Values = NDArray[np.float64]


def paint_itemised(canvas: Canvas, plot: ItemisedPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title and its cursor."""
    layout = ItemisedLayout(canvas, plot, rect)
    baseline = layout.heading.top() + TITLE * canvas.unit
    canvas.title(tr(NAME_OF_PLOT), rect.left(), baseline, max_width=rect.width())
    if layout.about is not None:
        layout.about.paint(rect.left(), baseline + 8.0 * canvas.unit)
    else:
        baseline += 20.0 * canvas.unit
        canvas.text(about(plot), rect.left(), baseline, size=SMALL, colour=canvas.theme.muted, max_width=rect.width())
    paint_itemised_body(canvas, plot, layout)


def paint_itemised_body(canvas: Canvas, plot: ItemisedPlot, layout: ItemisedLayout) -> None:
    """Paint everything but the title: the maps with their names, the words, the cursor, and the sentence."""
    for at, panel in enumerate(plot.panels):
        _paint_label(canvas, panel, layout.labels[at])
        _paint_map(canvas, panel, layout, at)
    if layout.words.height():
        width = layout.words.width()
        axis = TokenAxis(
            canvas,
            plot.tokens,
            plot.cursor,
            width,
            layout.stretch,
            importance=plot.importance,
            most=layout.most,
            whole=plot.whole,
        )
        axis.paint(layout.words)
    for at in range(len(plot.panels)):
        _paint_names(canvas, plot, layout, at)
        _paint_cross(canvas, plot, layout, at)
    if layout.text is not None:
        layout.text.paint(layout.finding.left(), layout.finding.top())


def _paint_label(canvas: Canvas, panel: ItemisedPanel, place: QRectF) -> None:
    if not place.height():
        return
    unit, theme = canvas.unit, canvas.theme
    baseline = place.top() + NAME * unit
    width = canvas.text(
        panel.name,
        place.left(),
        baseline,
        size=NAME,
        bold=True,
        colour=theme.line(panel.colours),
        max_width=place.width(),
    )
    bar = canvas.colour_bar(SMALL)
    wide = bar.width(panel.low, panel.high)
    log = canvas.width("log₁₀", SMALL) + 6.0 * unit
    if width + wide + log + 12.0 * unit <= place.width():
        left = place.right() - wide
        canvas.text("log₁₀", left - log, baseline, size=SMALL, colour=theme.muted)
        bar.paint(canvas.painter, left, baseline, panel.low, panel.high, panel.colours, theme)


def _paint_map(canvas: Canvas, panel: ItemisedPanel, layout: ItemisedLayout, at: int) -> None:
    area, stretch = layout.areas[at], panel.stretch
    first = max(floor(layout.stretch[0]), stretch.start)
    last = min(ceil(layout.stretch[1]), stretch.stop)
    if last > first:
        some = slice(first - stretch.start, last - stretch.start)
        left, top = layout.x_of(first), layout.y_of(at, first)
        place = QRectF(left, top, layout.x_of(last) - left, layout.y_of(at, last) - top)
        scale = canvas.device_pixels(1.0)
        values = _pooled(panel.values[some, some], max(int(place.height() * scale), 1))
        values = _pooled(values.T, max(int(place.width() * scale), 1)).T
        shown = indices(np.where(np.isneginf(values), panel.low, values), panel.low, panel.high)
        canvas.painter.save()
        canvas.painter.setClipRect(area)
        canvas.map(place, shown, panel.colours)
        canvas.painter.restore()
    canvas.frame(area, canvas.theme.border)


def _pooled(values: Values, rows: int) -> Values:
    """Return (R, C) with at most `rows` rows: the largest value stands for those that share one."""
    if len(values) <= rows:
        return values
    edges = np.arange(rows) * len(values) // rows
    found: Values = np.maximum.reduceat(values, edges)
    return found


def _paint_names(canvas: Canvas, plot: ItemisedPlot, layout: ItemisedLayout, at: int) -> None:
    """Write the words of the rows left of a map, as many as there is room for, the cursor's among them."""
    theme, unit, area, tokens = canvas.theme, canvas.unit, layout.areas[at], plot.panels[at].tokens
    pitch = layout.y_of(at, 1.0) - layout.y_of(at, 0.0)
    apart = max(ceil(_LOWEST_NAME * unit / pitch), 1)
    first, last = max(floor(layout.stretch[0]), 0), min(ceil(layout.stretch[1]), len(tokens))
    for token in range(first, last):
        current = token == plot.cursor
        near = plot.cursor is not None and abs(token - plot.cursor) < apart
        y = layout.y_of(at, token + 0.5)
        if not (current or ((token - first) % apart == 0 and not near)) or not area.top() <= y <= area.bottom():
            continue
        canvas.text(
            axis_word(tokens, token),
            layout.names,
            y + WORD * _HALF * unit,
            size=WORD,
            bold=current,
            colour=theme.accent if current else theme.muted,
            align="right",
            max_width=layout.names - layout.finding.left(),
        )


def _paint_cross(canvas: Canvas, plot: ItemisedPlot, layout: ItemisedLayout, at: int) -> None:
    """Frame the row and the column of the cursor."""
    if plot.cursor is None:
        return
    area, accent = layout.areas[at], canvas.theme.accent
    left, right = (min(max(layout.x_of(plot.cursor + end), area.left()), area.right()) for end in (0, 1))
    top, bottom = (min(max(layout.y_of(at, plot.cursor + end), area.top()), area.bottom()) for end in (0, 1))
    if right > left:
        canvas.frame(QRectF(QPointF(left, area.top()), QPointF(right, area.bottom())), accent, 1.3)
    if bottom > top:
        canvas.frame(QRectF(QPointF(area.left(), top), QPointF(area.right(), bottom)), accent, 1.3)
