"""The places of the parts of itemised gradients, for painting them and for finding what is under the mouse."""

from __future__ import annotations

from html import escape
from math import floor

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import RichText, sentence
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.itemised.itemised_plot import ItemisedPlot, path_words
from gatescope.plots.token_axis import FLAT_HEIGHT
from gatescope.plots.whole_axis import continued
from gatescope.words import tr

TITLE, NAME, SMALL, WORD = 15.0, 12.0, 11.5, 10.5
_WIDEST_NAMES = 76.0
_LABEL, _BETWEEN, _GAP, _EDGE = 20.0, 8.0, 6.0, 4.0
_LEAST = 40.0
_LYING = 24.0
_NAMED = 400
_PRINTED_ROW, _LEAST_SHARE, _MOST_MAPS = 14.0, 0.3, 480.0


class ItemisedLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: title and what is shown; no height in a window.
        about: what is shown, wrapped, in a figure; None elsewhere, where it has one line.
        areas: the maps, a rectangle a panel; rows and columns are the tokens in `stretch`.
        labels: the line above each map: its name and its colours; no height where there is no room.
        names: the right end of the words left of the maps.
        words: the token axis; no height where there is no room.
        most: the height that the words may take.
        finding: the sentence, and its text.
        stretch: the places on the token axis at both ends.
    """

    def __init__(
        self, canvas: Canvas, plot: ItemisedPlot, rect: QRectF, stretch: tuple[float, float] | None = None
    ) -> None:
        unit = canvas.unit
        titled = stretch is None
        self.stretch = stretch or plot.panels_stretch
        self.text = sentence(canvas, plot.finding, rect.width(), size=NAME)
        self.about = RichText(canvas, escape(about(plot)), rect.width(), size=SMALL) if canvas.on_paper else None
        lines = self.about.height if self.about is not None else 18.0 * unit
        heading = (TITLE + 14.0) * unit + lines if titled else 0.0
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), heading)
        said = 0.0 if self.text is None else self.text.height
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        left = round(rect.left() + names_width(canvas, plot, self.stretch))
        right = max(round(rect.right()), left + 1)
        top, bottom = self.heading.bottom() + _EDGE * unit, self.finding.top() - _GAP * unit * (said > 0)
        count = max(len(plot.panels), 1)
        column = (right - left) / (self.stretch[1] - self.stretch[0])
        # Words stand only where hardly any would have room lying.
        lying = FLAT_HEIGHT * unit
        self.most = lying if column >= _LYING * unit or bottom - top < 4 * _LEAST * unit * count else 3.0 * lying
        axis = TokenAxis(
            canvas,
            plot.tokens,
            None,
            right - left,
            self.stretch,
            importance=plot.importance,
            most=self.most,
            whole=plot.whole,
        )
        words, label = (axis.height if len(plot.tokens) else 0.0), _LABEL * unit
        # In a low picture the words go first, since other views have them too, then the names of the maps.
        if bottom - top - words - count * (label + _LEAST * unit) < 0.0:
            words = 0.0
        if bottom - top - words - count * (label + _LEAST * unit * 0.6) < 0.0:
            label = 0.0
        between = _BETWEEN * unit if label else 2.0
        pitch = max((bottom - top - words + between) / count, 4.0)
        self.labels, self.areas = [], []
        for panel in range(count):
            start, stop = round(top + pitch * panel), round(top + pitch * (panel + 1) - between)
            self.labels.append(QRectF(rect.left(), start, right - rect.left(), label))
            high = max(stop - start - round(label), 1)
            self.areas.append(QRectF(left, start + round(label), right - left, high))
        self.names = left - 6.0 * unit
        self.words = QRectF(left, bottom - words, right - left, words)

    @property
    def _span(self) -> float:
        return self.stretch[1] - self.stretch[0]

    def x_of(self, place: float) -> float:
        """Return where a place on the token axis is."""
        area = self.areas[0]
        return area.left() + (place - self.stretch[0]) * area.width() / self._span

    def y_of(self, panel: int, place: float) -> float:
        """Return where a row begins in a map."""
        area = self.areas[panel]
        return area.top() + (place - self.stretch[0]) * area.height() / self._span

    def cell(self, panel: int, row: int, column: int) -> QRectF:
        """Return the place of a pair."""
        top, left = self.y_of(panel, row), self.x_of(column)
        whole = QRectF(left, top, self.x_of(column + 1) - left, self.y_of(panel, row + 1) - top)
        return whole.intersected(self.areas[panel])

    def pair_at(self, point: QPointF) -> tuple[int, int, int] | None:
        """Return the panel, the row and the column under a point, as tokens; None where none is."""
        for panel, area in enumerate(self.areas):
            if area.contains(point) and point.x() < area.right() and point.y() < area.bottom():
                row = floor(self.stretch[0] + (point.y() - area.top()) / area.height() * self._span)
                column = floor(self.stretch[0] + (point.x() - area.left()) / area.width() * self._span)
                return panel, row, column
        return None


def about(plot: ItemisedPlot) -> str:
    """Return what rows, columns and values are."""
    return tr(
        "rows: {of} after every word; columns: the step that it reaches; {path}",
        of=plot.of,
        path=path_words(plot.path),
    )


def itemised_height(canvas: Canvas, plot: ItemisedPlot, width: float) -> float:
    """Return the height of a panel in which the rows of every map have room for their words."""
    unit, rows = canvas.unit, sum(len(panel.tokens) for panel in plot.panels)
    said = RichText(canvas, escape(about(plot)), width, size=SMALL).height
    maps = min(max(rows * _PRINTED_ROW * unit, width * _LEAST_SHARE), _MOST_MAPS * unit)
    return said + maps + (len(plot.panels) * (_LABEL + _BETWEEN) + FLAT_HEIGHT + _EDGE + _GAP) * unit


def names_width(canvas: Canvas, plot: ItemisedPlot, stretch: tuple[float, float]) -> float:
    """Return what the words left of the maps take."""
    tokens = continued(plot.tokens, plot.whole)
    first, last = max(floor(stretch[0]), 0), min(floor(stretch[1]) + 1, len(tokens))
    shown = range(first, last, max((last - first) // _NAMED, 1))
    widest = max((canvas.width(axis_word(tokens, token), WORD, bold=True) for token in shown), default=0.0)
    return min(widest, _WIDEST_NAMES * canvas.unit) + 10.0 * canvas.unit
