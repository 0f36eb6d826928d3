"""The maps as a picture: a column of names and ranges, the maps, the words below, the cursor over all."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.colours import fit_rows
from gatescope.plots.description import HeatmapPanel, HeatmapPlot
from gatescope.plots.heatmap import window
from gatescope.plots.signals import CELL_NAMES

_NAME, _SYMBOL, _SMALL = 13.0, 16.0, 10.5
_DOT = 14.0
_GAP, _HEADER = 7.0, 26.0
_WIDEST_LABELS = 0.4


def paint_heatmap(canvas: Canvas, plot: HeatmapPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect`; in Compare every model's maps stand under its name."""
    unit = canvas.unit
    if not plot.panels:
        return
    labels = min(max(_label_width(canvas, panel) for panel in plot.panels) + 18 * unit, rect.width() * _WIDEST_LABELS)
    maps = QRectF(round(rect.left() + labels), rect.top(), 0.0, 0.0)
    maps.setRight(rect.right())
    axis = TokenAxis(canvas, plot.tokens, plot.cursor, maps.width())
    maps.setBottom(round(rect.bottom() - axis.height))
    groups = [list(panels) for _, panels in groupby(plot.panels, key=lambda panel: panel.model)]
    headers = _HEADER * unit if len(groups) > 1 else 0.0
    gaps = _GAP * unit * (len(plot.panels) - len(groups)) + 2 * _GAP * unit * (len(groups) - 1)
    height = max((maps.height() - gaps - headers * len(groups)) / len(plot.panels), 1.0)
    top = maps.top()
    for number, panels in enumerate(groups):
        if number:
            top += 2 * _GAP * unit
        if headers:
            _paint_header(canvas, panels[0], rect, top)
            top += headers
        for place, panel in enumerate(panels):
            if place:
                top += _GAP * unit
            _paint_label(canvas, panel, QRectF(rect.left(), top, labels - 10 * unit, height))
            _paint_map(canvas, panel, QRectF(maps.left(), top, maps.width(), height))
            top += height
    words = QRectF(maps.left(), maps.bottom(), maps.width(), axis.height)
    axis.paint(words)
    if plot.cursor is not None:
        column = maps.width() / len(plot.tokens)
        left = maps.left() + plot.cursor * column
        canvas.frame(
            QRectF(left, maps.top() + headers - 2, column, maps.height() - headers + 4), canvas.theme.accent, 1.5, 2
        )


def _label_width(canvas: Canvas, panel: HeatmapPanel) -> float:
    name = canvas.width(panel.title, _NAME, bold=True) + 7 * canvas.unit + canvas.symbol_width(panel.symbol, _SYMBOL)
    return _DOT * canvas.unit + max(name, canvas.colour_bar(_SMALL).width(panel.low, panel.high))


def _paint_header(canvas: Canvas, panel: HeatmapPanel, rect: QRectF, top: float) -> None:
    baseline = top + _HEADER * 0.6 * canvas.unit
    cell = CELL_NAMES.get(panel.cell, panel.cell)
    hue = canvas.theme.cell_hue(panel.cell)
    width = canvas.text(cell, rect.left(), baseline, size=14.0, bold=True, colour=hue)
    left = rect.left() + width + 8 * canvas.unit
    canvas.text(panel.heading, left, baseline, size=_SMALL, colour=canvas.theme.muted, room=rect.right() - left)


def _paint_label(canvas: Canvas, panel: HeatmapPanel, rect: QRectF) -> None:
    unit, theme = canvas.unit, canvas.theme
    # Two lines where the map is high enough, else the name alone, smaller where even that is too much.
    size = min(_NAME, max(rect.height() / unit * 0.9, 4.0))
    both = rect.height() >= 28 * unit
    apart = min(max(rect.height() * 0.22, 14.5 * unit), 20 * unit)
    baseline = rect.center().y() + size * unit * (-0.08 if both else 0.36)
    canvas.dot(
        QPointF(rect.left() + 4 * unit, baseline - size * 0.36 * unit), 4.0 * size / _NAME, theme.hue(panel.signal)
    )
    left = rect.left() + _DOT * unit
    symbol = canvas.symbol_width(panel.symbol, _SYMBOL * size / _NAME)
    room = rect.right() - left - symbol - 7 * unit
    width = canvas.text(panel.title, left, baseline, size=size, bold=True, room=room)
    canvas.symbol(panel.symbol, left + width + 7 * unit, baseline, size=_SYMBOL * size / _NAME)
    if both:
        canvas.colour_bar(_SMALL).paint(
            canvas.painter, left, baseline + apart, panel.low, panel.high, panel.colours, theme
        )


def _paint_map(canvas: Canvas, panel: HeatmapPanel, rect: QRectF) -> None:
    scale = canvas.painter.device().devicePixelRatio()
    # On whole pixels the cells at the edges are as sharp as those within.
    rect = QRectF(round(rect.left()), round(rect.top()), round(rect.width()), max(round(rect.height()), 1))
    shown = window(panel, 0, panel.values.shape[0], round(rect.width() * scale))
    canvas.map(rect, fit_rows(shown, round(rect.height() * scale)), panel.colours)
    canvas.frame(rect, canvas.theme.border)
