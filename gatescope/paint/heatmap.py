"""The maps as a picture: a column of names and ranges, the maps, the words below, the cursor over all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.marks import cursor_frame, paint_cursor_frame, paint_held_frames, paint_map_frames
from gatescope.paint.tips import MOST_TIPS
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.colours import fit_rows
from gatescope.plots.description import HeatmapPanel, HeatmapPlot
from gatescope.plots.heatmap import buckets, window
from gatescope.plots.held import held_rows
from gatescope.plots.map_stack import Stack, stack
from gatescope.plots.numbers import number, strongest
from gatescope.plots.signals import CELL_NAMES
from gatescope.words import tr

_NAME, _SYMBOL, _SMALL = 13.0, 16.0, 10.5
_DOT = 14.0
_ABOVE_WORDS = 3.0
_WIDEST_LABELS = 0.4
_RANGES, _LOWEST = 20.0, 8.0
"""The line above low maps of a single model for their ranges, and the maps that it leaves at the least."""


@dataclass(frozen=True)
class HeatmapLayout:
    """Where the parts of a picture of maps are.

    Attributes:
        rect: the whole picture.
        area: the maps.
        labels: the width of the column of names.
        ranges: the line for the ranges of low maps that stand under no name; None where there is none.
        places: the place of each map below the top of `area`.
        stretch: the part of the token axis in sight.
    """

    rect: QRectF
    area: QRectF
    labels: float
    places: Stack
    stretch: tuple[float, float]
    axis: TokenAxis
    ranges: QRectF | None = None


def heatmap_layout(
    canvas: Canvas, plot: HeatmapPlot, rect: QRectF, stretch: tuple[float, float] | None = None
) -> HeatmapLayout:
    """Lay the maps of `plot` out in `rect`, all tokens side by side unless a part of the axis is named."""
    unit = canvas.unit
    labels = min(max(_label_width(canvas, panel) for panel in plot.panels) + 18 * unit, rect.width() * _WIDEST_LABELS)
    area = QRectF(round(rect.left() + labels), round(rect.top()), 0.0, 0.0)
    area.setRight(round(rect.right()))
    seen = plot.stretch if stretch is None else stretch
    axis = TokenAxis(canvas, plot.tokens, plot.cursor, area.width(), seen, importance=plot.importance, whole=plot.whole)
    area.setBottom(round(rect.bottom() - axis.height - _ABOVE_WORDS * unit))
    places, line = stack(plot.panels, area.height(), unit, thinnest=1.0), _RANGES * unit
    if places.headers or not _low(canvas, places):
        return HeatmapLayout(rect, area, labels, places, seen, axis)
    lower = stack(plot.panels, area.height() - line, unit, thinnest=1.0)
    if min(band.height for band in lower.bands if not band.panel.strip) < _LOWEST * unit:
        return HeatmapLayout(rect, area, labels, places, seen, axis)
    ranges = QRectF(rect.left(), area.top(), rect.width(), line)
    area.setTop(round(area.top() + line))
    return HeatmapLayout(rect, area, labels, lower, seen, axis, ranges)


def paint_heatmap(canvas: Canvas, plot: HeatmapPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`; in Compare every model's maps stand under its name."""
    if plot.panels:
        paint_heatmap_at(canvas, plot, heatmap_layout(canvas, plot, rect))


def paint_heatmap_at(canvas: Canvas, plot: HeatmapPlot, layout: HeatmapLayout) -> None:
    """Paint `plot` where `layout` has its parts."""
    unit, rect, area, places = canvas.unit, layout.rect, layout.area, layout.places
    low = _low(canvas, places)
    if layout.ranges is not None:
        _paint_ranges(canvas, _maps(places), layout.ranges)
    for top, height, panel in places.headers:
        place = QRectF(rect.left(), area.top() + top, rect.width(), height)
        left = _paint_header(canvas, panel, place)
        if panel.model in low:
            of = [one for one in _maps(places) if one.model == panel.model]
            _paint_ranges(canvas, of, QRectF(left, place.top(), place.right() - left, height))
    for band in places.bands:
        label = QRectF(rect.left(), area.top() + band.top, layout.labels - 10 * unit, band.height)
        _paint_label(canvas, band.panel, label)
    paint_maps(canvas, plot, places, area, layout.stretch)
    layout.axis.paint(QRectF(area.left(), area.bottom() + _ABOVE_WORDS * unit, area.width(), layout.axis.height))


def paint_maps(canvas: Canvas, plot: HeatmapPlot, places: Stack, area: QRectF, stretch: tuple[float, float]) -> None:
    """Paint the maps and the cursor over them, without names and words.

    Args:
        places: where each map is, below the top of `area`.
        stretch: the part of the token axis in sight.
    """
    painter, theme, unit = canvas.painter, canvas.theme, canvas.unit
    maps = [QRectF(area.left(), area.top() + band.top, area.width(), band.height) for band in places.bands]
    column = area.width() / (stretch[1] - stretch[0])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for band, place in zip(places.bands, maps, strict=True):
        paint_map(canvas, band.panel, place, stretch)
        _tell(canvas, plot, band.panel, place, stretch)
    paint_map_frames(painter, maps, theme, unit)
    clamped = [
        rect
        for band, place in zip(places.bands, maps, strict=True)
        for rect in _clamped(band.panel, place, stretch[0], column)
    ]
    paint_held_frames(painter, clamped, theme, unit)
    if plot.cursor is not None and stretch[0] < plot.cursor + 1 and plot.cursor < stretch[1]:
        left = area.left() + (plot.cursor - stretch[0]) * column
        paint_cursor_frame(painter, cursor_frame(left, left + column, area, unit), theme, unit)
    painter.restore()


def _tell(canvas: Canvas, plot: HeatmapPlot, panel: HeatmapPanel, place: QRectF, stretch: tuple[float, float]) -> None:
    """Say of every token which units are the strongest in a map, or of every cell its value where they are few."""
    if canvas.tips is None:
        return
    first, last = max(floor(stretch[0]), 0), min(ceil(stretch[1]), len(panel.values))
    last = min(last, first + MOST_TIPS)
    column, rows = place.width() / (stretch[1] - stretch[0]), max(len(panel.order), 1)
    cells = rows * (last - first) <= MOST_TIPS
    values = np.asarray(panel.values[first:last], np.float64)
    for token, row in enumerate(values, first):
        word, left = axis_word(plot.tokens, token), place.left() + (token - stretch[0]) * column
        if cells:
            for at, unit in enumerate(panel.order.tolist()):
                cell = QRectF(left, place.top() + at * place.height() / rows, column, place.height() / rows)
                canvas.tip(
                    cell,
                    tr(
                        "{map}, u{unit} at “{word}”: {value}",
                        map=panel.title,
                        unit=unit,
                        word=word,
                        value=number(row[unit]),
                    ),
                )
        else:
            column_of_map = QRectF(left, place.top(), column, place.height())
            canvas.tip(column_of_map, tr("{map} at “{word}”", map=panel.title, word=word) + f"\n{strongest(row)}")


def _clamped(panel: HeatmapPanel, place: QRectF, first: float, column: float) -> list[QRectF]:
    """Return the parts of a map with values that are held."""
    row = place.height() / max(len(panel.order), 1)
    found = []
    for one in panel.clamped:
        left, right = (round(place.left() + (token - first) * column) for token in (one.first, one.last))
        for rows in held_rows(one, panel.order):
            top, bottom = (round(place.top() + at * row) for at in (rows.start, rows.stop))
            found.append(QRectF(left, top, right - left, max(bottom - top, 3)).intersected(place))
    return found


def _label_width(canvas: Canvas, panel: HeatmapPanel) -> float:
    name = canvas.width(panel.title, _NAME, bold=True) + 7 * canvas.unit + canvas.symbol_width(panel.symbol, _SYMBOL)
    return _DOT * canvas.unit + max(name, canvas.colour_bar(_SMALL).width(panel.low, panel.high))


def _has_bar(canvas: Canvas, height: float) -> bool:
    """Return whether a map of that height has room for the range of its colours below its name."""
    return height >= 28 * canvas.unit


def _maps(places: Stack) -> list[HeatmapPanel]:
    return [band.panel for band in places.bands if not band.panel.strip]


def _low(canvas: Canvas, places: Stack) -> set[str]:
    """Return the models of which a map has no room for its range."""
    bands = (band for band in places.bands if not band.panel.strip)
    return {band.panel.model for band in bands if not _has_bar(canvas, band.height)}


def _paint_ranges(canvas: Canvas, panels: Sequence[HeatmapPanel], rect: QRectF) -> None:
    """Paint the ranges of a model's maps at the right of its name, or above its maps, each once, as many as there is
    room for."""
    bar, right = canvas.colour_bar(_SMALL), rect.right()
    tables = {(one.low, one.high, one.colours): one.table for one in sorted(panels, key=lambda one: one.outside)}
    for low, high, colours in reversed(dict.fromkeys((one.low, one.high, one.colours) for one in panels)):
        left = right - bar.width(low, high)
        if left < rect.left() + _DOT * canvas.unit:
            return
        bar.paint(
            canvas.painter, left, rect.bottom() - 6.0 * canvas.unit, low, high, tables[low, high, colours], canvas.theme
        )
        right = left - _DOT * canvas.unit


def _paint_header(canvas: Canvas, panel: HeatmapPanel, rect: QRectF) -> float:
    """Paint the name of a model, and return where it ends."""
    baseline = rect.bottom() - 6.0 * canvas.unit
    cell = CELL_NAMES.get(panel.cell, panel.cell)
    hue = canvas.theme.cell_hue(panel.cell)
    width = canvas.text(cell, rect.left(), baseline, size=_NAME, bold=True, colour=hue)
    left = rect.left() + width + 8 * canvas.unit
    colour, max_width = canvas.theme.muted, rect.right() - left
    return left + canvas.text(panel.heading, left, baseline, size=_SMALL, colour=colour, max_width=max_width)


def _paint_label(canvas: Canvas, panel: HeatmapPanel, rect: QRectF) -> None:
    unit, theme = canvas.unit, canvas.theme
    if panel.strip:
        baseline = rect.center().y() + _SMALL * 0.36 * unit
        canvas.text("Δ", rect.right(), baseline, size=_SMALL, colour=theme.muted, align="right")
        return
    # Two lines where the map is high enough, else the name alone, smaller where even that is too much.
    size = min(_NAME, max(rect.height() / unit * 0.9, 4.0))
    both = _has_bar(canvas, rect.height())
    apart = min(max(rect.height() * 0.22, 14.5 * unit), 20 * unit)
    baseline = rect.center().y() + size * unit * (-0.08 if both else 0.36)
    canvas.dot(
        QPointF(rect.left() + 4 * unit, baseline - size * 0.36 * unit), 4.0 * size / _NAME, theme.hue(panel.signal)
    )
    left = rect.left() + _DOT * unit
    symbol = canvas.symbol_width(panel.symbol, _SYMBOL * size / _NAME)
    max_width = rect.right() - left - symbol - 7 * unit
    width = canvas.text(panel.title, left, baseline, size=size, bold=True, max_width=max_width)
    canvas.symbol(panel.symbol, left + width + 7 * unit, baseline, size=_SYMBOL * size / _NAME)
    if both:
        canvas.colour_bar(_SMALL).paint(
            canvas.painter, left, baseline + apart, panel.low, panel.high, panel.table, theme
        )


def paint_map(canvas: Canvas, panel: HeatmapPanel, place: QRectF, stretch: tuple[float, float]) -> None:
    """Paint the part of one map that lies in `stretch` of the token axis into `place`, without its frame."""
    first, last, columns = buckets(stretch, len(panel.values), int(canvas.device_pixels(place.width())))
    shown = fit_rows(window(panel, first, last, columns), max(int(canvas.device_pixels(place.height())), 1))
    column = place.width() / (stretch[1] - stretch[0])
    left = place.left() + (first - stretch[0]) * column
    canvas.painter.save()
    canvas.painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    canvas.map(QRectF(left, place.top(), (last - first) * column, place.height()), shown, panel.table)
    canvas.painter.restore()
