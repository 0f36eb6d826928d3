"""The places of the bars and the columns of guesses, for painting them and for finding what is under the mouse."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.plots.guesses_plot import SHOWN, GuessesPlot

LABEL, NUMBER, SMALL, TITLE = 13.0, 12.0, 11.0, 15.0
_LINE = 18.0
_ROW, _HIGHEST_ROW = 14.0, 54.0
_BARS, _LEAST_BARS, _MOST_BARS = 0.38, 150.0, 420.0
_GAP = 22.0
_WORDS = 24.0
_COLUMN, _PADDING = 20.0, 10.0
_LEAST_GRID = 90.0


class GuessesLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: the line above the bars and the columns; no height where there is no room.
        bars: one rectangle a guess at the cursor, label and number included.
        rows: the tops of the rows of the columns, and `row` their height.
        grid: the columns, with the words of the text in a row above; empty where it has no room.
        first, last: the tokens that have a column.
        column: the width of one.
        findings: the lines below; one or two, or none where there is no room.
    """

    def __init__(self, canvas: Canvas, plot: GuessesPlot, rect: QRectF) -> None:
        unit = canvas.unit
        line = _LINE * unit
        least = (SHOWN + 1) * _ROW * unit
        spare = rect.height() - least
        count = sum((spare >= line, spare >= 2 * line, spare >= 3 * line))
        # First to come, and last to go, is what came; then the heading, then the summary.
        above = line if count >= 2 else 0.0
        below = [line, line] if count == 3 else [line] if count else []
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), above)
        bottom = rect.bottom() - sum(below)
        self.row = min((bottom - self.heading.bottom()) / (SHOWN + 1), _HIGHEST_ROW * unit)
        top = self.heading.bottom() + min(self.row, _WORDS * unit)
        self.rows = [top + at * self.row for at in range(SHOWN)]
        bottom = min(self.rows[-1] + self.row + (line if self.row == _HIGHEST_ROW * unit else 0.0), bottom)
        self.findings = [QRectF(rect.left(), bottom + at * line, rect.width(), line) for at in range(len(below))]
        wide = min(max(rect.width() * _BARS, _LEAST_BARS * unit), _MOST_BARS * unit)
        left = rect.left() + wide + _GAP * unit
        if rect.right() - left < _LEAST_GRID * unit:
            wide, left = rect.width(), rect.right()
        self.bars = [QRectF(rect.left(), y, wide, self.row) for y in self.rows]
        self.column = self._column(canvas, plot)
        columns = floor((rect.right() - left) / self.column)
        count = min(columns, len(plot.tokens))
        self.first = min(max(plot.at - count // 2, 0), len(plot.tokens) - count)
        self.last = self.first + count
        self.grid = QRectF(left, self.heading.bottom(), count * self.column, top - self.heading.bottom())
        self.grid.setBottom(self.rows[-1] + self.row)

    def cell(self, token: int, row: int) -> QRectF:
        """Return the place of a guess after `token`."""
        return QRectF(self.grid.left() + (token - self.first) * self.column, self.rows[row], self.column, self.row)

    def token_at(self, place: QPointF) -> int | None:
        """Return the token whose column is at `place`."""
        if not self.grid.contains(place):
            return None
        token = self.first + floor((place.x() - self.grid.left()) / self.column)
        return token if token < self.last else None

    def guess_at(self, place: QPointF) -> tuple[int | None, int, QRectF] | None:
        """Return the token, None for that of the cursor, the row and the rectangle of the guess at `place`."""
        for row, bar in enumerate(self.bars):
            if bar.contains(place):
                return None, row, bar
        token = self.token_at(place)
        if token is None:
            return None
        cells = ((row, self.cell(token, row)) for row in range(SHOWN))
        return next(((token, row, cell) for row, cell in cells if cell.contains(place)), None)

    @staticmethod
    def _column(canvas: Canvas, plot: GuessesPlot) -> float:
        """Return the width of a column: that of a letter, or of the longest guess near the cursor."""
        if plot.noun == "letter":
            return _COLUMN * canvas.unit
        near = range(max(plot.at - 4, 0), min(plot.at + 5, len(plot.tokens)))
        labels = [plot.label(guess) for token in near for guess in plot.guesses(token)]
        widest = max((canvas.width(label, NUMBER) for label in labels), default=0.0)
        return max(widest + _PADDING * canvas.unit, _COLUMN * canvas.unit)
