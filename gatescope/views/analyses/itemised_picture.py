"""Itemised gradients on screen: their painter's picture, with the cursor and the pair under the mouse over it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.itemised.itemised import paint_itemised_body
from gatescope.paint.itemised.layout import ItemisedLayout
from gatescope.plots.itemised.itemised_plot import ItemisedPlot
from gatescope.plots.itemised.itemised_value import ItemisedValue
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.words import tr

_EDGE, _BOTTOM = 10.0, 8.0


class ItemisedPicture(TokenPicture[ItemisedPlot, ItemisedLayout]):
    """Paints an `ItemisedPlot` once into a pixmap; cursor and mouse only add to it."""

    least = QSize(0, 110)

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(token_range, parent)
        self._under: tuple[int, int, int] | None = None
        self.setAccessibleName(tr("Read-outs against the steps that they reach"))
        self.pointed.connect(self._point)

    def show_plot(self, plot: ItemisedPlot) -> None:
        self._plot = plot
        self.set_count(len(plot.tokens))
        self.repaint_all()

    def axis(self) -> tuple[float, float]:
        if self.layout_now is None:
            return _EDGE, self.width() - _EDGE
        return self.layout_now.areas[0].left(), self.layout_now.areas[0].right()

    def spot_at(self, place: QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the pair at a place."""
        found = self._pair_at(place)
        return None if found is None else self._spot(found, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the step at the token cursor, and what its own read-out asks of it, in the model in front."""
        plot = self._plot
        if plot is None or self.layout_now is None or plot.cursor is None:
            return None
        fronts = [at for at, panel in enumerate(plot.panels) if panel.model == plot.front]
        if not fronts or plot.cursor not in plot.panels[fronts[0]].stretch:
            return None
        return self._spot((fronts[0], plot.cursor, plot.cursor), None)

    def _spot(self, pair: tuple[int, int, int], pointer: QPoint | None) -> Spot:
        assert self._plot is not None
        assert self.layout_now is not None
        panel, row, column = pair
        value = ItemisedValue(self._plot, self._plot.panels[panel], row, column)
        return Spot.on(self, value, self.layout_now.cell(*pair), pointer)

    def _pair_at(self, place: QPointF) -> tuple[int, int, int] | None:
        found = None if self.layout_now is None else self.layout_now.pair_at(place)
        if found is None or self._plot is None or found[0] >= len(self._plot.panels):
            return None
        stretch = self._plot.panels[found[0]].stretch
        return found if found[1] in stretch and found[2] in stretch else None

    def _point(self, _token: int, place: QPointF) -> None:
        under = self._pair_at(place) if self.mouse.place is not None else None
        if under != self._under:
            self._under = under
            self.update()
        self.hovered.emit(None if under is None else self._spot(under, self.mouse.on_screen))

    def _paint_body(self, canvas: Canvas, plot: ItemisedPlot) -> ItemisedLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = ItemisedLayout(canvas, plot, rect, (self._range.first, self._range.last))
        paint_itemised_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: ItemisedPlot, layout: ItemisedLayout) -> None:
        if self._under is not None and self._under[0] < len(plot.panels):
            self._canvas(painter).frame(layout.cell(*self._under), self._theme.text, 1.2)
        for area in layout.areas[: len(plot.panels)]:
            self.paint_span(painter, area.top(), area.bottom())
