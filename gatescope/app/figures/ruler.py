"""The rulers about the preview: millimetres of the paper, at the scale it is shown in."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import pixels, scaled

THICKNESS = 20
_NUMBERED = (5, 10, 20, 50, 100, 200)
"""Millimetres between two numbers: the first of these that leaves `_LEAST_GAP` pixels between them."""
_LEAST_GAP = 46.0
_LEAST_TICK = 3.0
"""Pixels between two ticks."""
_LETTERS = 9.5


class Ruler(QWidget):
    """A ruler along the upper or the left edge."""

    def __init__(self, *, upright: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        self._theme: Theme = LIGHT
        self._scale, self._start, self._length = 1.0, 0.0, 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_length(self, length_mm: float, scale: float, start: float) -> None:
        """Count `length_mm` from the pixel `start` on, `scale` pixels a millimetre."""
        if (length_mm, scale, start) != (self._length, self._scale, self._start):
            self._length, self._scale, self._start = length_mm, scale, start
            self.update()

    def sizeHint(self) -> QSize:
        thick = round(scaled(THICKNESS))
        return QSize(thick, 0) if self._upright else QSize(0, thick)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        font = self.font()
        font.setPixelSize(pixels(_LETTERS))
        painter.setFont(font)
        edge = float(self.width() if self._upright else self.height()) - 0.5
        painter.setPen(QPen(QColor(self._theme.muted), 1))
        numbered = step_of(self._scale)
        fine = next((part for part in (1, 2, 5, 10) if part * self._scale >= _LEAST_TICK), numbered)
        for millimetre in range(0, int(self._length) + 1, fine):
            place = self._start + millimetre * self._scale
            long = 9 if millimetre % numbered == 0 else 6 if millimetre % max(numbered // 2, 1) == 0 else 3
            ends = (edge - long, place), (edge, place)
            painter.drawLine(QLineF(*(QPointF(x, y) if self._upright else QPointF(y, x) for x, y in ends)))
            if millimetre % numbered == 0:
                self._number(painter, f"{millimetre}" if millimetre else "0 mm", place)
        painter.end()

    def _number(self, painter: QPainter, text: str, place: float) -> None:
        metrics = painter.fontMetrics()
        if not self._upright:
            painter.drawText(QPointF(place + 3, metrics.ascent() + 1), text)
            return
        # Beside an upright ruler there is no room but for numbers that lie on their side.
        painter.save()
        painter.translate(metrics.ascent() + 1, place + 3 + metrics.horizontalAdvance(text))
        painter.rotate(-90)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()


def step_of(scale: float) -> int:
    """Return the millimetres between two numbers at `scale` pixels a millimetre."""
    return next((step for step in _NUMBERED if step * scale >= _LEAST_GAP), _NUMBERED[-1])
