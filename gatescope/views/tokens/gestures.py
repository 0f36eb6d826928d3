"""What the mouse means over a token axis, in scenes and in painted pictures alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from gatescope.views.tokens.range import TokenRange

_ZOOM_PER_NOTCH = 0.8
_NOTCH = 120.0
_PAN_PER_NOTCH = 0.1
_DRAG = 4.0


class Press:
    """The left button from its press to its release: a click, or a drag once the mouse has moved far enough.

    Attributes:
        told: whether the owner has told of the last click; see `takes_back`.
        brushes: whether Shift was held at the press, so that a drag chooses what it passes over.
    """

    def __init__(self) -> None:
        self._start: QPointF | None = None
        self._dragged: QPointF | None = None
        self.told = False
        self.brushes = False

    @property
    def start(self) -> QPointF | None:
        """The place of the press; None while the button is up."""
        return self._start

    def begin(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start, self._dragged, self.told = event.position(), None, False
            self.brushes = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def drag_to(self, place: QPointF) -> None:
        """Make it a drag at once, however little the mouse has moved."""
        self._dragged = place

    def moved(self, place: QPointF) -> QPointF | None:
        """Return how far the mouse was dragged since the last call; None while it may still be a click."""
        if self._start is None or (self._dragged is None and (place - self._start).manhattanLength() < _DRAG):
            return None
        moved = place - (self._dragged or self._start)
        self._dragged = place
        return moved

    def end(self, event: QMouseEvent) -> bool | None:
        """Return whether the release ends a click; None where it ends nothing that began here."""
        if event.button() != Qt.MouseButton.LeftButton or self._start is None:
            return None
        was_click = self._dragged is None
        self.forget()
        return was_click

    def takes_back(self, event: QMouseEvent) -> bool:
        """Return whether a double click takes back what was told of the click before it, which it does once."""
        self.forget()
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        told, self.told = self.told, False
        return told

    def forget(self) -> None:
        self._start = self._dragged = None


def brushed(start: float, place: float, token_at: Callable[[float], int], first: float, last: float) -> range | None:
    """Return the tokens between two pixels of an axis from `first` to before `last`, beyond which nothing is brushed.

    Args:
        token_at: the token at a pixel, or −1.
    """
    ends = [token_at(max(min(x, last - 1.0), first)) for x in (start, place)]
    return None if min(ends) < 0 else range(min(ends), max(ends) + 1)


def turn_wheel(
    token_range: TokenRange, event: QWheelEvent, under: float, stretch: Callable[[float], object] | None = None
) -> None:
    """Zoom at the place `under` of the token axis; pan with Shift or a wheel that turns sideways.

    Args:
        stretch: is called with the factor of a zoom across the tokens where Ctrl is held.
    """
    turn, modifiers = event.angleDelta(), event.modifiers()
    notches = turn.y() / _NOTCH
    factor = _ZOOM_PER_NOTCH**notches
    if turn.x() and abs(turn.x()) > abs(turn.y()):
        token_range.pan(-turn.x() / _NOTCH * token_range.span * _PAN_PER_NOTCH)
    elif modifiers & Qt.KeyboardModifier.ShiftModifier:
        token_range.pan(-notches * token_range.span * _PAN_PER_NOTCH)
    elif stretch is not None and modifiers & Qt.KeyboardModifier.ControlModifier:
        stretch(factor)
    else:
        token_range.zoom(factor, min(max(under, token_range.first), token_range.last))
    event.accept()
