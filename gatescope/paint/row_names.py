"""Names of rows: left of what they name, and in a narrow figure above it."""

from __future__ import annotations

from gatescope.paint.canvas import Canvas

_SHARE = 0.3


def names_above(canvas: Canvas, widest: float, width: float) -> bool:
    """Return whether names stand above their rows: in a figure of `width` whose plot they would take the place of.

    Args:
        widest: the width of the longest name, as `width` in logical pixels.
    """
    return canvas.on_paper and widest > width * _SHARE
