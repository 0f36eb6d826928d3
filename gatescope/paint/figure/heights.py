"""How high a picture wants to be in a figure."""

from __future__ import annotations

from gatescope.paint.canvas import Canvas
from gatescope.plots.description import Plot

_SHARE, _LEAST, _MOST = 0.62, 170.0, 330.0


def natural_height(canvas: Canvas, plot: Plot, width: float) -> float:
    """Return the height that suits `plot` in a column of `width`, both in units of the layout."""
    return min(max(width * _SHARE, _LEAST * canvas.unit), _MOST * canvas.unit)
