"""Four conditions on screen: their painter's picture, with the word under the mouse marked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.pairs.conditions import paint_conditions_body, paint_place
from gatescope.paint.pairs.conditions_layout import BELOW_FIELD, ConditionsLayout
from gatescope.plots.pairs.conditions_plot import ConditionsPlot
from gatescope.plots.values.condition_value import ConditionValue
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.gestures import turn_wheel
from gatescope.views.tokens.range import TokenRange
from gatescope.words import tr

_EDGE, _TOP, _BOTTOM = 9.0, 0.0, 4.0


class ConditionsPicture(KeptPicture[ConditionsPlot, ConditionsLayout]):
    """Paints a `ConditionsPlot` once into a pixmap; above each panel there is room for the field with its sentences."""

    reset_asked = Signal()

    least = QSize(0, 142)
    _plot: ConditionsPlot

    def __init__(self, words: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = words
        self._plot = ConditionsPlot()
        self._under: tuple[int, int] | None = None
        self.setAccessibleName(tr("A unit in four conditions"))

    @property
    def shown(self) -> ConditionsPlot:
        """The plot that is painted."""
        return self._plot

    def show_plot(self, plot: ConditionsPlot) -> None:
        self._plot = plot
        self._under = None
        self.repaint_all()

    def heads(self) -> list[QRect]:
        """Return the place of each panel's field."""
        picture = QPixmap(1, 1)
        painter = QPainter(picture)
        layout = self._laid_out(self._canvas(painter))
        painter.end()
        below = BELOW_FIELD * self._theme.text_scale
        return [head.adjusted(0.0, 0.0, 0.0, -below).toRect() for head in layout.heads]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset_asked.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        found = None if self.layout_now is None else self.layout_now.place_at(event.position())
        turn_wheel(self._range, event, (self._range.first + self._range.last) / 2.0 if found is None else found[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def spot_at(self, place: QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the word at `place`."""
        found = None if self.layout_now is None else self.layout_now.word_at(place)
        if found is None or not self._plot.panels or not 0 <= found[1] < len(self._plot.panels[found[0]].tokens):
            return None
        return self._spot(*found, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the last word of the first condition, for people without a mouse."""
        if not self._plot.panels or self.layout_now is None or not len(self._plot.panels[0].tokens):
            return None
        return self._spot(0, len(self._plot.panels[0].tokens) - 1)

    def _spot(self, at: int, word: int, pointer: QPoint | None = None) -> Spot:
        assert self.layout_now is not None
        left, right, area = (
            self.layout_now.x_of(at, word),
            self.layout_now.x_of(at, word + 1.0),
            self.layout_now.areas[at],
        )
        cell = QRectF(left, area.center().y() - 10.0, right - left, 20.0)
        return Spot.on(self, ConditionValue(self._plot, self._plot.panels[at], word), cell, pointer)

    def _look_at(self, place: QPointF | None) -> None:
        spot = None if place is None else self.spot_at(place, self.mouse.on_screen)
        under = None if spot is None or place is None or self.layout_now is None else self.layout_now.word_at(place)
        if under != self._under:
            self._under = under
            self.update()
        self.hovered.emit(spot)

    def _paint_body(self, canvas: Canvas, plot: ConditionsPlot) -> ConditionsLayout:
        layout = self._laid_out(canvas)
        paint_conditions_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: ConditionsPlot, layout: ConditionsLayout) -> None:
        if self._under is not None and plot.panels:
            paint_place(self._canvas(painter), plot, layout, *self._under)

    def _laid_out(self, canvas: Canvas) -> ConditionsLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, _TOP, -_EDGE, -_BOTTOM)
        stretch = self._range.first, self._range.last
        return ConditionsLayout(canvas, self._plot, rect, stretch, window=True)
