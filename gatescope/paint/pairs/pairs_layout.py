"""The places of the parts of a pair, for painting it and for finding what is under the mouse."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import Placement
from gatescope.paint.rich_text import sentence
from gatescope.plots.pairs.pairs_plot import PairsPlot

TITLE, NAME, SYMBOL, SMALL = 15.0, 12.0, 14.5, 11.0
HEADING = 30.0
_WORDS, _GAP, _EDGE = 18.0, 8.0, 4.0
_LABELS, _WIDEST_LABELS = 116.0, 0.3
_LEAST, _LEAST_LINES = 10.0, 26.0
_DIFFERENCE, _LINES = 1.2, 1.1
_PRINTED_LINES, _PRINTED = 1.5, 44.0


class PairsLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: the title; no height in a window.
        labels: the left column, as wide as the names.
        words: the rows of words: of the first text above its map, of the second below its own.
        maps: the places of the maps, in the order of the panels.
        lines: the read-outs; no height where there are none, or no room.
        finding: the sentence, with its place.
        stretch: the places on the axis of columns at both ends.
    """

    def __init__(self, canvas: Canvas, plot: PairsPlot, rect: QRectF, placement: Placement | None = None) -> None:
        unit = canvas.unit
        self.finding_text = sentence(canvas, plot.said, rect.width(), size=NAME)
        said = 0.0 if self.finding_text is None else self.finding_text.height
        heading = 0.0 if placement is not None else HEADING * unit
        if placement is None:
            self.stretch = (0.0, float(max(len(plot.columns), 1)))
            left, right = rect.left() + min(_LABELS * unit, rect.width() * _WIDEST_LABELS), rect.right()
        else:
            self.stretch = placement.first, placement.last
            left, right = rect.left() + placement.left, rect.left() + placement.right
        left, right = round(left), max(round(right), round(left) + 1)
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), heading)
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        top = rect.top() + heading + _EDGE * unit
        bottom = rect.bottom() - said - _GAP * unit * (said > 0)
        word, gap = _WORDS * unit, _GAP * unit
        shares = [1.0, 1.0, *([_DIFFERENCE] if plot.difference is not None else [])]
        lines = (_PRINTED_LINES if canvas.on_paper else _LINES) if plot.lines is not None else 0.0
        free = bottom - top - 2 * word - gap * (len(shares) - 1 + (lines > 0))
        # In a low picture the read-outs go first, the traces of which other views have.
        if lines and free / (sum(shares) + lines) * lines < _LEAST_LINES * unit:
            free, lines = free + gap, 0.0
        each = max(free / (sum(shares) + lines), _LEAST * unit * 0.5)
        self.words, self.maps = [QRectF(left, top, right - left, word)], []
        y = top + word
        for at, share in enumerate(shares[: len(plot.panels)]):
            high = each * share
            self.maps.append(QRectF(left, round(y), right - left, max(round(y + high) - round(y), 1)))
            y += high
            if at == 0:
                y += 3.0 * unit
            elif at == 1:
                self.words.append(QRectF(left, round(y), right - left, word))
                y += word + gap
            else:
                y += gap
        high = max(bottom - y, 0.0) if lines else 0.0
        self.lines = QRectF(left, round(y), right - left, high)
        self.labels = QRectF(rect.left(), top, left - rect.left() - 8.0 * unit, bottom - top)

    @property
    def columns(self) -> float:
        """The width of a column."""
        return self.words[0].width() / (self.stretch[1] - self.stretch[0])

    def x_of(self, place: float) -> float:
        """Return where a place on the axis of columns is."""
        return self.words[0].left() + (place - self.stretch[0]) * self.columns

    def column_at(self, x: float) -> int:
        """Return the column that holds `x`; −1 left or right of the axis."""
        if not self.words[0].left() <= x < self.words[0].right():
            return -1
        return floor(self.stretch[0] + (x - self.words[0].left()) / self.columns)

    def map_at(self, y: float) -> int:
        """Return which map is at `y`; −1 where none is."""
        return next((at for at, place in enumerate(self.maps) if place.top() <= y < place.bottom()), -1)

    def clipped(self, first: float, last: float) -> tuple[float, float]:
        """Return the pixels of a stretch of columns, as far as it is in sight."""
        left, right = self.words[0].left(), self.words[0].right()
        return min(max(self.x_of(first), left), right), min(max(self.x_of(last), left), right)


def pairs_height(canvas: Canvas, plot: PairsPlot, _width: float) -> float:
    """Return the height of a panel whose maps have room for their names, and whose lines for theirs."""
    maps = 2.0 + (_DIFFERENCE if plot.difference is not None else 0.0)
    lines = _PRINTED_LINES if plot.lines is not None else 0.0
    return (_PRINTED * (maps + lines) + 2.0 * _WORDS + 4.0 * _GAP + HEADING - _EDGE) * canvas.unit
