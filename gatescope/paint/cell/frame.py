"""From the grid of a wiring to pixels: where its parts lie, and how large they are there."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.plots.cell import grid
from gatescope.plots.cell.wiring import Box, Node, Place, Strip, Wiring

_SMALLEST, _LARGEST = 0.72, 1.25
SMALLEST_ON_PAPER = 0.9
_SQUEEZED = 1.2
"""By how much text may be larger than the height of a wiring asks: it has room between the rows."""
_WIDE_BOX = 104.0
ROUND = ("⊙", "+", "R", "U")
"""Signs that stand in a circle; all others have a pill."""


@dataclass(frozen=True)
class Frame:
    """Where a wiring lies. Heights follow its height, so that wires end at the edges of what they lead to.

    Attributes:
        rect: all of it. size: by how much its parts are larger than on the grid.
    """

    wiring: Wiring
    rect: QRectF
    size: float

    @classmethod
    def fit(cls, canvas: Canvas, wiring: Wiring, rect: QRectF) -> Frame:
        """Return the frame that fills `rect`."""
        across, down = rect.width() / grid.WIDTH, rect.height() / (wiring.bottom - wiring.top)
        least = SMALLEST_ON_PAPER * canvas.unit if canvas.on_paper else _SMALLEST
        return cls(wiring, rect, min(max(min(across, _SQUEEZED * down, canvas.unit), least), _LARGEST * canvas.unit))

    @property
    def _across(self) -> float:
        return self.rect.width() / grid.WIDTH

    @property
    def _down(self) -> float:
        return self.rect.height() / (self.wiring.bottom - self.wiring.top)

    def point(self, place: Place) -> QPointF:
        """Return a place of the grid in pixels."""
        return QPointF(
            self.rect.left() + place[0] * self._across, self.rect.top() + (place[1] - self.wiring.top) * self._down
        )

    def strip(self, strip: Strip) -> QRectF:
        """Return the cells of a strip."""
        wide = grid.STRIP_WIDTH * self._across
        return self._about(strip.at, wide, grid.STRIP_HEIGHT * self._down)

    def box(self, box: Box) -> QRectF:
        """Return a box of weights, or the place of one that is missing."""
        # Where the text is larger than the grid asks, boxes take the room between them for their names.
        wide = grid.BOX_WIDTH if self.size <= self._across * _SQUEEZED else _WIDE_BOX
        return self._about(box.at, wide * self._across, grid.BOX_HEIGHT * self._down)

    def node(self, node: Node) -> QRectF:
        """Return a node's circle or pill."""
        radius = grid.NODE * self._down
        if node.sign in ROUND:
            return self._about(node.at, 2 * radius, 2 * radius)
        wide = max(34.0 * self.size, len(node.sign) * 9.0 * self.size + 12.0 * self.size)
        return self._about(node.at, wide, 2 * radius * 0.92)

    def _about(self, place: Place, wide: float, high: float) -> QRectF:
        centre = self.point(place)
        return QRectF(centre.x() - wide / 2, centre.y() - high / 2, wide, high)
