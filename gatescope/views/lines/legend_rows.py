"""The rows of a legend, and how much width they take."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gatescope.plots.description import LinePlot, Series
from gatescope.plots.numbers import number
from gatescope.plots.theme import LIGHT, OPENED, Theme
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import scaled
from gatescope.views.tokens.words import WordMetrics

LONGEST_FLAT = 160.0
"""Pixels that a name may take in a legend of one line."""
ROW_GAP = 18.0
"""Pixels between two rows of a legend of one line."""
_ROUNDS_TO_NOTHING = 0.005
_ARROW = " → "


class Row(NamedTuple):
    """One line of the legend, as written."""

    label: str
    symbol: str
    value: str
    colour: str
    dash: int
    name: str
    drawn: bool


class LegendRows(QWidget):
    """What a legend writes: it is measured here, and painted in `Legend`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._plot: LinePlot | None = None
        self._shown: list[Row] = []
        self._name = WordMetrics(12)
        self._number = WordMetrics(12, bold=True)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The label of each line that is drawn and its value at the cursor, as written."""
        return tuple((row.label, row.value) for row in self._shown if row.drawn)

    def _take(self, plot: LinePlot) -> bool:
        """Take the lines of `plot`; return whether anything that is written changed."""
        shown = [
            Row(
                one.name,
                one.symbol,
                _value_at(one, plot.cursor) if drawn and not one.group else "",
                self._theme.line(one.hue),
                0 if one.group else one.dash,
                one.name,
                drawn,
            )
            for one, drawn in plot.rows
        ]
        changed = shown != self._shown or self._plot is None or self._plot.title != plot.title
        self._plot, self._shown = plot, shown
        return changed

    def _names(self, max_width: float) -> tuple[list[str], bool]:
        """Return the names to write in `max_width` pixels, and whether the symbols go with them.

        A signal's name gives way to its symbol where a unit is named as well; else names matter more than symbols. A
        column in which only some lines have one looks like a mistake.
        """
        labels = [row.label for row in self._shown]
        short = [label.partition(" · ")[0] for label in labels]
        for names in (labels, short):
            if self._fit(names, max_width, symbols=True):
                return names, True
        symbols = [row.symbol for row in self._shown if row.symbol]
        # Two values a line leave room for a name or for its symbol, where that alone tells the lines apart.
        if self._paired and len(set(symbols)) == len(symbols):
            alone = ["" if row.symbol else row.label for row in self._shown]
            if self._fit(alone, max_width, symbols=True):
                return alone, True
        return (short if self._paired and self._fit(short, max_width, symbols=False) else labels), False

    def _fit(self, names: list[str], max_width: float, *, symbols: bool) -> bool:
        lines = zip(names, self._shown, strict=True)
        return all(self._width(name, row.symbol if symbols else "", row.value) <= max_width for name, row in lines)

    def _flat_width(self, row: Row) -> float:
        """Return the width in pixels of a name and its value on one line, without the sample."""
        name = self._name.width(self._name.fitted(row.label, scaled(LONGEST_FLAT))) + 7.0
        # As if there were always a value, because names must not move when a line is hidden.
        value = self._number.width(row.value or "0.00")
        return name + (math_text(row.symbol, 14).width if row.symbol else 0.0) + value

    def _width(self, name: str, symbol: str, value: str) -> float:
        """Return the width in pixels of a line of the legend without its sample."""
        width = self._name.width(name) + 6.0 + self._value_width(value)
        return width + math_text(symbol, 14).width + 4.0 if symbol else width

    def _value_width(self, value: str) -> float:
        # As if there were always a sign, and always a change: symbols must not come and go while the cursor moves.
        widest = f"−0.00{_ARROW}−0.00" if self._paired else "−0.00"
        return max(self._number.width(value), self._number.width(widest)) if value else 0.0

    @property
    def _paired(self) -> bool:
        """Whether values are written as they were opened and as they are now."""
        return self._plot is not None and bool(self._plot.ghosts)


def _value_at(series: Series, cursor: int | None) -> str:
    """Return the value at the cursor with two decimals; a power of ten would make the column jump at every step.

    Where it was another one as opened, that stands before it, as in ``0.92 → 0.80``.
    """
    if series.hue == OPENED:
        return ""
    now = _written(series.at(cursor))
    before = "" if series.ghost is None else _written(series.ghost.at(cursor))
    return f"{before}{_ARROW}{now}" if before and before != now else now


def _written(value: float | None) -> str:
    if value is None:
        return ""
    return number(0.0 if abs(value) < _ROUNDS_TO_NOTHING else value)
