"""One map on screen: an image of colour indices over a stretch of tokens."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.cells import image_of, paint_cells
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import buckets
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.maps.visible_cells import CellLook, VisibleCells


class MapItem(pg.GraphicsObject):  # type: ignore[misc]
    """Paints the visible tokens of one panel, x in tokens and y in pixels of the stack.

    An `ImageItem` would look at the levels and the layout of every image anew and keep the indices until it paints;
    here the few thousand visible ones go through the table at once, and Qt only scales the result.
    """

    def __init__(self) -> None:
        super().__init__()
        self._panel: HeatmapPanel | None = None
        self._buckets = (0, 0, 0)
        self._theme = LIGHT
        self._cells = VisibleCells()
        self._image = QImage()
        self._rows, self._taken = -1, False
        self._target = QRectF()
        self._source = QRectF()

    @property
    def image(self) -> QImage:
        """The visible tokens, one pixel a cell; several rows share one where there are more rows than pixels."""
        return self._image

    @property
    def source(self) -> QRectF:
        """The part of the image that is painted."""
        return self._source

    def show_panel(self, panel: HeatmapPanel, stretch: tuple[float, float], pixels: int, theme: Theme) -> None:
        """Take the tokens of `stretch`, drawn over at most `pixels` columns; `set_place` completes it."""
        first, last, _ = self._buckets = buckets(stretch, len(panel.values), pixels)
        self._panel, self._theme, self._taken = panel, theme, True
        if (first, last - first) != (self._target.left(), self._target.width()):
            self.prepareGeometryChange()
            self._target = QRectF(first, self._target.top(), last - first, self._target.height())

    def set_place(self, top: float, height: float, rows: tuple[float, float], ratio: float = 1.0) -> None:
        """Take the band in the stack, which part of the rows it shows, and the device pixels a pixel has."""
        span = rows[1] - rows[0]
        panel = self._panel
        if panel is None:
            return
        rows_of_pixels = min(len(panel.order), max(int(height * ratio / span), 1))
        if self._taken or rows_of_pixels != self._rows:
            self._rows, self._taken = rows_of_pixels, False
            look = CellLook(panel.low, panel.high, panel.table, self._theme, rows_of_pixels)
            if self._cells.show(panel, *self._buckets, look):
                self._image = image_of(self._cells.pixels)
                self.update()
        target = QRectF(self._target.left(), top, self._target.width(), height)
        source = QRectF(0.0, rows[0] * rows_of_pixels, self._image.width(), span * rows_of_pixels)
        if (target, source) != (self._target, self._source):
            self.prepareGeometryChange()
            self._target, self._source = target, source
            self.update()

    def boundingRect(self) -> QRectF:
        return self._target

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        paint_cells(painter, self._target, self._image, self._theme, self._source)
