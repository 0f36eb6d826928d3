"""The table of checkpoints on screen: its painter's picture, and the row under the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.training.checkpoints import (
    CheckpointsLayout,
    paint_checkpoints_body,
    paint_hovered_checkpoint,
    rows_in,
)
from gatescope.plots.training.checkpoint_value import CheckpointValue
from gatescope.plots.training.checkpoints_plot import CheckpointsPlot, RowRef
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.views.base.text_size import scaled
from gatescope.words import tr

_BOTTOM = 4.0
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CheckpointsPicture(KeptPicture[CheckpointsPlot, CheckpointsLayout]):
    """Paints a `CheckpointsPlot` once into a pixmap; the mouse only adds to it."""

    row_clicked = Signal(int)
    """The step of a row."""
    token_clicked = Signal(int)
    """The token of a strip that was clicked."""
    fitting_changed = Signal()
    """There is room for another number of rows."""

    least = QSize(0, 110)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fitting = 0
        self.setAccessibleName(tr("The sentence, checkpoint by checkpoint"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def fitting(self) -> int:
        """How many rows there is room for."""
        return rows_in(self.height() - _BOTTOM, scaled(1.0))

    def show_plot(self, plot: CheckpointsPlot | None) -> None:
        """Paint `plot`; None leaves the surface empty."""
        self._plot = plot
        self.repaint_all()

    def spot_of(self, ref: RowRef) -> Spot | None:
        """Return the value of a row in sight."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or ref.row >= len(layout.rows):
            return None
        cell = layout.rows[ref.row]
        if ref.token is not None:
            strip = layout.strip(ref.row, scaled(1.0))
            wide = strip.width() / max(len(plot.tokens), 1)
            cell = QRectF(strip.left() + ref.token * wide, strip.top(), wide, strip.height())
        return Spot.on(self, CheckpointValue(plot, ref.row, ref.token), cell, self.mouse.on_screen)

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return the value at a place of this widget."""
        found = self._found(place)
        return None if found is None else self.spot_of(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fitting != self._fitting:
            self._fitting = self.fitting
            self.fitting_changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Taken, so that the view behind does not get it; what was clicked is known when the button is let go.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._found(event.position())
        if found is not None and self._plot is not None and event.button() == Qt.MouseButton.LeftButton:
            if found.token is not None:
                self.token_clicked.emit(found.token)
            self.row_clicked.emit(self._plot.rows[found.row].step)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plot, move = self._plot, _MOVES.get(Qt.Key(event.key()))
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plot is None or move is None or not plain or not plot.rows:
            # The window's actions own all other keys.
            event.ignore()
            return
        now = next((at for at, row in enumerate(plot.rows) if row.looked_at), len(plot.rows) - 1)
        self.row_clicked.emit(plot.rows[min(max(now + move, 0), len(plot.rows) - 1)].step)

    def _look_at(self, place: QPointF | None) -> None:
        self.hovered.emit(None if place is None else self.spot_at(place))
        self.update()

    def _found(self, place: QPointF) -> RowRef | None:
        plot, layout = self._plot, self.layout_now
        return None if layout is None or plot is None else layout.ref_at(place, len(plot.tokens))

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.surface)

    def _paint_body(self, canvas: Canvas, plot: CheckpointsPlot) -> CheckpointsLayout:
        rect = QRectF(self.rect()).adjusted(0.0, 0.0, 0.0, -_BOTTOM)
        layout = CheckpointsLayout(canvas, plot, rect, titled=False)
        paint_checkpoints_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: CheckpointsPlot, layout: CheckpointsLayout) -> None:
        place = self.mouse.place
        found = None if place is None else self._found(place)
        if found is not None and found.row < len(layout.rows):
            paint_hovered_checkpoint(self._canvas(painter), layout.rows[found.row])
