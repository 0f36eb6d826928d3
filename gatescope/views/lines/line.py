"""A line over tokens, and how it is drawn: fast, and as heavy on a fine screen as on a coarse one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

Array = NDArray[np.floating]

_THIN = 2.0
"""Device pixels up to which two strokes of one pixel look like a line of that width."""
_STROKES = (-0.3, 0.3)
_MOST_SEGMENTS = 4000


class Line(NamedTuple):
    """Points in data coordinates, (n,) each, and whether each is joined to the next."""

    x: Array
    y: Array
    joined: NDArray[np.int32]

    def lonely(self) -> list[QPointF]:
        """Return the points that no line reaches."""
        if len(self.joined) > 1 and self.joined[:-1].all():
            return []
        alone = self.joined == 0
        alone[1:] &= self.joined[:-1] == 0
        return [QPointF(self.x[i], self.y[i]) for i in np.flatnonzero(alone)]

    def equals(self, other: Line) -> bool:
        return all(map(np.array_equal, (self.y, self.x, self.joined), (other.y, other.x, other.joined)))


def draw_line(painter: QPainter, pen: QPen, path: QPainterPath, line: Line | None, width: float) -> None:
    """Draw `line`, whose outline is `path`, with `pen`, which is cosmetic and one device pixel wide.

    Qt's software raster takes 0.3 ms for a smooth line of one pixel through 100 points, 20 ms for a wider one, and
    0.4 ms for wide pieces between two points each: such a piece is a rectangle, and has no corners to join.

    Args:
        width: in logical pixels.
    """
    placed, ratio = painter.transform(), painter.device().devicePixelRatioF()
    wide = width * ratio > _THIN
    solid = pen.style() == Qt.PenStyle.SolidLine
    if wide and solid and line is not None and len(line.x) <= _MOST_SEGMENTS:
        broad = QPen(pen.color(), width)
        broad.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(broad)
        painter.setTransform(QTransform())
        painter.drawLines(_segments(line, placed))
    else:
        painter.setPen(pen)
        for right, down in _offsets(width / 2.0 - 0.5 / ratio) if wide else [(0.0, down) for down in _STROKES]:
            painter.setTransform(placed * QTransform.fromTranslate(right, down))
            painter.drawPath(path)
    painter.setTransform(placed)


def _segments(line: Line, placed: QTransform) -> list[QLineF]:
    """Return the pieces between joined points, in the coordinates that `placed` leads to."""
    x, y = placed.m11() * line.x + placed.dx(), placed.m22() * line.y + placed.dy()
    return [QLineF(x[i], y[i], x[i + 1], y[i + 1]) for i in np.flatnonzero(line.joined[:-1]).tolist()]


def _offsets(radius: float) -> list[tuple[float, float]]:
    return [(0.0, -radius), (0.0, radius), (-radius, 0.0), (radius, 0.0), (0.0, 0.0)]
