"""The shapes of dots that are told apart without colour."""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

Corners = tuple[tuple[float, float], ...]


def _regular(count: int, first: float, reach: float) -> Corners:
    """Return the corners of a regular polygon, its first one `first` turns from the right, clockwise."""
    angles = [2.0 * pi * (first + at / count) for at in range(count)]
    return tuple((reach * cos(angle), reach * sin(angle)) for angle in angles)


SHAPES: tuple[Corners, ...] = (
    (),
    _regular(4, 0.125, 1.3),
    _regular(3, -0.25, 1.5),
    _regular(4, 0.0, 1.4),
    _regular(3, 0.25, 1.5),
    tuple((x * 1.3, y * 1.3) for x, y in ((-1, -0.4), (1, -0.4), (1, 0.4), (-1, 0.4))),
)
"""The corners of every shape by its number, in radii of a round dot, which has none; all of about one area."""


def paint_dot(painter: QPainter, centre: QPointF, radius: float, shape: int = 0) -> None:
    """Paint a dot with the painter's pen and brush."""
    corners = SHAPES[shape % len(SHAPES)]
    if not corners:
        painter.drawEllipse(centre, radius, radius)
        return
    painter.drawPolygon(QPolygonF([centre + QPointF(x * radius, y * radius) for x, y in corners]))
