"""A place of a view: the value that it shows there, and the pixels that it takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtWidgets import QWidget

from gatescope.plots.values.value import Value


@dataclass(frozen=True)
class Spot:
    """What lies under the mouse, or at the cursor; the same wherever in its cell the mouse is.

    Attributes:
        value: what is shown there.
        cell: the pixels of the screen that it takes, which no label may cover.
        pointer: the place of the mouse on the screen; None where the keyboard asks.
    """

    value: Value
    cell: QRect
    pointer: QPoint | None = field(default=None, compare=False)

    @classmethod
    def on(cls, widget: QWidget, value: Value, cell: QRectF, pointer: QPoint | None = None) -> Spot:
        """Return the spot of a cell in the coordinates of `widget`."""
        place = cell.toAlignedRect().intersected(widget.rect())
        return cls(value, QRect(widget.mapToGlobal(place.topLeft()), place.size()), pointer)
