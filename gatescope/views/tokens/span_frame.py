"""The frame around the chosen stretch of tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.marks import paint_span_frames
from gatescope.views.tokens.marks import Mark


class SpanFrame(Mark):
    """Frames the chosen tokens in a plot area, over its whole height or over some maps of it."""

    def __init__(self, height: float) -> None:
        super().__init__(height)
        self._span: range | None = None
        self._stretches: tuple[tuple[float, float], ...] | None = None
        self._frames: list[QRectF] = []

    @property
    def frames(self) -> list[QRectF]:
        """The frames in scene pixels; none where no token of the span is in sight."""
        return self._frames

    def set_span(self, span: range | None) -> bool:
        """Take the tokens to frame; return whether they are others."""
        changed, self._span = span != self._span, span
        return changed

    def set_stretches(self, stretches: Sequence[tuple[float, float]]) -> None:
        """Frame only these stretches of the area, each from its top to its bottom, in pixels below the area's top."""
        self._stretches = tuple(stretches)

    def place(self, area: QRectF, x_of: Callable[[float], float]) -> None:
        """Frame the columns of the span in `area`; `x_of` gives the scene pixels of a place on the token axis."""
        frames = []
        if self._span is not None:
            left = max(round(x_of(self._span.start)), area.left())
            right = min(round(x_of(self._span.stop)), area.right())
            whole = ((0.0, area.height()),)
            for top, bottom in (whole if self._stretches is None else self._stretches) if right > left else ():
                frame = QRectF(left, round(area.top() + top), right - left, round(bottom - top))
                frames.append(frame.intersected(area.adjusted(0.0, -1.0, 0.0, 1.0)))
        if frames != self._frames:
            self._frames = frames
            bounds = QRectF()
            for frame in frames:
                bounds = bounds.united(frame)
            self.set_rect(bounds)
            self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        paint_span_frames(painter, self._frames, self._theme)
