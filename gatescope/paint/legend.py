"""The legend of a line plot: a sample and a name for each line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.plots.description import Series

_SAMPLE = 22.0
_NAME, _SYMBOL = 12.0, 15.0


def series_legend_width(canvas: Canvas, series: tuple[Series, ...]) -> float:
    """Return the width of `series_legend` in logical pixels."""
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
        max_width = rect.right() - left - canvas.symbol_width(one.symbol, symbol) - 6 * unit
        width = canvas.text(one.label, left, baseline, size=size, max_width=max_width)
        if one.symbol:
            canvas.symbol(one.symbol, left + width + 6 * unit, baseline, size=symbol)
