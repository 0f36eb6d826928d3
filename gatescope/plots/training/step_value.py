"""What all panels of a training run show at one step."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.numbers import number
from gatescope.plots.training.curves import at_step
from gatescope.plots.training.run_plot import INK, StepLine, TrainingRunPlot
from gatescope.plots.values.value import OfNoToken, TextRow, ValueText
from gatescope.words import tr


@dataclass(frozen=True)
class StepValue(OfNoToken):
    """A step of `plot`."""

    plot: TrainingRunPlot
    step: int

    number: float | None = None

    def text(self) -> ValueText:
        rows = tuple(
            TextRow("hidden_state" if line.hue == INK else line.hue, name, number(value, 3))
            for panel in self.plot.panels
            for line in panel.lines
            if line.look != "faint" and (value := at_step(line.steps, line.values, self.step)) is not None
            for name in (_name(panel.title, line),)
        )
        passed = sum(stop < self.step for stop, _ in self.plot.passes) + 1
        ends = self.plot.passes and self.step > 0
        head = (
            tr("step {step:,} · pass {passed}", step=self.step, passed=passed)
            if ends
            else tr("step {step:,}", step=self.step)
        )
        kept = "" if self.step in self.plot.checkpoints else tr("Click: look at the nearest checkpoint")
        return ValueText(head, rows=rows, note=kept or tr("Click: look at the network after this step"))


def _name(panel: str, line: StepLine) -> str:
    return f"{panel}: {line.label}" if line.label else panel
