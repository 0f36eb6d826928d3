"""A training run on screen: its painter's picture, the step under the mouse, and the thumb that is dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.training.ruler import paint_hovered_step, paint_looked_at
from gatescope.paint.training.run import paint_training_body
from gatescope.paint.training.run_layout import TrainingRunLayout
from gatescope.plots.training.run_plot import TrainingRunPlot
from gatescope.plots.training.step_value import StepValue
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.column import below_the_maps
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.words import tr

_EDGE, _TOP, _BOTTOM = 10.0, 2.0, 6.0
_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
    Qt.Key.Key_Home: -10_000,
    Qt.Key.Key_End: 10_000,
}
"""Checkpoints by which a key moves on."""
_COLUMN = 0.36
"""The most of the width that the legends may take to line up with the maps."""


class TrainingRunPicture(KeptPicture[TrainingRunPlot, TrainingRunLayout]):
    """Paints a `TrainingRunPlot` once into a pixmap; mouse, thumb and keys only add to it."""

    step_chosen = Signal(int)
    """The step of the checkpoint to look at."""

    least = QSize(0, 112)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dragged = False
        self.setAccessibleName(tr("Steps of the training run, and its checkpoints"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plot(self, plot: TrainingRunPlot) -> None:
        """Paint `plot`."""
        self._plot = plot
        self.setAccessibleDescription(plot.heading)
        self.repaint_all()

    def spot_of(self, step: int) -> Spot | None:
        """Return the values at a step; None where nothing is painted."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None:
            return None
        x, whole = layout.x_of(step), layout.whole
        cell = QRectF(x - 8.0, whole.center().y() - 10.0, 16.0, 20.0)
        return Spot.on(self, StepValue(plot, step), cell, self.mouse.on_screen)

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return the values at the step at a place of this widget; None beside the steps."""
        step = self._step_at(place)
        return None if step is None else self.spot_of(step)

    # -- mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout = self.layout_now
        if event.button() == Qt.MouseButton.LeftButton and layout is not None and layout.holds(event.position()):
            self._dragged = True
            self._choose(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._dragged:
            self._choose(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = False
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        found = None
        if plain and self._plot is not None and event.key() in _MOVES:
            found = self._plot.beside(_MOVES[Qt.Key(event.key())])
        if found is None:
            # The window's actions own all other keys.
            event.ignore()
        else:
            self.step_chosen.emit(found)

    def _choose(self, place: QPointF) -> None:
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None:
            return
        found = plot.nearest_checkpoint(layout.step_at(place.x()))
        if found is not None and found != plot.at:
            self.step_chosen.emit(found)

    def _step_at(self, place: QPointF) -> int | None:
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or plot.nothing_to_draw() or not layout.holds(place):
            return None
        step = round(layout.step_at(place.x()))
        return step if step <= plot.reached else None

    def _look_at(self, place: QPointF | None) -> None:
        self.hovered.emit(None if place is None else self.spot_at(place))
        self.update()

    # -- painting

    def _to_paint(self) -> TrainingRunPlot | None:
        return None if self._plot is None or self._plot.nothing_to_draw() else self._plot

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.surface)

    def _paint_body(self, canvas: Canvas, plot: TrainingRunPlot) -> TrainingRunLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, _TOP, -_EDGE, -_BOTTOM)
        axis = None
        if below_the_maps(self):
            # One axis a column: the steps begin where the words of the maps do.
            left = LEFT + label_width()
            axis = (left, self.width() - RIGHT) if left < self.width() * _COLUMN else None
        layout = TrainingRunLayout(canvas, plot, rect, axis, titled=False)
        paint_training_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: TrainingRunPlot, layout: TrainingRunLayout) -> None:
        canvas = self._canvas(painter)
        place = self.mouse.place
        step = None if place is None or self._dragged else self._step_at(place)
        if step is not None:
            paint_hovered_step(canvas, layout, step)
        paint_looked_at(canvas, plot, layout)
