"""Lines through the points of a series, broken where there is no number."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath


def polyline(places: Iterable[QPointF], joined: Iterable[int]) -> tuple[QPainterPath, list[QPointF]]:
    """Return the line and the points that it does not reach, because they have no neighbour.

    Args:
        joined: for each place whether the line goes on to the next one, as `plots.line_points.points` gives it.
    """
    path, alone, arrived = QPainterPath(), [], False
    for place, goes_on in zip(places, joined, strict=True):
        if arrived:
            path.lineTo(place)
        elif goes_on:
            path.moveTo(place)
        else:
            alone.append(place)
        arrived = bool(goes_on)
    return path, alone
