"""The places of the parts of a ledger, for painting it and for finding what is under the mouse."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import Placement
from gatescope.paint.rich_text import RichText, sentence
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.memory.ledger_plot import LedgerPanel, LedgerPlot
from gatescope.plots.token_axis import FLAT_HEIGHT

TITLE, NAME, SYMBOL, SMALL, TICK = 15.0, 12.0, 14.5, 11.5, 11.0
TICKS = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))
HEADING = 46.0
_LABEL = 17.0
_GAP, _BETWEEN, _EDGE = 8.0, 6.0, 6.0
_LEAST, _HIGH = 34.0, 80.0
_LYING = 24.0


def tick_width(canvas: Canvas) -> float:
    """Return what the names of the ticks take left of the axis."""
    return canvas.width(TICKS[-1][1], TICK) + 8.0 * canvas.unit


class LedgerLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: title and what is shown; no height in a window, which has them in its title and its tool row.
        areas: the bands, a rectangle a panel.
        labels: the name of each panel above its bands; no height where there is but one, or no room.
        words: the token axis; no height where there is no room.
        most: the height that the words may take.
        finding, note: the sentence, and the foot note below it, with their places.
        stretch: the places on the token axis at both ends.
    """

    def __init__(self, canvas: Canvas, plot: LedgerPlot, rect: QRectF, placement: Placement | None = None) -> None:
        unit = canvas.unit
        self.finding_text = sentence(canvas, plot.finding, rect.width(), size=NAME)
        note = f'<span style="color:{canvas.theme.muted}">{plot.foot}</span>'
        self.note_text = RichText(canvas, note, rect.width(), size=SMALL) if plot.panels else None
        heading = 0.0
        if placement is None:
            self.stretch = plot.stretch
            heading = HEADING * unit
            left, right = rect.left() + tick_width(canvas), rect.right()
        else:
            self.stretch = placement.first, placement.last
            left, right = rect.left() + placement.left, rect.left() + placement.right
        left, right = round(left), max(round(right), round(left) + 1)
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), heading)
        note_high = 0.0 if self.note_text is None else self.note_text.height + 2.0 * unit
        said = 0.0 if self.finding_text is None else self.finding_text.height
        top, bottom = rect.top() + heading + _EDGE * unit, rect.bottom()
        self.note = QRectF(rect.left(), bottom - note_high, rect.width(), note_high)
        bottom -= note_high
        self.finding = QRectF(rect.left(), bottom - said, rect.width(), said)
        bottom -= said + _GAP * unit * (said > 0)
        count = max(len(plot.panels), 1)
        column = (right - left) / (self.stretch[1] - self.stretch[0])
        # Words stand only where hardly any would have room lying.
        lying = FLAT_HEIGHT * unit
        self.most = lying if column >= _LYING * unit else max(bottom - top - count * _HIGH * unit, lying)
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
        words = axis.height if len(plot.tokens) else 0.0
        label = _LABEL * unit if len(plot.panels) > 1 else 0.0
        between = _BETWEEN * unit
        # In a low picture the words go first, since other views have them too, then the names.
        if bottom - top - words - count * (label + _LEAST * unit) < 0.0:
            words = 0.0
        if bottom - top - words - count * (label + _LEAST * unit * 0.6) < 0.0:
            label = between = 0.0
        pitch = max((bottom - top - words + between) / count, 2.0)
        self.labels, self.areas = [], []
        for panel in range(count):
            start, stop = round(top + pitch * panel), round(top + pitch * (panel + 1) - between)
            self.labels.append(QRectF(left, start, right - left, label))
            self.areas.append(QRectF(left, start + round(label), right - left, max(stop - start - round(label), 1)))
        self.words = QRectF(left, bottom - words, right - left, words)

    @property
    def left(self) -> float:
        return self.areas[0].left()

    @property
    def right(self) -> float:
        return self.areas[0].right()

    def x_of(self, place: float) -> float:
        """Return where a place on the token axis is."""
        return self.left + (place - self.stretch[0]) * self.areas[0].width() / (self.stretch[1] - self.stretch[0])

    def column(self, panel: LedgerPanel, group: int) -> tuple[float, float]:
        """Return the left and the right end of a group's column, as far as it is in sight."""
        left, right = self.x_of(float(panel.edges[group])), self.x_of(float(panel.edges[group + 1]))
        return min(max(left, self.left), self.right), min(max(right, self.left), self.right)

    def token_at(self, x: float) -> int:
        """Return the token whose column holds `x`; −1 left or right of the axis."""
        if not self.left <= x < self.right:
            return -1
        return floor(self.stretch[0] + (x - self.left) * (self.stretch[1] - self.stretch[0]) / self.areas[0].width())

    def panel_at(self, y: float) -> int:
        """Return which panel's bands are at `y`; −1 where none are."""
        return next((at for at, area in enumerate(self.areas) if area.top() <= y <= area.bottom()), -1)
