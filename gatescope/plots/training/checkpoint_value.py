"""What the network of one checkpoint says after one token."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.training.checkpoints_plot import CheckpointsPlot
from gatescope.plots.values.value import OfNoUnit, ValueText
from gatescope.words import tr


@dataclass(frozen=True)
class CheckpointValue(OfNoUnit):
    """The row `row` of `plot`, at `token` of its strip or as a whole."""

    plot: CheckpointsPlot
    row: int
    token: int | None = None

    @property
    def number(self) -> float | None:
        values = self.plot.rows[self.row].values
        return float(values[self.token]) if self.token is not None and self.token < len(values) else None

    def text(self) -> ValueText:
        row, value = self.plot.rows[self.row], self.number
        at = "" if self.token is None else f" · {quoted(self.plot.tokens, self.token)}"
        best = tr(", the best so far") if row.best else ""
        metric = f"{self.plot.metric} {row.metric}{best}. " if row.metric else ""
        note = tr("{metric}Click: look at this checkpoint", metric=metric)
        return ValueText(
            tr("step {step:,}{at}", step=row.step, at=at), "" if value is None else number(value, 3), note=note
        )
