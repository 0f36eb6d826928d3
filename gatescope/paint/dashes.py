"""Dashed lines in a file as the window draws them."""

from __future__ import annotations

from PySide6.QtGui import QPainterPath

from gatescope.paint.marks import DASHES


def dashed(path: QPainterPath, dash: int, unit: float = 1.0) -> QPainterPath:
    """Cut the straight pieces of `path` into dashes; `dash` as in `Series`, 0 leaves it whole.

    Qt draws lines of one pixel fast, and for these counts a dash in pixels along the longer of both axes; for any other
    line it counts along the line itself, and the dashes of screen and file would lie in different places.
    """
    pattern = [length * unit for length in DASHES[dash % len(DASHES)]]
    if not pattern:
        return path
    cut = QPainterPath()
    x = y = left = 0.0
    at = 0
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        if element.isMoveTo():
            x, y, at, left = element.x, element.y, 0, pattern[0]
            cut.moveTo(x, y)
            continue
        across, down = element.x - x, element.y - y
        length, gone = max(abs(across), abs(down)), 0.0
        while length - gone > left:
            gone += left
            share = gone / length
            (cut.moveTo if at % 2 else cut.lineTo)(x + across * share, y + down * share)
            at = (at + 1) % len(pattern)
            left = pattern[at]
        left -= length - gone
        x, y = element.x, element.y
        (cut.moveTo if at % 2 else cut.lineTo)(x, y)
    return cut
