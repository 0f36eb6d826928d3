"""The maps of all layers on screen: their painter's picture, with the layer in focus marked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gatescope.engine.part import Part
from gatescope.paint.canvas import Canvas
from gatescope.paint.heatmap import HeatmapLayout, heatmap_layout, paint_heatmap_at
from gatescope.plots.layers import LayersPlot
from gatescope.plots.map_stack import Band
from gatescope.plots.values.value import Value
from gatescope.session.document.document import Focus, UnitRef
from gatescope.views.base.spot import Spot
from gatescope.views.maps.row_zoom import WHOLE
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.words import tr

_EDGE, _ABOVE, _BELOW = 14.0, 4.0, 4.0
_MARK = 3.0


@dataclass(frozen=True)
class Place:
    """What a place of the picture belongs to.

    Attributes:
        unit: of a map; None on the name of a layer.
        token: −1 on the name of a layer.
        cell: its pixels.
    """

    model: str
    part: Part
    signal: str
    unit: UnitRef | None
    token: int
    cell: QRectF


class LayersPicture(TokenPicture[LayersPlot, HeatmapLayout]):
    """Paints a `LayersPlot` once into a pixmap. Names are clicked like maps.

    Attributes:
        pressed: where the mouse was let go last; None beside everything.
    """

    name_clicked = Signal(object)
    """The `Place` of the name of a layer."""

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(token_range, parent)
        self._front: tuple[str, Part] | None = None
        self.pressed: Place | None = None
        self.setAccessibleName(tr("One map a layer"))
        self._range.changed.connect(self.repaint_all)

    def set_token_range(self, token_range: TokenRange) -> None:
        self._range.changed.disconnect(self.repaint_all)
        super().set_token_range(token_range)
        self._range.changed.connect(self.repaint_all)

    def show_plot(self, plot: LayersPlot | None, focus: Focus | None) -> None:
        """Paint `plot`, with the layer of `focus` marked; None for nothing."""
        self._plot = plot
        self._front = None if focus is None else (focus.model, focus.part)
        self.set_count(0 if plot is None else len(plot.tokens))
        self.repaint_all()

    def show_all(self) -> None:
        """Show all tokens again."""
        self._range.reset()

    def axis(self) -> tuple[float, float]:
        return (0.0, 0.0) if self.layout_now is None else (self.layout_now.area.left(), self.layout_now.area.right())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed = self.place_of(event.position())
        named = self.pressed is not None and self.pressed.unit is None
        if named and event.button() == Qt.MouseButton.LeftButton:
            self.name_clicked.emit(self.pressed)
        super().mouseReleaseEvent(event)

    def _to_paint(self) -> LayersPlot | None:
        return self._plot if self._plot is not None and self._plot.panels else None

    def _paint_body(self, canvas: Canvas, plot: LayersPlot) -> HeatmapLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, _ABOVE, -_EDGE, -_BELOW)
        layout = heatmap_layout(canvas, plot, rect, (self._range.first, self._range.last))
        paint_heatmap_at(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, _plot: LayersPlot, layout: HeatmapLayout) -> None:
        self._mark_front(painter)
        self.paint_span(painter, layout.area.top(), layout.area.bottom())

    def _mark_front(self, painter: QPainter) -> None:
        """Mark the layer in focus by a bar at its left edge."""
        for band, top in self._bands():
            if self._front == (band.panel.model, band.panel.part):
                painter.fillRect(QRectF(2.0, top, _MARK, band.height), QColor(self._theme.accent))

    def _bands(self) -> list[tuple[Band, float]]:
        """Return the bands with their tops in the widget."""
        layout = self.layout_now
        return [] if layout is None else [(band, layout.area.top() + band.top) for band in layout.places.bands]

    def place_of(self, at: QPointF) -> Place | None:
        """Return what is at a place; None between the maps and on the words."""
        for band, top in self._bands() if self._plot is not None else ():
            if top <= at.y() < top + band.height:
                panel, token = band.panel, self.token_at(at.x())
                if 0 <= token < len(panel.values):
                    row = band.row_at(at.y() - top + band.top, WHOLE)
                    return self._cell(band, top, row, token)
                name = QRectF(0.0, top, self.axis()[0], band.height)
                return Place(panel.model, panel.part, panel.signal, None, -1, name) if name.contains(at) else None
        return None

    def cell_of(self, unit: UnitRef, token: int) -> Place | None:
        """Return the place of a unit at a token; None where it is not in the picture."""
        for band, top in self._bands():
            rows = np.flatnonzero(band.panel.order == unit.unit)
            if (band.panel.model, band.panel.part) == (unit.model, unit.part) and len(rows):
                return self._cell(band, top, int(rows[0]), token)
        return None

    def _cell(self, band: Band, top: float, row: int, token: int) -> Place:
        panel, (left, right) = band.panel, self.axis()
        wide, high = (right - left) / self._range.span, band.height / len(panel.order)
        cell = QRectF(left + (token - self._range.first) * wide, top + row * high, wide, high)
        unit = UnitRef(panel.model, panel.part, int(panel.order[row]))
        return Place(panel.model, panel.part, panel.signal, unit, token, cell)

    def spot(self, value: Value, place: Place) -> Spot:
        """Return the spot of `value` at `place`."""
        return Spot.on(self, value, place.cell, self.mouse.on_screen)
