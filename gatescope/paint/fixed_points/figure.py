"""The table of fixed points with the eigenvalues at one of them and the tolerance ladder at its side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.eigenvalues import eigenvalues_height, paint_eigenvalues
from gatescope.paint.fixed_points.ladder import ladder_height, paint_ladder
from gatescope.paint.fixed_points.table import paint_table, table_height
from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure

_LEFT, _GAP = 0.52, 32.0
_ALL, _LEAST_BESIDE, _BELOW, _HEAD = 3, 460.0, 14.0, 20.0


def paint_figure(canvas: Canvas, plot: FixedPointsFigure, rect: QRectF) -> None:
    """Paint the three pictures into `rect`, the last two below each other."""
    gap = _GAP * canvas.unit
    if canvas.on_paper:
        for picture, place in zip(_pictures(plot), _places(canvas, plot, rect), strict=True):
            picture.paint(canvas, picture.plot, place)
        return
    left = QRectF(rect.left(), rect.top(), rect.width() * _LEFT - gap / 2, rect.height())
    right = QRectF(left.right() + gap, rect.top(), rect.right() - left.right() - gap, (rect.height() - gap) / 2)
    paint_table(canvas, plot.table, left)
    paint_eigenvalues(canvas, plot.eigenvalues, right)
    paint_ladder(canvas, plot.ladder, right.translated(0.0, right.height() + gap))


class _Picture(NamedTuple):
    """One of the pictures: its painter, and the height that it needs in a width."""

    paint: Callable[[Canvas, Any, QRectF], None]
    high: Callable[[Canvas, Any, float], float]
    plot: Plot


def _pictures(plot: FixedPointsFigure) -> list[_Picture]:
    """Return the pictures that have something to show beside their sentences, which are in the caption of a figure."""
    found = [_Picture(paint_table, table_height, plot.table)]
    if plot.eigenvalues.in_focus is not None:
        found.append(_Picture(paint_eigenvalues, eigenvalues_height, plot.eigenvalues))
    return [*found, _Picture(paint_ladder, ladder_height, plot.ladder)]


def _heights(canvas: Canvas, plot: FixedPointsFigure, width: float) -> tuple[list[float], bool]:
    """Return the heights of the pictures, and whether those after the table stand side by side below it."""
    pictures, gap = _pictures(plot), _GAP * canvas.unit
    beside = len(pictures) == _ALL and width >= _LEAST_BESIDE * canvas.unit
    part = (width - gap) / 2 if beside else width
    highs = [one.high(canvas, one.plot, width if at == 0 else part) for at, one in enumerate(pictures)]
    return [highs[0], *([max(highs[1:])] * 2 if beside else highs[1:])], beside


def _places(canvas: Canvas, plot: FixedPointsFigure, rect: QRectF) -> list[QRectF]:
    """Return where the pictures of a figure stand."""
    gap = _BELOW * canvas.unit
    highs, beside = _heights(canvas, plot, rect.width())
    rows = highs[:2] if beside else highs
    scale = (rect.height() - gap * (len(rows) - 1)) / sum(rows)
    found, top = [], rect.top()
    for high in rows:
        found.append(QRectF(rect.left(), top, rect.width(), high * scale))
        top += high * scale + gap
    if beside:
        last, half = found.pop(), (rect.width() - _GAP * canvas.unit) / 2
        found += [QRectF(left, last.top(), half, last.height()) for left in (last.left(), last.right() - half)]
    return found


def figure_height(canvas: Canvas, plot: FixedPointsFigure, width: float) -> float:
    """Return the height of a panel with the table, and below it what is known of one of its points."""
    highs, beside = _heights(canvas, plot, width)
    rows = highs[:2] if beside else highs
    # The title of the table has a line of its own above the panel.
    return sum(rows) + _BELOW * canvas.unit * (len(rows) - 1) - _HEAD * canvas.unit
