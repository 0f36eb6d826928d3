"""The places of the parts of four conditions, for painting them and for finding what is under the mouse."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.plots.pairs.conditions_plot import ConditionsPlot
from gatescope.plots.token_axis import FLAT_HEIGHT

TITLE, NAME, SYMBOL, SMALL, TICK = 15.0, 12.0, 14.5, 11.0, 10.5
HEADING = 30.0
LEFT = 34.0
"""From the left of a cell to its plot: the ticks stand there."""
BELOW_FIELD = 7.0
"""Pixels between a field and the lines below it."""
_HEAD, _FIELD, _GAP, _BETWEEN, _EDGE = 18.0, 26.0, 8.0, 16.0, 4.0
_LEAST = 30.0


class ConditionsLayout:
    """The parts of one picture, in logical pixels; the panels are counted row by row.

    Attributes:
        heading: the title; no height in a window.
        heads: of each panel its name, or in a window the field with its sentences.
        areas: the lines. words: the words below them; no height where there is no room.
        finding: the sentence, with its place.
        stretch: the places in the sentences at both ends.
    """

    def __init__(
        self,
        canvas: Canvas,
        plot: ConditionsPlot,
        rect: QRectF,
        stretch: tuple[float, float] | None = None,
        *,
        window: bool = False,
    ) -> None:
        unit = canvas.unit
        self.finding_text = sentence(canvas, plot.said, rect.width(), size=NAME)
        said = 0.0 if self.finding_text is None else self.finding_text.height
        self.stretch = stretch or (0.0, float(max(plot.longest, 1)))
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), 0.0 if window else HEADING * unit)
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        top = self.heading.bottom() + _EDGE * unit
        bottom = self.finding.top() - _GAP * unit * (said > 0)
        head = (_FIELD + BELOW_FIELD if window else _HEAD) * unit
        between = _BETWEEN * unit
        wide, high = (rect.width() - between) / 2.0, max((bottom - top - _GAP * unit) / 2.0, 2.0)
        words = FLAT_HEIGHT * unit
        if high - head - words < _LEAST * unit:
            words = 0.0
        self.heads, self.areas, self.words = [], [], []
        for at in range(4):
            left = round(rect.left() + (at % 2) * (wide + between))
            start = round(top + (at // 2) * (high + _GAP * unit))
            inner = left + round(LEFT * unit)
            right = round(left + wide)
            plot_top, plot_bottom = start + round(head), round(start + high - words)
            self.heads.append(QRectF(left, start, right - left, head))
            self.areas.append(QRectF(inner, plot_top, max(right - inner, 1), max(plot_bottom - plot_top, 1)))
            self.words.append(QRectF(inner, plot_bottom, max(right - inner, 1), words))

    def x_of(self, at: int, place: float) -> float:
        """Return where a place in the sentences of panel `at` is; the middle of word i is i + ½."""
        area = self.areas[at]
        return area.left() + (place - self.stretch[0]) * area.width() / (self.stretch[1] - self.stretch[0])

    def place_at(self, place: QPointF) -> tuple[int, float] | None:
        """Return the panel at `place`, and where in its sentences that is."""
        for at, area in enumerate(self.areas):
            if area.left() <= place.x() < area.right() and area.top() <= place.y() <= self.words[at].bottom():
                share = (place.x() - area.left()) / area.width()
                return at, self.stretch[0] + share * (self.stretch[1] - self.stretch[0])
        return None

    def word_at(self, place: QPointF) -> tuple[int, int] | None:
        """Return the panel and the word at `place`."""
        found = self.place_at(place)
        return None if found is None else (found[0], floor(found[1]))
