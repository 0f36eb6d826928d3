"""The places of the parts of a training run, for painting it and for finding the step under the mouse."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.plots.training.run_plot import StepPanel, TrainingRunPlot

TITLE, NAME, SMALL, TICK = 15.0, 12.0, 11.5, 10.5
ROW = 16.0
THUMB = 7.0
_COLUMN = 178.0
_GAP, _LEAST = 9.0, 40.0
_RULER, _PASSES, _ABOVE_RULER = 24.0, 15.0, 5.0
_TICKS = 40.0


@dataclass(frozen=True)
class PanelPlace:
    """Where one panel is: its plot, and the column with its legend at the left."""

    panel: StepPanel
    area: QRectF
    legend: QRectF


class TrainingRunLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        title: no height in a window, whose dock has it.
        panels: those that there is room for, from the top.
        ruler: of the checkpoints, below the panels; passes: the names of passes below it, no height without room.
        column: the left end of the legends and the width that they have.
        text, text_top: the sentence and where it begins; None where there is none or no room for it.
    """

    def __init__(
        self,
        canvas: Canvas,
        plot: TrainingRunPlot,
        rect: QRectF,
        axis: tuple[float, float] | None = None,
        *,
        titled: bool = True,
    ) -> None:
        """Lay `plot` out in `rect`; `axis` has the left and the right end of the steps, which have a place of their own
        by default."""
        unit = canvas.unit
        self.stop = max(plot.stop, 1)
        left, right = axis or (rect.left() + _COLUMN * unit, rect.right() - (THUMB + 1.0) * unit)
        left, right = round(left), max(round(right), round(left) + 1)
        self.column = QRectF(rect.left(), rect.top(), left - rect.left(), rect.height())
        self.title = QRectF(rect.left(), rect.top(), rect.width(), (TITLE + 12.0) * unit if titled else 0.0)
        top = self.title.bottom() + 2.0 * unit
        self.text = sentence(canvas, plot.finding, rect.width(), size=NAME)
        said = self.text.height + 5.0 * unit if self.text is not None else 0.0
        passes = _PASSES * unit if any(name for _, name in plot.passes) else 0.0
        ruler = (_RULER + _ABOVE_RULER) * unit
        least = _LEAST * unit
        # The ruler is what the person works with; the sentence and then the names of passes give way to panels.
        if rect.bottom() - top - ruler - passes < least:
            passes = 0.0
        height = rect.bottom() - top - said - ruler - passes
        fitting = max(int((height + _GAP * unit) / (least + _GAP * unit)), 1)
        shown = plot.panels[:fitting]
        free = max(height - _GAP * unit * (len(shown) - 1), 1.0)
        needs = [legend_height(panel) * unit for panel in shown]
        scale = min(free / sum(needs), 1.0) if needs else 1.0
        spare = max(free - sum(needs), 0.0)
        total = sum(panel.weight for panel in shown) or 1.0
        places = []
        for panel, need in zip(shown, needs, strict=True):
            high = need * scale + spare * panel.weight / total
            area = QRectF(left, top, right - left, high)
            legend = QRectF(rect.left(), top, max(left - rect.left() - _TICKS * unit, 1.0), high)
            places.append(PanelPlace(panel, area, legend))
            top += high + _GAP * unit
        self.panels = tuple(places)
        bottom = rect.bottom() - said
        self.passes = QRectF(left, bottom - passes, right - left, passes)
        self.ruler = QRectF(left, self.passes.top() - _RULER * unit, right - left, _RULER * unit)
        self.text_top = rect.bottom() - said + 5.0 * unit

    @property
    def track(self) -> float:
        """The height of the line that the checkpoints lie on."""
        return self.ruler.bottom() - self.ruler.height() * 0.38

    def x_of(self, step: float) -> float:
        """Return where a step is."""
        return self.ruler.left() + step / self.stop * self.ruler.width()

    def step_at(self, x: float) -> float:
        """Return the step at a pixel, within the axis."""
        share = (x - self.ruler.left()) / self.ruler.width()
        return min(max(share, 0.0), 1.0) * self.stop

    def holds(self, point: QPointF) -> bool:
        """Return whether a point lies over the steps: on a panel, on the ruler or between them."""
        top = self.panels[0].area.top() if self.panels else self.ruler.top()
        whole = QRectF(self.ruler.left(), top, self.ruler.width(), self.passes.bottom() - top)
        return whole.adjusted(-THUMB, 0.0, THUMB, 0.0).contains(point)

    @property
    def whole(self) -> QRectF:
        """The steps in all panels and on the ruler."""
        top = self.panels[0].area.top() if self.panels else self.ruler.top()
        return QRectF(self.ruler.left(), top, self.ruler.width(), self.ruler.bottom() - top)


def legend_height(panel: StepPanel) -> float:
    """Return the design pixels of the legend of a panel, and no fewer than a panel has."""
    return max(NAME + 4.0 + ROW * sum(bool(line.label) for line in panel.lines), _LEAST)
