"""The places of the parts of a gradient flow, for painting it and for finding what is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, inf
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import power_width, sentence
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.gradient_flow_plot import FactorRow, FlowLine, GradientFlowPlot
from gatescope.plots.gradient_words import left_at, power
from gatescope.plots.token_axis import FLAT_HEIGHT
from gatescope.words import tr

TITLE, NAME, SYMBOL, SMALL, TICK = 15.0, 12.0, 14.5, 11.5, 11.0
DOT = 14.0
"""From the left of a dot to the name behind it."""
SAMPLE = 23.4
"""The length of a line in the legend."""
HEADING_ROW = 20.0
"""From one line of the heading to the next."""

Place = TypeVar("Place", float, NDArray[np.floating])
"""One number or many of them."""

_GAP = 10.0
_WIDEST_COLUMN = 0.38
_ROW, _LOWEST_ROW = 21.0, 14.0
# Heights of the lines: what they get before the rows of factors grow, and before words and rows go.
_COMFORTABLE, _LEAST = 110.0, 64.0
_EDGE, _EDGE_OF_A_WINDOW = 5.0, 9.0


@dataclass(frozen=True)
class Placement:
    """Where a window wants the token axis, in the coordinates of the rectangle that is painted.

    Attributes:
        left, right: the ends of the axis.
        first, last: the places on the token axis that are there; token i fills i … i + 1.
    """

    left: float
    right: float
    first: float
    last: float


class LinesLayout:
    """The lines alone.

    Attributes:
        area: where they are.
        stretch: the places on the token axis at both ends.
    """

    def __init__(self, plot: GradientFlowPlot, area: QRectF) -> None:
        self._low, self._high = plot.low, plot.high
        self.area, self.stretch = area, plot.stretch

    @property
    def columns(self) -> float:
        """The width of a token."""
        return self.area.width() / (self.stretch[1] - self.stretch[0])

    def x_of(self, place: Place) -> Place:
        """Return where a place on the token axis is; the middle of token i is i + ½."""
        return self.area.left() + (place - self.stretch[0]) * self.columns

    def y_of(self, value: Place) -> Place:
        """Return where a log₁₀ is."""
        return self.area.bottom() - (value - self._low) / (self._high - self._low) * self.area.height()


class GradientLayout(LinesLayout):
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: title, target and legend; no height in a window, which has them in its tool row.
        column: what is left at the first token.
        area: the lines.
        rows: one a factor that there is room for, over the tokens.
        most: the height that the words may take.
        words: the token axis; no height where there is no room.
        finding: the sentence.
        legend: in which line of the heading each line's entry stands, and how far from its left.
        stretch: the places on the token axis at both ends.
    """

    def __init__(
        self, canvas: Canvas, plot: GradientFlowPlot, rect: QRectF, placement: Placement | None = None
    ) -> None:
        super().__init__(plot, QRectF())
        unit = canvas.unit
        self.text = sentence(canvas, plot.finding, rect.width(), size=NAME)
        self.legend: list[tuple[int, float]] = []
        heading = 0.0
        if placement is None:
            self.stretch = plot.stretch
            self.legend = _legend(canvas, plot, rect.width())
            lines = 1 + max((line for line, _ in self.legend), default=0)
            heading = (TITLE + 16.0 + HEADING_ROW * lines) * unit
            left, right = rect.left() + _column_width(canvas, plot, rect.width()), rect.right()
        else:
            self.stretch = placement.first, placement.last
            left, right = rect.left() + placement.left, rect.left() + placement.right
        left, right = round(left), max(round(right), round(left) + 1)
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), heading)
        said = self.text.height if self.text is not None else 0.0
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        # In a window the words keep one height, whatever they are.
        self.most = inf if placement is None else FLAT_HEIGHT * unit
        axis = TokenAxis(canvas, plot.tokens, None, right - left, self.stretch, most=self.most, whole=plot.whole)
        edge = (_EDGE if placement is None else _EDGE_OF_A_WINDOW) * unit
        top, bottom = self.heading.bottom() + edge, self.finding.top() - (4.0 * unit if said else 0.0)
        words = axis.height if len(plot.tokens) else 0.0
        count, pitch = len(plot.factors), _ROW * unit
        gap = _GAP * unit
        if count:
            pitch = min(max((bottom - top - words - gap - _COMFORTABLE * unit) / count, _LOWEST_ROW * unit), pitch)
        # In a low picture the words are left out first, since other views have them too, then factors from the last.
        if bottom - top - words - gap - pitch * count < _LEAST * unit:
            words = 0.0
        while count and bottom - top - words - gap - pitch * count < _LEAST * unit:
            count -= 1
        gap = gap if count else _EDGE * unit
        height = max(bottom - top - words - gap - pitch * count, 1.0)
        self.area = QRectF(left, top, right - left, height)
        self.words = QRectF(left, bottom - words, right - left, words)
        rows_top = self.area.bottom() + gap
        self.rows = tuple(
            QRectF(left, round(rows_top + pitch * row), right - left, max(round(pitch - 2.0 * unit), 1))
            for row in range(count)
        )
        self.column = QRectF(rect.left(), self.area.top(), left - rect.left() - _ticks(canvas, plot), height)

    def token_at(self, x: float) -> int:
        """Return the token whose column holds `x`; −1 left or right of the axis."""
        if not self.area.left() <= x < self.area.right():
            return -1
        return floor(self.stretch[0] + (x - self.area.left()) / self.columns)

    def row_at(self, y: float) -> int:
        """Return which factor's row is at `y`; −1 where none is."""
        return next((row for row, place in enumerate(self.rows) if place.top() <= y < place.bottom() + 2.0), -1)


def line_name_width(canvas: Canvas, line: FlowLine) -> float:
    """Return the width of a line's label and symbol."""
    return canvas.width(line.label, NAME) + 4.0 * canvas.unit + canvas.symbol_width(line.symbol, SYMBOL)


def factor_words(row: FactorRow) -> str:
    """Return what stands before a factor's symbol."""
    return tr("{label}  mean", label=row.label) if row.means else row.label


def _legend(canvas: Canvas, plot: GradientFlowPlot, width: float) -> list[tuple[int, float]]:
    """Return the place of every line's entry behind the target, in as many lines as it takes."""
    unit = canvas.unit
    line, x = 0, canvas.width(tr("of {target}", target=plot.target), NAME) + 22.0 * unit
    places: list[tuple[int, float]] = []
    for one in plot.lines:
        wide = (SAMPLE + 6.0) * unit + line_name_width(canvas, one)
        if x + wide > width and x > 0.0:
            line, x = line + 1, 0.0
        places.append((line, x))
        x += wide + 18.0 * unit
    return places


def _column_width(canvas: Canvas, plot: GradientFlowPlot, width: float) -> float:
    """Return what the names and values left of the axis take, the ticks with them."""
    unit = canvas.unit
    values = max((power_width(canvas, power(line.left), NAME, bold=True) for line in plot.lines), default=0.0)
    names = [line_name_width(canvas, line) + 12.0 * unit + values for line in plot.lines]
    said = canvas.width(left_at([line.first for line in plot.lines], plot.tokens)[0], SMALL) if plot.lines else 0.0
    ticked = max(max(names, default=0.0) + DOT * unit, said) + _ticks(canvas, plot)
    factors = [
        canvas.width(factor_words(row), NAME) + 4.0 * unit + canvas.symbol_width(row.symbol, SYMBOL)
        for row in plot.factors
    ]
    return min(max(ticked, max(factors, default=0.0) + (DOT + 12.0) * unit), width * _WIDEST_COLUMN)


def _ticks(canvas: Canvas, plot: GradientFlowPlot) -> float:
    """Return what the ticks take, with room on both sides."""
    widest = max((power_width(canvas, f"10<sup>{tick}</sup>", TICK) for tick in plot.ticks), default=0.0)
    return widest + 22.0 * canvas.unit
