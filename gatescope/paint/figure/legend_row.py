"""The names of lines in a row above a panel, each behind a piece of its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.dot_shapes import paint_dot
from gatescope.paint.figure.axes import TEXT

_SAMPLE, _GAP, _SYMBOL_GAP, _BETWEEN = 26.0, 6.0, 4.0, 18.0
_SYMBOL = 14.5
_DOT = 3.8
ROW = 18.0
"""The height of a line of a legend in design pixels."""
_LEAST_LINES = 44.0


@dataclass(frozen=True)
class Entry:
    """One line in a legend.

    Attributes:
        label, symbol: plain and rich text.
        colour: as ``#RRGGBB``; dash: as in `Series`; width: in design pixels.
        shape: of the dot that stands for it, as in `DotGroup`; None for a line.
    """

    label: str
    symbol: str
    colour: str
    dash: int
    width: float
    shape: int | None = None

    @property
    def sample(self) -> float:
        """The width of the piece of its line, or of its dot, in design pixels."""
        return _SAMPLE if self.shape is None else 2.0 * _DOT


class LegendRow:
    """Entries side by side, in as many lines as it takes.

    Attributes:
        height: of all lines; 0 where there is nothing to tell apart.
    """

    def __init__(self, canvas: Canvas, entries: Sequence[Entry], width: float) -> None:
        self._canvas, self._width = canvas, width
        unit, between = canvas.unit, _BETWEEN * canvas.unit
        wide = [_wide(canvas, entry) + between for entry in entries]
        xs = [sum(wide[:at]) for at in range(len(wide))]
        columns = len(entries)
        if sum(wide) - between > width:
            # Under each other as in a table, where they do not stand in one line.
            columns = max(int((width + between) / max(wide)), 1)
            xs = [at % columns * max(wide) for at in range(len(wide))]
        self._places = [(entry, x, at // columns) for at, (entry, x) in enumerate(zip(entries, xs, strict=True))]
        self.height = (self._places[-1][2] + 1) * ROW * unit if entries else 0.0

    def paint(self, left: float, top: float) -> None:
        """Paint the entries from (`left`, `top`) on."""
        canvas, unit = self._canvas, self._canvas.unit
        for entry, x, line in self._places:
            baseline = top + (line * ROW + TEXT) * unit
            middle = baseline - TEXT * 0.34 * unit
            start = left + x
            _paint_sample(canvas, entry, start, middle)
            start += (entry.sample + _GAP) * unit
            # A line has room for one at least, but not always for all of it.
            free = left + self._width - start - (0.0 if not entry.symbol else (_SYMBOL + _SYMBOL_GAP) * unit)
            start += canvas.text(entry.label, start, baseline, size=TEXT, max_width=free) + _SYMBOL_GAP * unit
            if entry.symbol:
                canvas.symbol(entry.symbol, start, baseline, size=_SYMBOL, colour=canvas.theme.text)


def legend_above(canvas: Canvas, entries: Sequence[Entry], width: float, free: float) -> LegendRow:
    """Return the legend of a panel that has `free` units for it and for its lines; none where it would take the lines'
    place."""
    named = LegendRow(canvas, entries, width)
    return named if free - named.height >= _LEAST_LINES * canvas.unit else LegendRow(canvas, [], width)


def _paint_sample(canvas: Canvas, entry: Entry, left: float, middle: float) -> None:
    painter, unit = canvas.painter, canvas.unit
    if entry.shape is None:
        painter.setPen(canvas.pen(entry.colour, entry.width, entry.dash))
        painter.drawLine(QPointF(left, middle), QPointF(left + _SAMPLE * unit, middle))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(entry.colour))
    paint_dot(painter, QPointF(left + _DOT * unit, middle), _DOT * unit, entry.shape)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _wide(canvas: Canvas, entry: Entry) -> float:
    """Return the width of an entry in units of the layout."""
    wide = (entry.sample + _GAP) * canvas.unit + canvas.width(entry.label, TEXT)
    if entry.symbol:
        wide += _SYMBOL_GAP * canvas.unit + canvas.symbol_width(entry.symbol, _SYMBOL)
    return wide
