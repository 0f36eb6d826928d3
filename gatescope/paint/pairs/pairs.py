"""A pair as a picture: both texts with their maps, what differs, the read-outs, and the sentence."""

from __future__ import annotations

from math import ceil, floor, isfinite

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.heatmap import paint_map
from gatescope.paint.pairs.pairs_layout import NAME, SMALL, SYMBOL, TITLE, PairsLayout
from gatescope.paint.polyline import polyline
from gatescope.plots.axis_words import axis_word
from gatescope.plots.line_points import points
from gatescope.plots.numbers import short
from gatescope.plots.pairs.pairs_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.pairs.pairs_plot import PairsPlot, Values
from gatescope.words import tr

_WORD = 11.0
# In narrower columns only the words that differ, and the cursor's, are written.
_NARROW = 20.0
_NAME_PITCH, _SAMPLE = 15.0, 16.0


def paint_pairs(canvas: Canvas, plot: PairsPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title and its cursor."""
    layout = PairsLayout(canvas, plot, rect)
    baseline = layout.heading.top() + TITLE * canvas.unit
    width = canvas.title(tr(NAME_OF_PLOT), layout.heading.left(), baseline)
    above, below = plot.names
    about = tr("{title}: {above} above {below}", title=plot.panels[0].title, above=above, below=below)
    left = layout.heading.left() + width + 14.0 * canvas.unit
    most, muted = layout.heading.right() - left, canvas.theme.muted
    canvas.text(about, left, baseline, size=SMALL, colour=muted, max_width=most)
    paint_pairs_body(canvas, plot, layout)
    paint_pairs_cursor(canvas, plot, layout)


def paint_pairs_body(canvas: Canvas, plot: PairsPlot, layout: PairsLayout) -> None:
    """Paint the maps, the lines and the names."""
    painter, theme, unit = canvas.painter, canvas.theme, canvas.unit
    for at, (panel, place) in enumerate(zip(plot.panels, layout.maps, strict=True)):
        paint_map(canvas, panel, place, layout.stretch)
        missing = plot.gaps(at) if at < 2 else np.union1d(plot.gaps(0), plot.gaps(1))
        for column in missing:
            left, right = layout.clipped(float(column), float(column) + 1.0)
            if right > left:
                painter.fillRect(QRectF(left, place.top(), right - left, place.height()), QColor(theme.raised))
                middle = QPointF((left + right) / 2.0, place.center().y())
                half = min((right - left) / 4.0, 5.0 * unit)
                canvas.line(middle - QPointF(half, 0.0), middle + QPointF(half, 0.0), theme.muted)
        canvas.frame(place.adjusted(0.5, 0.5, -0.5, -0.5), theme.grid)
        _paint_label(canvas, plot, layout, at)
    _paint_edits(canvas, plot, layout)
    if layout.lines.height() > 0.0:
        _paint_lines(canvas, plot, layout)


def paint_pairs_cursor(canvas: Canvas, plot: PairsPlot, layout: PairsLayout) -> None:
    """Paint the words, the cursor over the maps, and the sentence."""
    cursor = plot.column_of(plot.cursor)
    for side, place in enumerate(layout.words):
        _paint_words(canvas, plot, layout, side, place, cursor)
    left, right = layout.clipped(float(cursor), cursor + 1.0) if cursor >= 0 else (0.0, 0.0)
    if right > left and layout.maps:
        bottom = max(layout.maps[-1].bottom(), layout.lines.bottom() if layout.lines.height() else 0.0)
        top = layout.maps[0].top()
        canvas.frame(QRectF(left, top - 1.0, right - left, bottom - top + 2.0), canvas.theme.accent, 1.5, 2.0)
    if layout.finding_text is not None:
        layout.finding_text.paint(layout.finding.left(), layout.finding.top(), canvas)


def _paint_label(canvas: Canvas, plot: PairsPlot, layout: PairsLayout, at: int) -> None:
    unit, place, panel = canvas.unit, layout.maps[at], plot.panels[at]
    size = min(NAME, place.height() / unit * 0.9)
    name = "difference" if at == 2 else plot.names[at]
    symbol = canvas.symbol_width(panel.symbol, SYMBOL) + 5.0 * unit
    bar = canvas.colour_bar(9.5)
    ranged = place.height() > 34.0 * unit and at != 1
    baseline = place.center().y() + size * (0.0 if ranged else 0.36) * unit
    left, most = layout.labels.left(), layout.labels.width() - symbol
    width = canvas.text(name, left, baseline, size=size, bold=True, max_width=most)
    canvas.symbol(panel.symbol, left + width + 5.0 * unit, baseline, size=SYMBOL * size / NAME)
    if ranged and bar.width(panel.low, panel.high) <= layout.labels.width():
        bar.paint(canvas.painter, left, baseline + 14.0 * unit, panel.low, panel.high, panel.table, canvas.theme)


def _paint_edits(canvas: Canvas, plot: PairsPlot, layout: PairsLayout) -> None:
    """Frame the columns in which the words differ, over all maps."""
    if not layout.maps:
        return
    changed = np.flatnonzero(np.diff(np.concatenate([[0], plot.columns.changed.astype(np.int8), [0]])))
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    top, bottom = layout.maps[0].top(), layout.maps[-1].bottom()
    for start, stop in zip(changed[::2], changed[1::2], strict=True):
        left, right = layout.clipped(float(start), float(stop))
        if right > left:
            canvas.painter.setPen(canvas.pen(canvas.theme.text, 1.0, 1))
            canvas.painter.drawRect(QRectF(left + 0.5, top, right - left - 1.0, bottom - top))


def _paint_words(canvas: Canvas, plot: PairsPlot, layout: PairsLayout, side: int, place: QRectF, cursor: int) -> None:
    unit, theme = canvas.unit, canvas.theme
    tokens, at = (plot.other, plot.columns.second) if side else (plot.tokens, plot.columns.first)
    first, last = max(floor(layout.stretch[0]), 0), min(ceil(layout.stretch[1]), len(plot.columns))
    narrow, taken = layout.columns < _NARROW * unit, place.left() - 1.0
    for column in range(first, last):
        edited, current = bool(plot.columns.changed[column]), column == cursor
        if at[column] < 0 or (narrow and not edited and not current):
            continue
        word, middle = axis_word(tokens, int(at[column])), layout.x_of(column + 0.5)
        bold = edited or current
        most = layout.columns - 3.0 * unit if not narrow else 60.0 * unit
        wide = min(canvas.width(word, _WORD, bold=bold), most)
        if middle - wide / 2.0 < taken or middle + wide / 2.0 > place.right() + 8.0 * unit:
            continue
        taken = middle + wide / 2.0 + 2.0 * unit
        colour = theme.accent if current else theme.text if edited else theme.muted
        canvas.text(
            word,
            middle,
            place.top() + 13.0 * unit,
            size=_WORD,
            bold=bold,
            colour=colour,
            align="centre",
            max_width=most,
        )


def _paint_lines(canvas: Canvas, plot: PairsPlot, layout: PairsLayout) -> None:
    """Draw the read-outs: the first text's solid, the second's dashed."""
    lines, area, theme, unit = plot.lines, layout.lines, canvas.theme, canvas.unit
    assert lines is not None
    inner = area.adjusted(0.0, 3.0 * unit, 0.0, -3.0 * unit)
    for value in (lines.low, lines.high):
        y = inner.bottom() - (value - lines.low) / (lines.high - lines.low) * inner.height()
        canvas.line(QPointF(area.left(), round(y) + 0.5), QPointF(area.right(), round(y) + 0.5), theme.grid)
        baseline = y + SMALL * 0.36 * unit
        canvas.text(short(value), area.left() - 6.0 * unit, baseline, size=SMALL, colour=theme.muted, align="right")
    # Two lines more say which is which, where they have room.
    most = layout.labels.width() - 22.0 * unit
    free = layout.labels.width() - 12.0 * unit
    named = _line_names(canvas, plot, free) if inner.height() >= 3.0 * _NAME_PITCH * unit else ()
    baseline = inner.center().y() + (NAME * 0.36 - _NAME_PITCH * len(named) / 2) * unit
    canvas.text(lines.title, layout.labels.left(), baseline, size=NAME, bold=True, max_width=most)
    for dash, name in enumerate(named):
        baseline += _NAME_PITCH * unit
        middle, left = baseline - SMALL * 0.34 * unit, layout.labels.left()
        canvas.painter.setPen(canvas.pen(theme.line("readout"), 1.6, dash))
        canvas.painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE * unit, middle))
        canvas.text(name, left + (_SAMPLE + 5.0) * unit, baseline, size=SMALL)
    canvas.painter.save()
    canvas.painter.setClipRect(area.adjusted(0.0, -2.0, 0.0, 2.0))
    for side, found, dash in ((1, lines.second, 1), (0, lines.first, 0)):
        values = _over_gaps(found, plot.gaps(side))
        xs, ys, joined = points(
            values, floor(layout.stretch[0]) - 1, ceil(layout.stretch[1]) + 1, max(int(area.width()), 1)
        )
        heights = inner.bottom() - (ys - lines.low) / (lines.high - lines.low) * inner.height()
        places = [QPointF(layout.x_of(float(x)), float(y)) for x, y in zip(xs, heights, strict=True)]
        path, alone = polyline(places, joined.tolist())
        canvas.curve(path, theme.line("readout"), 1.6, dash)
        for place in alone:
            if isfinite(place.y()):
                canvas.dot(place, 2.2, theme.line("readout"))
    canvas.painter.restore()


def _line_names(canvas: Canvas, plot: PairsPlot, most: float) -> tuple[str, ...]:
    """Return what the two lines are called, where the names have room behind a piece of their lines."""
    wide = max(canvas.width(name, SMALL) for name in plot.names) + (_SAMPLE + 5.0) * canvas.unit
    return plot.names if wide <= most else ()


def _over_gaps(values: Values, gaps: NDArray[np.int64]) -> Values:
    """Return `values` with a straight line over the columns in which a text has no word, between words that it has."""
    known = np.setdiff1d(np.arange(len(values)), gaps)
    if not len(known) or not len(gaps):
        return values
    inside = gaps[(gaps > known[0]) & (gaps < known[-1])]
    found = values.copy()
    found[inside] = np.interp(inside, known, values[known])
    return found
