"""Paints a vector on a wire: a cell a unit, a triangle below the chosen one, frames about what is held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPolygonF

from gatescope.paint.canvas import Align, Canvas
from gatescope.paint.cell.formula import Formulas
from gatescope.paint.cell.frame import Frame
from gatescope.paint.contrast import mix
from gatescope.paint.marks import paint_held_frames
from gatescope.plots.cell.wiring import Strip
from gatescope.plots.colours import indices

_SYMBOL = 16.0


def cell_of(rect: QRectF, strip: Strip, cell: int) -> QRectF:
    """Return a cell of a strip that is painted into `rect`."""
    wide = rect.width() / len(strip.shown)
    return QRectF(rect.left() + cell * wide, rect.top(), wide, rect.height())


def stretches(rect: QRectF, strip: Strip, marked: NDArray[np.bool_]) -> list[QRectF]:
    """Return the places of marked cells, neighbours as one: a frame about each would leave nothing of its colour."""
    if not marked.any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [
        cell_of(rect, strip, int(first)).united(cell_of(rect, strip, int(stop) - 1))
        for first, stop in zip(edges[::2], edges[1::2], strict=True)
    ]


def paint_strip(canvas: Canvas, formulas: Formulas, frame: Frame, strip: Strip) -> None:
    """Paint a strip with its symbol."""
    theme, painter, size = canvas.theme, canvas.painter, frame.size
    rect = frame.strip(strip)
    shown = indices(strip.values[strip.shown], strip.low, strip.high)
    in_turn, pale = strip.step == frame.wiring.step, strip.step > frame.wiring.step
    painter.fillRect(rect, QColor(theme.surface))
    painter.setOpacity(theme.strength_to_come if pale else 1.0)
    canvas.map(rect, shown[None, :], strip.colours)
    painter.setOpacity(1.0)
    for place in stretches(rect, strip, strip.out):
        _hatch(canvas, place)
    frames = stretches(rect, strip, strip.clamped & ~strip.out)
    if frames:
        paint_held_frames(painter, frames, theme, canvas.unit)
    edge = mix(theme.muted, theme.surface, 1 - theme.strength_to_come) if pale else theme.muted
    canvas.frame(rect, theme.accent if in_turn else edge, 2.0 if in_turn else 0.8, radius=2.0)
    if strip.chosen_cell is not None:
        ink = mix(theme.text, theme.surface, 1 - theme.strength_to_come) if pale else theme.text
        _triangle(canvas, cell_of(rect, strip, strip.chosen_cell), size, ink)
    if strip.symbol:
        _paint_symbol(canvas, formulas, frame, strip, rect)


def _triangle(canvas: Canvas, cell: QRectF, size: float, colour: str) -> None:
    top, x = cell.bottom() + 2.0 * size, cell.center().x()
    half, high = 3.6 * size, 4.6 * size
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(colour))
    canvas.painter.drawPolygon(
        QPolygonF([QPointF(x, top), QPointF(x + half, top + high), QPointF(x - half, top + high)])
    )


def _hatch(canvas: Canvas, cell: QRectF) -> None:
    """Mark a unit that is taken out: no value of it counts."""
    canvas.painter.fillRect(cell, QColor(canvas.theme.surface))
    canvas.painter.fillRect(cell, QBrush(QColor(canvas.theme.text), Qt.BrushStyle.BDiagPattern))


def _paint_symbol(canvas: Canvas, formulas: Formulas, frame: Frame, strip: Strip, rect: QRectF) -> None:
    size, font = frame.size, _SYMBOL * frame.size / canvas.unit
    x, baseline, align = _symbol_place(strip, rect, size)
    colour = canvas.theme.text if strip.step == frame.wiring.step else canvas.theme.muted
    pale = strip.step > frame.wiring.step
    formulas.write(strip.symbol, x, baseline, size=font, colour=colour, align=align, pale=pale)


def _symbol_place(strip: Strip, rect: QRectF, size: float) -> tuple[float, float, Align]:
    """Return where the symbol of a strip stands: beside the wire that leaves it upwards, or beside the strip."""
    if strip.label == "above":
        return rect.center().x(), rect.top() - 8 * size, "centre"
    if strip.label == "below":
        return rect.right(), rect.bottom() + 17 * size, "right"
    if strip.label == "left" and strip.signal:
        return rect.center().x() - 8 * size, rect.top() - 7 * size, "right"
    if strip.label == "left":
        return rect.left() - 7 * size, rect.center().y() + 5 * size, "right"
    return rect.center().x() + 8 * size, rect.top() - 7 * size, "left"
