"""The bands of a ledger as vectors: one staircase a word, for files that have no pixels of their own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath

from gatescope.paint.canvas import Canvas
from gatescope.paint.marks import hairline
from gatescope.plots.memory.ledger_plot import LedgerPanel

MOST = 64
"""Words of which there are more are painted as an image: most of their bands could not be seen."""
# A band lower than so many hairlines has none above it, which would be all there is to see.
_LEAST = 3.0


def can_be_vectors(panel: LedgerPanel) -> bool:
    """Return whether there are few enough bands, all of them known."""
    return panel.groups <= MOST and bool(np.isfinite(panel.tops).all())


def paint_staircases(
    canvas: Canvas, panel: LedgerPanel, area: QRectF, stretch: tuple[float, float], colours: list[str]
) -> None:
    """Paint the bands into `area`, apart by hairlines.

    Args:
        stretch: the part of the token axis in sight.
        colours: of the initial state, and of each band in the order of reading.
    """
    painter, theme = canvas.painter, canvas.theme
    # On whole units, as the window paints them: a line between two would be twice as wide and half as strong.
    xs = np.rint(area.left() + (panel.edges - stretch[0]) * area.width() / (stretch[1] - stretch[0]))
    tops = np.minimum(panel.tops, 1.0)
    # Rounding may leave a hair above the last band, which is none.
    tops[tops[:, -1] > 0.0, -1] = 1.0
    ends = np.rint(area.bottom() - np.concatenate([np.zeros((len(tops), 1)), tops], axis=1) * area.height())
    line = hairline(theme.surface, canvas.unit)
    inwards = line.widthF() / 2.0
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(Qt.PenStyle.NoPen)
    for band, colour in enumerate(colours):
        for path in _staircases(xs, ends[:, band], ends[:, band + 1]):
            painter.fillPath(path, QColor(colour))
    painter.setPen(line)
    least = _LEAST * line.widthF()
    for band in range(len(colours)):
        low, high = ends[:, band], ends[:, band + 1]
        lines = [
            QLineF(xs[at], high[at] + inwards, xs[at + 1], high[at] + inwards)
            for at in range(panel.groups)
            if low[at] - high[at] >= least
        ]
        lines += [
            QLineF(xs[at] + inwards, high[at - 1], xs[at] + inwards, high[at])
            for at in range(1, panel.groups)
            if abs(high[at] - high[at - 1]) >= least
        ]
        painter.drawLines(lines)
    painter.restore()


def _staircases(xs: np.ndarray, low: np.ndarray, high: np.ndarray) -> list[QPainterPath]:
    """Return the outline of a band over every run of columns in which it has a height."""
    there = np.flatnonzero(low - high > 0.0)
    runs = np.split(there, np.flatnonzero(np.diff(there) > 1) + 1) if len(there) else []
    paths = []
    for run in runs:
        path = QPainterPath(QPointF(xs[run[0]], low[run[0]]))
        for at in run:
            path.lineTo(xs[at], high[at])
            path.lineTo(xs[at + 1], high[at])
        for at in run[::-1]:
            path.lineTo(xs[at + 1], low[at])
            path.lineTo(xs[at], low[at])
        path.closeSubpath()
        paths.append(path)
    return paths
