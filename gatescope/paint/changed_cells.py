"""Frames around the cells of a matrix that are no longer as trained, on screen and in files."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gatescope.paint.map_frame import MapFrame
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.theme import Theme

MOST = 200
"""More changed cells in sight than this are one frame around all: the map as a whole has changed."""
_LEAST = 6.0


def changed_cells(plot: MatrixPlot, frame: MapFrame) -> NDArray[np.int64]:
    """Return (n, 2) the rows and columns of the changed cells in sight. NaN equals NaN."""
    if plot.trained is None:
        return np.zeros((0, 2), np.int64)
    top, left = max(floor(frame.top), 0), max(floor(frame.left), 0)
    seen = slice(top, ceil(frame.top + frame.rows)), slice(left, ceil(frame.left + frame.columns))
    now, before = plot.values[seen], plot.trained[seen]
    found: NDArray[np.int64] = np.argwhere((now != before) & ~((now != now) & (before != before)))
    found += np.array([top, left])
    return found


def paint_changed_cells(
    painter: QPainter, cells: NDArray[np.int64], frame: MapFrame, theme: Theme, unit: float = 1.0
) -> None:
    """Frame `cells`, (n, 2) rows and columns, in the text's colour; `unit` is how many logical pixels a line has."""
    if not len(cells):
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    # Not a pixel beyond the cells: only they are painted anew while a value is dragged.
    painter.setClipRect(frame.area, Qt.ClipOperation.IntersectClip)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    places = [cell_frame(frame, int(row), int(column), unit) for row, column in cells[: MOST + 1]]
    if len(cells) > MOST:
        places = [frame.area]
    # A rim of the surface's colour keeps the frame apart from dark cells.
    for colour, outwards in ((theme.surface, unit), (theme.text, 0.0)):
        pen = QPen(QColor(colour), 1.5 * unit)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRects([place.adjusted(-outwards, -outwards, outwards, outwards) for place in places])
    painter.restore()


def cell_frame(frame: MapFrame, row: int, column: int, unit: float = 1.0) -> QRectF:
    """Return the frame of a cell: of a least size, since a cell of one or two pixels would be hidden by it."""
    place = frame.rect(row, column)
    across, down = (max(_LEAST * unit - side, 0.0) / 2 for side in (place.width(), place.height()))
    return place.adjusted(-across, -down, across, down)
