"""A memory ledger on screen: its painter's picture, with the cursor and the word under the mouse over it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.memory.ledger import band_place, paint_band, paint_ledger_body, paint_ledger_cursor
from gatescope.paint.memory.ledger_layout import LedgerLayout, tick_width
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.values.ledger_value import LedgerValue
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.column import below_the_maps
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture
from gatescope.words import tr

_EDGE, _BOTTOM = 9.0, 4.0


class LedgerPicture(TokenPicture[LedgerPlot, LedgerLayout]):
    """Paints a `LedgerPlot` once into a pixmap; cursor and mouse only add to it.

    Below the maps its tokens stand below theirs; elsewhere it has a narrow margin of its own.
    """

    least = QSize(0, 190)

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(token_range, parent)
        self._under: tuple[int, int] | None = None
        self._said_stale = False
        self._left = 0.0
        self.setAccessibleName(tr("Words in the state, over the tokens"))
        self.pointed.connect(self._point)

    @property
    def word_in_full(self) -> tuple[int, int] | None:
        """The panel and the band of the word under the mouse, which is painted in its full hue."""
        return self._under

    def show_plot(self, plot: LedgerPlot) -> None:
        """Paint `plot`; where only the cursor differs, the picture is kept."""
        same = self._plot is not None and plot.panels is self._plot.panels
        self._plot = plot
        self.set_count(len(plot.tokens))
        if not same:
            self._under = None
            self.repaint_all()
        else:
            self._said_stale = True
            self.update()

    def axis(self) -> tuple[float, float]:
        return self._left, self.width() - RIGHT

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._said_stale and self._plot is not None and self._layout is not None:
            # A longer sentence leaves less height to the bands.
            painter = QPainter(self)
            before, self._layout = self._layout.areas, self._laid_out(self._canvas(painter), self._plot)
            painter.end()
            if self._layout.areas != before:
                self._body = None
        self._said_stale = False
        super().paintEvent(event)

    def _paint_body(self, canvas: Canvas, plot: LedgerPlot) -> LedgerLayout:
        self._left = LEFT + (label_width() if below_the_maps(self) else tick_width(canvas))
        layout = self._laid_out(canvas, plot)
        paint_ledger_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: LedgerPlot, layout: LedgerLayout) -> None:
        canvas = self._canvas(painter)
        if self._under is not None and self._under[0] < len(plot.panels):
            paint_band(canvas, plot, layout, *self._under)
        paint_ledger_cursor(canvas, plot, layout)
        for area in layout.areas[: len(plot.panels)]:
            self.paint_span(painter, area.top(), area.bottom())

    def _laid_out(self, canvas: Canvas, plot: LedgerPlot) -> LedgerLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        return LedgerLayout(canvas, plot, rect, self.placement(_EDGE))

    def _point(self, token: int, place: QPointF) -> None:
        spot = self.spot_at(place, token, self.mouse.on_screen)
        under = None
        if spot is not None and isinstance(spot.value, LedgerValue) and spot.value.band is not None:
            under = self._panel_at(place), spot.value.band
        if under != self._under:
            self._under = under
            self.update()
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot is not None else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(spot)

    def spot_at(self, place: QPointF, token: int, pointer: QPoint | None = None) -> Spot | None:
        """Return what the band at `place` holds; None beside the bands."""
        layout, plot, at = self.layout_now, self._plot, self._panel_at(place)
        if plot is None or layout is None or at < 0 or at >= len(plot.panels):
            return None
        panel, area = plot.panels[at], layout.areas[at]
        column = panel.group_of(token)
        if column < 0:
            return None
        band = panel.band_at(column, (area.bottom() - place.y()) / area.height())
        return self._spot(at, column, band, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the word that holds most after the token of the cursor, in the model in front."""
        plot = self._plot
        if plot is None or self.layout_now is None or plot.cursor is None:
            return None
        at = next((at for at, panel in enumerate(plot.panels) if panel.model == plot.front), -1)
        column = plot.panels[at].group_of(plot.cursor) if at >= 0 else -1
        if column < 0:
            return None
        shares = plot.panels[at].shares[column]
        return self._spot(at, column, int(shares.argmax()) if shares.max() > 0.0 else None)

    def _spot(self, at: int, column: int, band: int | None, pointer: QPoint | None = None) -> Spot:
        assert self._plot is not None
        assert self.layout_now is not None
        panel, area = self._plot.panels[at], self.layout_now.areas[at]
        left, right = self.layout_now.column(panel, column)
        cell = QRectF(left, area.top(), right - left, area.height())
        if band is not None:
            cell = band_place(panel, area, self.layout_now, column, band)
        return Spot.on(self, LedgerValue(self._plot, panel, column, band), cell, pointer)

    def _panel_at(self, place: QPointF) -> int:
        return -1 if self.layout_now is None else self.layout_now.panel_at(place.y())
