"""The chosen stretch of tokens among the chips: how the mouse brushes it, and its frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from gatescope.plots.theme import Theme
from gatescope.views.sentence.chip_row import EDGE

_RADIUS, _WIDTH, _MARGIN = 7.0, 2.0, 1.5


class ChipBrush(QObject):
    """The chips between the one where a brush began and the one under the mouse."""

    span_changed = Signal(object)
    """The stretch of tokens, a `range`, whenever it is another than before."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._start: int | None = None
        self._told: range | None = None

    def press(self, token: int, *, cursor: int | None, shift: bool) -> None:
        """Begin at `token`, or with Shift at the `cursor`, which chooses at once."""
        self._start, self._told = cursor if shift and cursor is not None else token, None
        if shift:
            self._tell(token)

    def move(self, token: int | None) -> None:
        """Choose up to `token`; a brush that never leaves its chip chooses nothing."""
        if token is not None and (self._told is not None or token != self._start):
            self._tell(token)

    def end(self) -> None:
        self._start = self._told = None

    def _tell(self, token: int) -> None:
        if self._start is None:
            return
        span = range(min(self._start, token), max(self._start, token) + 1)
        if span != self._told:
            self._told = span
            self.span_changed.emit(span)


def span_frame(chips: Callable[[], Sequence[tuple[int, float, float]]], span: range | None, height: int) -> QRectF:
    """Return the frame around the visible chips of `span`; null where none is in sight.

    Args:
        chips: returns (token, left, width) of the visible ones, in pixels.
        height: of the chips.
    """
    inside = [(left, left + width) for token, left, width in (chips() if span else ()) if span and token in span]
    if not inside:
        return QRectF()
    left, right = min(left for left, _ in inside), max(right for _, right in inside)
    return QRectF(left, EDGE, right - left, height).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)


def paint_span_frame(painter: QPainter, frame: QRectF, theme: Theme) -> None:
    """Paint the frame in the colour of text; nothing where it is null."""
    if frame.isNull():
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.text), _WIDTH))
    painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
    painter.restore()
