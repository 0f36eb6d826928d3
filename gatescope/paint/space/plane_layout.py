"""The places of the parts of a plane of states, for painting it and for finding what is under the mouse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.plots.space.plane import PlanePanel, StatePlanePlot
from gatescope.plots.ticks import Ticks, ticks

TITLE, NAME, SMALL, TICK = 15.0, 12.0, 11.5, 11.0
LEGEND_ROW = 20.0
DOT = 5.0
"""The radius of a word of the sentence."""

Place = TypeVar("Place", float, NDArray[np.floating])

NAMES = 16.0
"""The height of the name of an axis in a figure."""
_PRINTED_SHARE, _LEAST_WITH_PLANE = 0.72, 200.0
_GAP, _LEAST_WITH_LEGEND, _LEAST_WITH_TICKS = 14.0, 190.0, 120.0
_LEAST_WITH_NUMBERS = 190.0
_APART = 70.0
_SAID = 30.0
_USUAL = "−0.00"


@dataclass(frozen=True, eq=False)
class PanelLayout:
    """One panel: its heading in Compare, and the area with its two ranges.

    Attributes:
        panel: what is drawn.
        heading: above the area; no height for a single model.
        area: the plane.
        across, up: the ticks of both axes; numbers: whether there is width for those of the second one.
    """

    panel: PlanePanel
    heading: QRectF
    area: QRectF
    across: Ticks
    up: Ticks
    numbers: bool = True

    def x_of(self, value: Place) -> Place:
        low, high = float(self.panel.low[0]), float(self.panel.high[0])
        return self.area.left() + (value - low) / (high - low) * self.area.width()

    def y_of(self, value: Place) -> Place:
        low, high = float(self.panel.low[1]), float(self.panel.high[1])
        return self.area.bottom() - (value - low) / (high - low) * self.area.height()

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (N, 2) where points of the plane are."""
        return np.stack([self.x_of(points[:, 0]), self.y_of(points[:, 1])], axis=1)

    def place_at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of the plane at a pixel."""
        (left, below), (right, above) = map(float, self.panel.low), map(float, self.panel.high)
        across = (x - self.area.left()) / self.area.width()
        up = (self.area.bottom() - y) / self.area.height()
        return left + across * (right - left), below + up * (above - below)


def stacked(canvas: Canvas, plot: StatePlanePlot, width: float) -> bool:
    """Return whether the planes stand below each other: in a figure too narrow for them side by side."""
    return canvas.on_paper and len(plot.panels) > 1 and width / len(plot.panels) < _LEAST_WITH_PLANE * canvas.unit


def plane_height(canvas: Canvas, plot: StatePlanePlot, width: float, lines: int) -> float:
    """Return the height of a panel whose planes are about as high as wide; `lines` is how many the legend takes."""
    below = stacked(canvas, plot, width)
    count = max(len(plot.panels), 1)
    side = (width if below else width / count) * _PRINTED_SHARE
    each = side + ((NAME + 8.0 if count > 1 else 0.0) + TICK + 8.0 + 2.0 * NAMES) * canvas.unit
    return (each + _GAP * canvas.unit) * (count if below else 1) + (lines * LEGEND_ROW + 16.0) * canvas.unit


class PlaneLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: the title; no height in a window, which has it on its dock.
        panels: side by side.
        legend: no height where there is no room.
        finding: the sentence.
        said: the sentence as text; None where it is empty.
    """

    def __init__(self, canvas: Canvas, plot: StatePlanePlot, rect: QRectF, *, in_window: bool, lines: int) -> None:
        """`lines` is how many the legend takes."""
        unit = canvas.unit
        self.said = sentence(canvas, plot.finding, rect.width(), size=NAME)
        head = 0.0 if in_window else (TITLE + 14.0) * unit
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), head)
        said = self.said.height if self.said is not None else 0.0
        if in_window and said:
            # While a person types the plane keeps its size, whatever the sentence says.
            said = max(said, _SAID * unit)
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        bottom = self.finding.top() - (6.0 * unit if said else 0.0)
        top = self.heading.bottom() + 4.0 * unit
        legend = lines * LEGEND_ROW * unit
        if bottom - top - legend < _LEAST_WITH_LEGEND * unit:
            legend = 0.0
        self.legend = QRectF(rect.left(), bottom - legend, rect.width(), legend)
        below = self.legend.top() - (4.0 * unit if legend else 0.0)
        count = len(plot.panels)
        if stacked(canvas, plot, rect.width()):
            high = (below - top + _GAP * unit) / count
            ends = [(top + high * at, top + high * (at + 1) - _GAP * unit) for at in range(count)]
            self.panels = tuple(
                self._panel(canvas, plot, at, QRectF(rect.left(), 0.0, rect.width(), 0.0), *ends[at])
                for at in range(count)
            )
            return
        wide = (rect.width() - _GAP * unit * (count - 1)) / max(count, 1)
        lefts = [rect.left() + at * (wide + _GAP * unit) for at in range(count)]
        self.panels = tuple(
            self._panel(canvas, plot, at, QRectF(left, 0.0, wide, 0.0), top, below) for at, left in enumerate(lefts)
        )

    @staticmethod
    def _panel(
        canvas: Canvas, plot: StatePlanePlot, number: int, rect: QRectF, top: float, bottom: float
    ) -> PanelLayout:
        unit, count, panel = canvas.unit, len(plot.panels), plot.panels[number]
        wide, left = rect.width(), rect.left()
        # On paper the names of the axes stand beyond them: what they would cover cannot be moved.
        beyond = NAMES * unit if canvas.on_paper else 0.0
        head = (NAME + 8.0) * unit if count > 1 else 0.0
        named = bottom - top - head >= _LEAST_WITH_TICKS * unit
        ticked = (TICK + 8.0) * unit if named else 0.0
        height = max(bottom - top - head - ticked - 2.0 * beyond, 1.0)
        line = len(panel.plane.mean) == 1
        up = () if line else ticks(float(panel.low[1]), float(panel.high[1]), max(int(height / (_APART * unit)), 3))
        # As wide for most numbers, so that a zoom does not shift the plane.
        names = [name for _, name in up] + [_USUAL] * bool(up)
        named_up = named and wide >= _LEAST_WITH_NUMBERS * unit
        widest = max((canvas.width(name, TICK) for name in names), default=0.0) + 8.0 * unit if named_up else 0.0
        area = QRectF(round(left + widest), round(top + head + beyond), max(round(wide - widest) - 1, 1), round(height))
        most = max(int(area.width() / (_APART * unit)), 3)
        across = ticks(float(panel.low[0]), float(panel.high[0]), most)
        return PanelLayout(panel, QRectF(left, top, wide, head), area, across, up, numbers=named_up)
