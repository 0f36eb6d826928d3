"""Where the values are that a run holds, in the maps on screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from gatescope.plots.held import held_rows
from gatescope.plots.map_stack import Stack


def held_places(
    stack: Stack, rows: tuple[float, float], stretch: tuple[float, float], width: float, offset: float
) -> list[QRectF]:
    """Return the rectangles of held values, in pixels of the box of the maps.

    Args:
        rows: the part of every map that is visible, as `Band.edges_of` takes it.
        stretch: the first and the last place on the token axis in sight.
        width: of the box.
        offset: pixels that are scrolled away above.
    """
    column, found = width / (stretch[1] - stretch[0]), []
    for band in stack.bands:
        inside = QRectF(0.0, band.top - offset, width, band.height)
        for one in band.panel.clamped:
            left, right = (round((token - stretch[0]) * column) for token in (one.first, one.last))
            for part in held_rows(one, band.panel.order):
                top, bottom = band.edges_of(part.start, rows)[0], band.edges_of(part.stop - 1, rows)[1]
                place = QRectF(left, round(top - offset), right - left, max(round(bottom) - round(top), 3))
                if inside.intersects(place):
                    found.append(place.intersected(inside))
    return found
