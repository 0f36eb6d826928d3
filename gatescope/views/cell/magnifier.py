"""How much of a picture is magnified, and where: by the wheel about the mouse, and moved by a drag."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

_STEP, _MOST = 1.15, 4.0


class Magnifier:
    """Maps the rectangle of a picture to the larger one of which the widget shows a part.

    Attributes:
        factor: by how much it is magnified, 1 for not at all.
    """

    def __init__(self) -> None:
        self.factor = 1.0
        self._corner = QPointF()

    def place(self, rect: QRectF) -> QRectF:
        """Return where a rectangle of the picture lies in the widget."""
        return QRectF(self._corner + rect.topLeft() * self.factor, rect.size() * self.factor)

    def turn(self, notches: float, about: QPointF, whole: QRectF) -> None:
        """Magnify by so many notches of the wheel, so that what is at `about` stays there."""
        before = self.factor
        self.factor = min(max(before * _STEP**notches, 1.0), _MOST)
        self._corner = about - (about - self._corner) * (self.factor / before)
        self._keep_within(whole)

    def pan(self, by: QPointF, whole: QRectF) -> None:
        """Move the picture; never so far that a part of the widget is left empty."""
        self._corner += by
        self._keep_within(whole)

    def reset(self) -> None:
        """Show all of it."""
        self.factor, self._corner = 1.0, QPointF()

    def _keep_within(self, whole: QRectF) -> None:
        least_x, least_y = whole.width() * (1 - self.factor), whole.height() * (1 - self.factor)
        self._corner = QPointF(min(max(self._corner.x(), least_x), 0.0), min(max(self._corner.y(), least_y), 0.0))
