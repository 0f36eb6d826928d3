"""The step of a cell on screen: its painter's picture, and what lies under the mouse."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.code import code_rows
from gatescope.paint.cell.frame import Frame
from gatescope.paint.cell.layout import Pane, panes
from gatescope.paint.cell.picture import paint_panes
from gatescope.paint.cell.strips import cell_of
from gatescope.plots.cell.cell_value import value_of
from gatescope.plots.cell.wiring import CellPlot, Strip
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.values.signal_value import SignalValue
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.views.base.mouse_place import HoveredWidget
from gatescope.views.base.spot import Spot
from gatescope.views.cell.magnifier import Magnifier
from gatescope.words import tr

_EDGE, _BOTTOM, _REACH = 14.0, 8.0, 5.0
_LEAST = QSize(0, 170)
_AS_FOUND = ("cell_state_before", "hidden_state_before", "carried")
"""What the step before has left."""


class CellPicture(HoveredWidget):
    """Paints a `CellPlot` and finds its parts: a click on one goes to its operation, on a unit's cell chooses it."""

    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""
    step_picked = Signal(int)
    """The operation of the part that was clicked, from 1."""
    unit_clicked = Signal(object, bool)
    """`UnitRef`, and whether to add it to those that are chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._plot: CellPlot | None = None
        self._runs: Mapping[str, Run] = {}
        self._panes: tuple[Pane, ...] = ()
        self._laid_out = False
        self._zoom = Magnifier()
        self._press: QPointF | None = None
        self._dragged = False
        self.setAccessibleName(tr("Wiring of the cell"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def shown(self) -> CellPlot | None:
        """The plot that is painted."""
        return self._plot

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Where its parts lie."""
        return self._shown_panes()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._lay_out_again()

    def show_plot(self, plot: CellPlot | None, runs: Mapping[str, Run]) -> None:
        """Paint `plot`, of these runs by their models; None for nothing."""
        self._plot, self._runs = plot, runs
        self._lay_out_again()

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_again()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.surface)
        if self._plot is not None:
            canvas = Canvas(painter, self._theme, QRectF(self.rect()), self._unit)
            self._lay_out(canvas, self._plot)
            paint_panes(canvas, self._panes)
        painter.end()

    @property
    def _unit(self) -> float:
        """Pixels of a design pixel."""
        return self._theme.text_scale * self._zoom.factor

    def reset_view(self) -> None:
        """Show all of it again."""
        self._zoom.reset()
        self._lay_out_again()

    # -- what is where

    def spot_at(self, place: QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the value at a place: that of a strip's cell, or the chosen unit's of a gate."""
        for pane in self._shown_panes():
            found = self._strip_at(pane.frame, place)
            if found is not None:
                return self._spot_of(pane.frame, *found, pointer)
            for box in pane.frame.wiring.boxes:
                rect = pane.frame.box(box)
                run = self._runs.get(pane.frame.wiring.model)
                if box.signal and rect.contains(place) and run is not None:
                    wiring = pane.frame.wiring
                    value = SignalValue(run, wiring.part, box.signal, self._unit_of(pane, box.signal), wiring.token)
                    return Spot.on(self, value, rect, pointer)
        return None

    def spot_at_cursor(self) -> Spot | None:
        """Return the chosen unit's value of what the operation in turn gives, in the model in front.

        Before anything is computed it is that of its hidden state.
        """
        for pane in self._shown_panes():
            wiring = pane.frame.wiring
            if self._plot is None or wiring is not self._plot.main:
                continue
            own = [one for one in wiring.strips if one.chosen_cell is not None and one.key not in _AS_FOUND]
            known = [one for one in own if one.step <= wiring.step]
            hidden = [one for one in own if one.key == "hidden_state"]
            last = max(known or hidden, key=lambda one: one.step, default=None)
            if last is not None and last.chosen_cell is not None:
                return self._spot_of(pane.frame, last, last.chosen_cell, None)
        return None

    def step_at(self, place: QPointF) -> int | None:
        """Return the operation of the box, node or line of code at a place; None where none is."""
        for pane in self._shown_panes():
            frame = pane.frame
            if pane.code is not None:
                for step, row in code_rows(frame.wiring, pane.code, self._unit):
                    if row.contains(place):
                        return step
            for node in frame.wiring.nodes:
                if frame.node(node).adjusted(-3, -3, 3, 3).contains(place):
                    return node.step
            for box in frame.wiring.boxes:
                if box.step is not None and frame.box(box).contains(place):
                    return box.step
        return None

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._press, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        place = event.position()
        if self._press is None:
            self._look_at(place)
            return
        moved = place - self._press
        if self._dragged or moved.manhattanLength() >= QApplication.startDragDistance():
            self._dragged, self._press = True, place
            self._zoom.pan(moved, QRectF(self.rect()))
            self._lay_out_again()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._press = self._press, None
        if pressed is not None and not self._dragged:
            self._click(event.position(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.step_at(event.position()) is None and self.spot_at(event.position()) is None:
            self.reset_view()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not notches:
            event.ignore()
            return
        self._zoom.turn(notches, event.position(), QRectF(self.rect()))
        self._lay_out_again()
        event.accept()

    def _click(self, place: QPointF, extend: bool) -> None:
        for pane in self._shown_panes():
            found = self._strip_at(pane.frame, place)
            if found is not None:
                strip, cell = found
                if strip.key == "input":
                    self.step_picked.emit(1)
                else:
                    wiring = pane.frame.wiring
                    self.unit_clicked.emit(UnitRef(wiring.model, wiring.part, int(strip.shown[cell])), extend)
                return
        step = self.step_at(place)
        if step is not None:
            self.step_picked.emit(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def _look_at(self, place: QPointF | None) -> None:
        spot = None if place is None else self.spot_at(place, self.mouse.on_screen)
        there = place is not None and (spot is not None or self.step_at(place) is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(spot)

    def _lay_out_again(self) -> None:
        """Paint it anew, and tell at once of another value under a resting mouse: its label is not to go away."""
        self._panes, self._laid_out = (), False
        self.update()
        self._look_again()

    def _lay_out(self, canvas: Canvas, plot: CellPlot) -> None:
        whole = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        self._panes, self._laid_out = panes(canvas, plot, self._zoom.place(whole)), True

    def _shown_panes(self) -> tuple[Pane, ...]:
        """Return where the parts lie, of a plot that is still to be painted too: a key may ask before that."""
        if self._plot is None:
            return ()
        if not self._laid_out:
            measured = QImage(1, 1, QImage.Format.Format_RGB32)
            painter = QPainter(measured)
            self._lay_out(Canvas(painter, self._theme, QRectF(self.rect()), self._unit), self._plot)
            painter.end()
        return self._panes

    def _strip_at(self, frame: Frame, place: QPointF) -> tuple[Strip, int] | None:
        """Return the strip at a place, and which of its cells; what lies on top first."""
        for strip in reversed(frame.wiring.strips):
            rect = frame.strip(strip)
            if len(strip.shown) and rect.adjusted(0, -_REACH, 0, _REACH).contains(place):
                cell = int((place.x() - rect.left()) / rect.width() * len(strip.shown))
                return strip, min(max(cell, 0), len(strip.shown) - 1)
        return None

    def _spot_of(self, frame: Frame, strip: Strip, cell: int, pointer: QPoint | None) -> Spot | None:
        run = self._runs.get(frame.wiring.model)
        if run is None:
            return None
        value = value_of(run, frame.wiring, strip, int(strip.shown[cell]))
        return Spot.on(self, value, cell_of(frame.strip(strip), strip, cell), pointer)

    def _unit_of(self, pane: Pane, signal: str) -> int:
        wiring = pane.frame.wiring
        return min(wiring.unit, len(wiring.vector(signal).values) - 1)
