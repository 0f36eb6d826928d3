"""What a colour or a line stands for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.plots.colours import HIGH, LOW
from gatescope.plots.description import Series
from gatescope.plots.numbers import short

_BAR = 54.0
_SAMPLE = 22.0
_NAME, _SYMBOL = 12.0, 15.0


def colour_bar_width(canvas: Canvas, low: float, high: float, size: float) -> float:
    """The width of `colour_bar` in logical pixels."""
    return canvas.width(short(low) + short(high), size) + (_BAR + 10) * canvas.unit


def colour_bar(
    canvas: Canvas, left: float, baseline: float, low: float, high: float, colours: str, size: float
) -> None:
    """Paint a range on one line: its low end, its colours, its high end."""
    unit, theme = canvas.unit, canvas.theme
    x = left + canvas.text(short(low), left, baseline, size=size, colour=theme.muted) + 5 * unit
    bar = QRectF(x, baseline - size * 0.72 * unit, _BAR * unit, size * 0.72 * unit)
    canvas.map(bar, np.arange(LOW, HIGH + 1, dtype=np.uint8)[None, :], colours)
    canvas.frame(bar, theme.border, 0.8)
    canvas.text(short(high), bar.right() + 5 * unit, baseline, size=size, colour=theme.muted)


def series_legend_width(canvas: Canvas, series: tuple[Series, ...]) -> float:
    """The width of `series_legend` in logical pixels."""
    widths = (canvas.width(s.label, _NAME) + canvas.symbol_width(s.symbol, _SYMBOL) for s in series)
    return max(widths, default=0.0) + (_SAMPLE + 16) * canvas.unit


def series_legend(canvas: Canvas, series: tuple[Series, ...], rect: QRectF) -> None:
    """Paint one line a series, from the top of `rect`; closer together where there are many."""
    unit, theme = canvas.unit, canvas.theme
    pitch = min(24 * unit, rect.height() / max(len(series), 1))
    size = min(_NAME, pitch / unit * 0.8)
    for number, one in enumerate(series):
        baseline = rect.top() + pitch * (number + 0.5) + size * 0.36 * unit
        middle = baseline - size * 0.34 * unit
        stop = rect.left() + _SAMPLE * unit
        canvas.painter.setPen(canvas.pen(theme.line(one.hue), 2.4, one.dash))
        canvas.painter.drawLine(QPointF(rect.left(), middle), QPointF(stop, middle))
        left = stop + 8 * unit
        symbol = _SYMBOL * size / _NAME
        room = rect.right() - left - canvas.symbol_width(one.symbol, symbol) - 6 * unit
        width = canvas.text(one.label, left, baseline, size=size, room=room)
        if one.symbol:
            canvas.symbol(one.symbol, left + width + 6 * unit, baseline, size=symbol)
