"""Handles the mouse over a painted picture with a token axis: click, drag, wheel, double click."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.gradient_layout import Placement
from gatescope.paint.marks import paint_span_frames
from gatescope.views.base.kept_picture import KeptPicture, L, P
from gatescope.views.tokens.gestures import Press, brushed, turn_wheel
from gatescope.views.tokens.range import TokenRange


class TokenPicture(KeptPicture[P, L]):
    """A kept picture of tokens side by side, at the place that a subclass gives in `axis`.

    As in the maps the wheel zooms, Shift and the wheel, or a drag, move the stretch, a double click shows all again.
    """

    clicked = Signal(int, bool)
    """The token that was clicked, and whether Shift was held."""
    pointed = Signal(int, QPointF)
    """The token under the mouse, −1 beside the axis, and the place of the mouse."""
    brushed = Signal(object)
    """The stretch of tokens over which the mouse is dragged with Shift."""
    click_undone = Signal()
    """The click that was told last was the first half of a double click."""
    reset_asked = Signal()

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = token_range
        self._count = 0
        self._span: range | None = None
        self._press = Press()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def axis(self) -> tuple[float, float]:
        """Return the left and the right end of the axis, in pixels."""
        raise NotImplementedError

    def set_token_range(self, token_range: TokenRange) -> None:
        self._range = token_range

    def set_count(self, tokens: int) -> None:
        """Set the number of tokens."""
        self._count = tokens

    def token_at(self, x: float) -> int:
        """Return the token whose column holds the pixel `x`, or −1."""
        left, right = self.axis()
        if not left <= x < right:
            return -1
        token = floor(self._place(x))
        return token if 0 <= token < self._count else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.begin(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self.mouse.move(event)
        if self._press.start is None:
            self._look_at(place)
            return
        moved = self._press.moved(place)
        if moved is None:
            return
        left, right = self.axis()
        if self._press.brushes:
            last = min(right, self.x_of(self._count))
            span = brushed(self._press.start.x(), place.x(), self.token_at, left, last)
            if span is not None:
                self.brushed.emit(span)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._range.pan(-moved.x() * self._range.span / max(right - left, 1.0))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._press.end(event)
        if was_click is None:
            return
        self.unsetCursor()
        token = self.token_at(event.position().x())
        if was_click and token >= 0:
            self._press.told = True
            self.clicked.emit(token, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._press.takes_back(event):
            self.click_undone.emit()
        self.reset_asked.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn_wheel(self._range, event, self._place(event.position().x()))

    def _look_at(self, place: QPointF | None) -> None:
        self.pointed.emit(-1 if place is None else self.token_at(place.x()), place or QPointF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def x_of(self, token: float) -> float:
        """Return the pixel of a place on the token axis."""
        left, right = self.axis()
        return left + (token - self._range.first) / self._range.span * (right - left)

    def placement(self, inset: float) -> Placement:
        """Return where a painter is to put the axis in a rectangle that begins `inset` pixels right of the edge."""
        left, right = self.axis()
        return Placement(left - inset, right - inset, self._range.first, self._range.last)

    def set_span(self, span: range | None) -> None:
        """Frame the chosen tokens; None frames none."""
        if span != self._span:
            self._span = span
            self.update()

    def paint_span(self, painter: QPainter, top: float, bottom: float) -> None:
        """Paint the frame of the chosen tokens from `top` down to `bottom`."""
        left, right = self.axis()
        if self._span is None:
            return
        left, right = max(left, round(self.x_of(self._span.start))), min(right, round(self.x_of(self._span.stop)))
        if left < right:
            paint_span_frames(painter, [QRectF(left, top, right - left, bottom - top)], self._theme)

    def _place(self, x: float) -> float:
        """Return the place on the token axis at a pixel."""
        left, right = self.axis()
        return self._range.first + (x - left) / max(right - left, 1.0) * self._range.span
