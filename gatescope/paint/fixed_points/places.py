"""Where the parts of a picture of fixed points are, for finding what is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gatescope.plots.values.value import Value
from gatescope.session.document.resting import PointRef


@dataclass(frozen=True)
class Place:
    """A part of the picture.

    Attributes:
        rect: in logical pixels.
        value: what is told of it.
        ref: the point that a click on it chooses; None where a click means nothing.
    """

    rect: QRectF
    value: Value
    ref: PointRef | None = None


def place_at(places: tuple[Place, ...], point: QPointF) -> Place | None:
    """Return the part under `point`, that with the nearest middle where several are; None for none."""
    under = [place for place in places if place.rect.contains(point)]
    return min(under, key=lambda place: (place.rect.center() - point).manhattanLength(), default=None)
