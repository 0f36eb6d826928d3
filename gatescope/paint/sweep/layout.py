"""The places of the parts of a sweep, for painting it and for finding what is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.plots.numbers import number
from gatescope.plots.sweep.sweep_plot import SweepColumn, SweepPlot
from gatescope.words import mark, tr

TITLE, NAME, SMALL = 15.0, 12.0, 11.5
ROW = 20.0
_GAP, _BETWEEN = 10.0, 26.0
_LEAST_BAR, _NARROW = 36.0, 170.0
HEADS = mark("without it"), "change"


@dataclass(frozen=True)
class ColumnPlace:
    """Where the parts of one column are.

    Attributes:
        column: what it shows.
        heading: the name and what is lost; no height where it has no room.
        heads: the line over the numbers.
        rows: of the rows in sight.
        left, right: the ends of the bars.
        value, change: the right ends of the two numbers; `value` is 0 where there is room for the change only.
        prefix: what stands before the number of a unit.
    """

    column: SweepColumn
    heading: QRectF
    heads: QRectF
    rows: tuple[QRectF, ...]
    left: float
    right: float
    value: float
    change: float
    prefix: str

    def x_of(self, change: float) -> float:
        """Return where a change ends."""
        column = self.column
        reach = column.high - column.low
        return self.left + (0.5 if not reach else (change - column.low) / reach) * (self.right - self.left)


class SweepLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        title: no height in a window, whose dock has it.
        columns: of the models.
        first: the row on top.
        fitting: how many rows there is room for.
        finding: the sentence.
    """

    def __init__(self, canvas: Canvas, plot: SweepPlot, rect: QRectF, *, titled: bool = True) -> None:
        unit = canvas.unit
        self.text = sentence(canvas, plot.finding, rect.width(), size=NAME)
        said = self.text.height if self.text is not None else 0.0
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        self.title = QRectF(rect.left(), rect.top(), rect.width(), (TITLE + 10.0) * unit if titled else 0.0)
        top, bottom = self.title.bottom(), self.finding.top() - 4.0 * unit
        heading = (NAME + 8.0) * unit
        row = ROW * unit
        # In a low picture the headings go first.
        heads = (SMALL + 6.0) * unit
        if bottom - top - heading - heads < 3 * row:
            heads = 0.0
        if bottom - top - heading < 2 * row:
            heading = 0.0
        free = max(bottom - top - heading - heads, 0.0)
        self.fitting = max(int(free / row), 1)
        self.first = max(min(plot.first, plot.rows - self.fitting), 0)
        count = max(len(plot.columns), 1)
        width = (rect.width() - _BETWEEN * unit * (count - 1)) / count
        self.columns = tuple(
            self._place(
                canvas,
                column,
                QRectF(rect.left() + index * (width + _BETWEEN * unit), top, width, bottom - top),
                heading,
                heads,
            )
            for index, column in enumerate(plot.columns)
        )

    def row_at(self, point: QPointF) -> tuple[ColumnPlace, int] | None:
        """Return the column and the row under a point; None where none is."""
        for place in self.columns:
            for at, row in enumerate(place.rows):
                if row.contains(point):
                    return place, self.first + at
        return None

    def _place(self, canvas: Canvas, column: SweepColumn, rect: QRectF, heading: float, heads: float) -> ColumnPlace:
        unit = canvas.unit
        gap = _GAP * unit
        seen = range(self.first, min(self.first + self.fitting, len(column.units)))
        # A narrow column has the numbers of units alone.
        prefix = tr("unit ") if rect.width() >= _NARROW * unit else ""
        name = max((canvas.width(f"{prefix}{column.units[row]}", NAME, bold=True) for row in seen), default=0.0)
        values = [written(float(column.values[row]), column.digits) for row in seen]
        changes = [signed(float(column.changes[row]), column.digits) for row in seen]
        value, change = (
            max([canvas.width(one, NAME, bold=True) for one in numbers] + [canvas.width(head, SMALL)])
            for numbers, head in zip((values, changes), HEADS, strict=True)
        )
        left = rect.left() + name + gap
        right = rect.right() - change - gap - value - gap
        if right - left < _LEAST_BAR * unit:
            value, right = 0.0, rect.right() - change - gap
        top = rect.top() + heading + heads
        row = ROW * unit
        rows = tuple(QRectF(rect.left(), top + at * row, rect.width(), row) for at in range(len(seen)))
        return ColumnPlace(
            column,
            QRectF(rect.left(), rect.top(), rect.width(), heading),
            QRectF(rect.left(), rect.top() + heading, rect.width(), heads),
            rows,
            left,
            max(right, left + 1.0),
            rect.right() - change - gap if value else 0.0,
            rect.right(),
            prefix,
        )


def written(value: float, digits: int) -> str:
    """Write a value with `digits` decimals, and one that is too small for them as 0: its neighbours have as many."""
    return number(0.0 if abs(value) < 0.5 * 10.0**-digits else value, digits)


def signed(value: float, digits: int) -> str:
    """Write a change with its sign."""
    said = written(value, digits)
    return f"+{said}" if value > 0 else said
