"""The cells of a matrix: those that are in sight, as an image, and where on the paper it goes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gatescope.paint.cells import HATCH, coloured, paint_cells
from gatescope.paint.map_frame import MapFrame
from gatescope.plots.colours import SIGNED, fit_rows, indices
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.theme import Theme


@dataclass(frozen=True, eq=False)
class MatrixCells:
    """The visible cells of a matrix as an image, which can be painted any number of times.

    Attributes:
        image: a pixel a cell; cells share one where they are more than the device's pixels.
        place: where the image goes, in logical pixels; it may reach beyond the frame's area by parts of cells.
        ratio: the device pixels of a logical one that the image is made for.
    """

    frame: MapFrame
    theme: Theme
    image: QImage
    place: QRectF
    ratio: float

    @classmethod
    def of(cls, plot: MatrixPlot, frame: MapFrame, theme: Theme, ratio: float) -> MatrixCells:
        """Return the cells of `plot` in the part that `frame` shows."""
        values = plot.values
        first, last = floor(frame.top), min(ceil(frame.top + frame.rows), values.shape[0])
        left, right = floor(frame.left), min(ceil(frame.left + frame.columns), values.shape[1])
        place = frame.rect(first, left, last - first, right - left)
        shown = indices(values[first:last, left:right], plot.low, plot.high)
        shown = fit_rows(shown, max(round(place.height() * ratio), 1))
        shown = fit_rows(shown.T, max(round(place.width() * ratio), 1)).T
        return cls(frame, theme, coloured(shown, SIGNED, theme), place, ratio)

    def paint(self, painter: QPainter, unit: float = 1.0) -> None:
        """Paint the cells and a hairline around them, `unit` logical pixels wide."""
        # Qt makes what is thinner than a pixel paler instead.
        line = max(unit, 1.0)
        area = self.frame.area
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
        paint_cells(painter, self.place, self.image, self.theme, hatch=max(round(HATCH * unit), HATCH))
        painter.restore()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self.theme.border), line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(-line / 2, -line / 2, line / 2, line / 2))
        painter.restore()
