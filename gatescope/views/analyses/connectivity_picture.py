"""A connectivity on screen: its painter's picture, with cursor and target over it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.marks import paint_span_frames
from gatescope.paint.memory.connectivity import paint_connectivity_body, paint_connectivity_cursor
from gatescope.paint.memory.connectivity_layout import ConnectivityLayout
from gatescope.plots.memory.connectivity_plot import ConnectivityPlot
from gatescope.plots.values.connectivity_value import ConnectivityValue
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.words import tr

_EDGE, _TOP, _BOTTOM = 9.0, 2.0, 4.0
_ZOOM_PER_NOTCH, _NOTCH = 1.15, 120.0
_SMALLEST, _LARGEST = 0.5, 2.0


class ConnectivityPicture(KeptPicture[ConnectivityPlot, ConnectivityLayout]):
    """Paints a `ConnectivityPlot` once into a pixmap, and again when words or sizes change.

    A drag over words chooses them. The wheel makes words larger or smaller; with Shift it turns through the rows of a
    text that has not room at once.
    """

    clicked = Signal(int, bool)
    """The token that was clicked, and whether Shift was held."""
    brushed = Signal(object)
    """The stretch of tokens over which the mouse is dragged."""

    least = QSize(0, 150)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span: range | None = None
        self._pressed: int | None = None
        self._brushes = False
        self._zoom = 1.0
        self._row: int | None = None
        self.setAccessibleName(tr("Words and how much they move the read-out"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plot(self, plot: ConnectivityPlot) -> None:
        """Paint `plot`; where only the cursor differs, the words are kept as far as they stay where they are."""
        same = self._plot is not None and plot.blocks is self._plot.blocks
        self._plot = plot
        if not same or self._row is not None or self._scrolls():
            self._row = None
            self.repaint_all()
        else:
            self.update()

    def reset(self) -> None:
        """Show the words as large as fits, from the cursor's row on."""
        self._zoom, self._row = 1.0, None
        self.repaint_all()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._brushes = self._word_at(event.position()), False
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        word, brushed = self._word_at(event.position()), self._brushes
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._brushes = None, False
            if word is not None and not brushed:
                self.clicked.emit(word, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        word = self._word_at(event.position())
        if self._pressed is not None and word is not None and (self._brushes or word != self._pressed):
            self._brushes = True
            self.brushed.emit(range(min(self._pressed, word), max(self._pressed, word) + 1))

    def set_span(self, span: range | None) -> None:
        """Frame the chosen words; None frames none."""
        if span != self._span:
            self._span = span
            self.update()

    def _word_at(self, place: QPointF) -> int | None:
        found = None if self.layout_now is None else self.layout_now.word_at(place)
        return None if found is None else found[1].token

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        notches = (turn.y() or turn.x()) / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._turn(-round(notches) or (-1 if notches > 0 else 1))
        else:
            self._zoom = min(max(self._zoom * _ZOOM_PER_NOTCH**notches, _SMALLEST), _LARGEST)
            self.repaint_all()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def spot_at(self, place: QPointF, pointer: QPoint | None = None) -> Spot | None:
        """Return the word at `place`."""
        found = None if self.layout_now is None else self.layout_now.word_at(place)
        if found is None or self._plot is None:
            return None
        at, word = found
        return Spot.on(self, ConnectivityValue(self._plot, self._plot.blocks[at], word.token), word.whole, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the word of the cursor in the model in front."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or plot.cursor is None:
            return None
        at = next((at for at, block in enumerate(plot.blocks) if block.model == plot.front), -1)
        if at < 0 or plot.cursor >= len(plot.blocks[at].tokens):
            return None
        word = layout.place_of(at, plot.cursor)
        # Where it is out of sight, the label stands at the upper left corner.
        place = QRectF(0.0, 0.0, _EDGE, _EDGE) if word is None else word.whole
        return Spot.on(self, ConnectivityValue(plot, plot.blocks[at], plot.cursor), place)

    def _look_at(self, place: QPointF | None) -> None:
        spot = None if place is None else self.spot_at(place, self.mouse.on_screen)
        self.setCursor(Qt.CursorShape.PointingHandCursor if spot is not None else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(spot)

    def _scrolls(self) -> bool:
        """Return whether some words are out of sight."""
        return self.layout_now is not None and any(laid.scrolls for laid in self.layout_now.blocks)

    def _turn(self, rows: int) -> None:
        if self.layout_now is None or not self.layout_now.blocks:
            return
        front = self.layout_now.blocks[-1]
        self._row = max(front.first + rows, 0)
        self.repaint_all()

    def _paint_body(self, canvas: Canvas, plot: ConnectivityPlot) -> ConnectivityLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, _TOP, -_EDGE, -_BOTTOM)
        layout = ConnectivityLayout(canvas, plot, rect, window=True, zoom=self._zoom, row=self._row)
        paint_connectivity_body(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: ConnectivityPlot, layout: ConnectivityLayout) -> None:
        paint_connectivity_cursor(self._canvas(painter), plot, layout)
        paint_span_frames(painter, layout.span_frames(self._span), self._theme)
