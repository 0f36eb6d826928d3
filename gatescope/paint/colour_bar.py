"""A range on one line: its low end, its colours, its high end."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPolygonF

from gatescope.paint.cells import coloured, paint_cells
from gatescope.plots.colours import HIGH, LOW, OUTSIDE, SIGNED, table
from gatescope.plots.numbers import short
from gatescope.plots.theme import Theme

_RAMP = np.arange(LOW, HIGH + 1, dtype=np.uint8)[None, :]
# Half of a digit's height, as a part of the font's size.
_HALF_DIGIT = 0.36


class ColourBar:
    """The colours of a map from the low to the high end of its range, with both ends in numbers.

    Args:
        font: of the numbers.
        size: of the bar alone, in logical pixels.
        gap: pixels between the bar and each number.
    """

    def __init__(self, font: QFont, size: QSizeF, gap: float = 5.0) -> None:
        self._font, self._size, self._gap = font, size, gap
        self._metrics = QFontMetricsF(font)

    def width(self, low: float, high: float) -> float:
        """Return the logical pixels that bar and numbers take."""
        return self._metrics.horizontalAdvance(short(low) + short(high)) + self._size.width() + 2 * self._gap

    def paint(
        self, painter: QPainter, left: float, baseline: float, low: float, high: float, colours: str, theme: Theme
    ) -> None:
        """Paint the range from `left` on, the numbers on `baseline`; `colours` names the table."""
        painter.setFont(self._font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(QPointF(left, baseline), short(low))
        middle = baseline - _HALF_DIGIT * self._font.pixelSize()
        # On whole pixels the bar is as sharp as a map.
        bar = QRectF(
            round(left + self._metrics.horizontalAdvance(short(low)) + self._gap),
            round(middle - self._size.height() / 2),
            round(self._size.width()),
            max(round(self._size.height()), 1),
        )
        painter.drawText(QPointF(bar.right() + self._gap, baseline), short(high))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_cells(painter, bar, _ramp(colours, theme), theme)
        if colours.endswith(OUTSIDE):
            _paint_arrows(painter, bar, colours, theme)
        painter.setPen(QColor(theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.restore()


@lru_cache(maxsize=64)
def _ramp(colours: str, theme: Theme) -> QImage:
    return coloured(_RAMP[:, 1:-1] if colours.endswith(OUTSIDE) else _RAMP, colours, theme)


def _paint_arrows(painter: QPainter, bar: QRectF, colours: str, theme: Theme) -> None:
    """Paint at the ends of a bar, in their colours, that values lie beyond it: at both ends of a signed one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    middle, half, long = bar.center().y(), bar.height() / 2.0, 3.0
    ends = [(HIGH, bar.right() + 1.0, long)]
    if colours.startswith(SIGNED):
        ends.append((LOW, bar.left() - 1.0, -long))
    for entry, x, towards in ends:
        red, green, blue = (int(part) for part in table(colours, theme)[entry, :3])
        painter.setBrush(QColor(red, green, blue))
        painter.drawPolygon(
            QPolygonF([QPointF(x, middle - half), QPointF(x, middle + half), QPointF(x + towards, middle)])
        )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
