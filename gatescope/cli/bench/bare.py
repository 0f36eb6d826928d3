"""The yardstick of the window: the same maps in plain pyqtgraph, one `ImageItem` each and nothing else."""

from __future__ import annotations

import time
from math import ceil, floor

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QEventLoop, QSize

from gatescope.plots.colours import table
from gatescope.plots.description import HeatmapPlot
from gatescope.plots.heatmap import window as indices
from gatescope.plots.theme import Theme
from gatescope.views.maps.heatmaps import HeatmapsView


class BareMaps(pg.GraphicsLayoutWidget):  # type: ignore[misc]
    """A window of its own, as large as `like` and with the same stretch of tokens in sight."""

    def __init__(self, plot: HeatmapPlot, theme: Theme, like: HeatmapsView) -> None:
        super().__init__()
        self._stretch = like.token_range
        self._loop = QEventLoop()
        self._items = []
        self._painted_at = 0
        self._columns = like.width()
        self.ci.layout.setSpacing(0)
        for panel in plot.panels:
            box = self.addViewBox(enableMenu=False, enableMouse=False, defaultPadding=0)
            item = pg.ImageItem(axisOrder="row-major")
            item.setLookupTable(table(panel.colours, theme))
            box.addItem(item)
            self._items.append(item)
            self.nextRow()
        self.resize(like.size())
        self.show()
        self.redraw(plot)

    def redraw(self, plot: HeatmapPlot) -> float:
        """Hand every map the values in sight as colour indices; return milliseconds to the end of the paint."""
        start = time.perf_counter_ns()
        first, last = floor(self._stretch.first), ceil(self._stretch.last)
        for item, panel in zip(self._items, plot.panels, strict=True):
            item.setImage(indices(panel, first, last, self._columns), autoLevels=False, levels=(0, 255))
        return self._painted_since(start)

    def take_size(self, size: QSize) -> float:
        """Take another size; return milliseconds to the end of the paint."""
        start = time.perf_counter_ns()
        self.resize(size)
        return self._painted_since(start)

    def event(self, event: QEvent) -> bool:
        handled = bool(super().event(event))
        if event.type() == QEvent.Type.UpdateRequest:
            self._painted_at = time.perf_counter_ns()
            self._loop.quit()
        return handled

    def _painted_since(self, start: int) -> float:
        self.viewport().update()
        while self._painted_at < start:
            self._loop.exec()
        return (self._painted_at - start) / 1e6
