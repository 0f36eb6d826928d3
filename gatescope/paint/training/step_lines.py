"""Lines over thousands of steps, thinned to what the pixels show: the mean of a column, or its lowest and highest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.plots.training.run_plot import INK, StepLine, StepPanel

_WIDTHS = {"line": 1.7, "faint": 1.0, "dashed": 1.6, "bars": 1.0}
_FAINT = 0.62
_DOT = 2.4

Values = NDArray[np.float64]


def paint_step_line(canvas: Canvas, panel: StepPanel, line: StepLine, area: QRectF, stop: int) -> None:
    """Paint one line of a panel into `area`, whose right end is the step `stop`."""
    if not len(line.steps):
        return
    colour = ink(canvas, line)
    xs = area.left() + line.steps / stop * area.width()
    ys = area.bottom() - panel.place(line.values) * area.height()
    if line.look == "bars":
        _paint_bars(canvas, xs, ys, area, colour)
        return
    if line.look == "faint" and len(xs) > 2 * area.width():
        _paint_spread(canvas, xs, ys, area, colour)
        return
    xs, ys = averaged(xs, ys, area.width())
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(canvas.pen(colour, _WIDTHS[line.look], int(line.look == "dashed")))
    for stretch in _stretches(ys):
        if stretch.stop - stretch.start == 1:
            canvas.dot(QPointF(xs[stretch.start], ys[stretch.start]), _DOT, colour)
            canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
            canvas.painter.setPen(canvas.pen(colour, _WIDTHS[line.look], int(line.look == "dashed")))
            continue
        canvas.painter.drawPolyline(QPolygonF(list(map(QPointF, xs[stretch].tolist(), ys[stretch].tolist()))))


def ink(canvas: Canvas, line: StepLine) -> str:
    """Return the colour of a line."""
    theme = canvas.theme
    colour = theme.text if line.hue == INK else theme.line(line.hue)
    return mix(colour, theme.surface, _FAINT) if line.look in ("faint", "bars") else colour


def averaged(xs: Values, ys: Values, width: float) -> tuple[Values, Values]:
    """Return at most a point a pixel, the mean of the steps that it has; gaps stay gaps."""
    edges = _columns(len(xs), width)
    if edges is None:
        return xs, ys
    starts = edges[:-1]
    return xs[starts], np.add.reduceat(ys, starts) / np.diff(edges)


def spread(xs: Values, ys: Values, width: float) -> tuple[Values, Values, Values]:
    """Return of at most a column a pixel where it is, and the lowest and the highest of its finite values."""
    edges = _columns(len(xs), width)
    starts = np.arange(len(xs)) if edges is None else edges[:-1]
    known = np.isfinite(ys)
    low = np.minimum.reduceat(np.where(known, ys, np.inf), starts)
    high = np.maximum.reduceat(np.where(known, ys, -np.inf), starts)
    some = low <= high
    return xs[starts][some], low[some], high[some]


def _columns(count: int, width: float) -> NDArray[np.int64] | None:
    """Return where the values of each pixel begin, with the end of the last; None where they are few."""
    columns = max(int(width), 1)
    return None if count <= 2 * columns else np.linspace(0, count, columns + 1).astype(np.int64)


def _paint_spread(canvas: Canvas, xs: Values, ys: Values, area: QRectF, colour: str) -> None:
    """Paint a vertical line a pixel, from the lowest to the highest value."""
    xs, tops, bottoms = spread(xs, ys, area.width())
    painter = canvas.painter
    painter.setPen(canvas.pen(colour, 1.0))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    lines = np.round(np.stack([xs, tops, xs, np.maximum(bottoms, tops + 1.0)], axis=1)).tolist()
    painter.drawLines([QLineF(*line) for line in lines])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _paint_bars(canvas: Canvas, xs: Values, ys: Values, area: QRectF, colour: str) -> None:
    """Paint the highest value of every pixel column as a bar from the ground up."""
    xs, tops, _ = spread(xs, ys, area.width())
    wide = min(max(int(area.width() / max(len(xs), 1)) - 1, 1), 3)
    painter, ground, bottom = canvas.painter, QColor(colour), area.bottom()
    for x, top in zip(np.floor(xs).tolist(), tops.tolist(), strict=True):
        painter.fillRect(QRectF(x, top, wide, bottom - top), ground)


def _stretches(ys: Values) -> list[slice]:
    """Return the runs of finite values."""
    known = np.concatenate([[False], np.isfinite(ys), [False]])
    edges = np.flatnonzero(known[1:] != known[:-1])
    return [slice(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
