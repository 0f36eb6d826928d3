"""What a result becomes without one unit."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.numbers import number
from gatescope.plots.sweep.sweep_plot import SweepColumn, SweepPlot
from gatescope.plots.values.value import ValueText
from gatescope.session.document.document import UnitRef
from gatescope.words import tr


@dataclass(frozen=True)
class SweepValue:
    """The row `row` of `column` in `plot`."""

    plot: SweepPlot
    column: SweepColumn
    row: int

    signal = "hidden_state"

    @property
    def number(self) -> float:
        return float(self.column.values[self.row])

    @property
    def token(self) -> int | None:
        return self.plot.cursor

    @property
    def unit(self) -> UnitRef:
        return self.column.ref(self.row)

    @property
    def to_hold(self) -> float:
        """A unit that is taken out has the hidden state 0."""
        return 0.0

    def text(self) -> ValueText:
        column, unit = self.column, int(self.column.units[self.row])
        if unit in column.out:
            return ValueText(tr("unit {unit}", unit=unit), note=tr("Taken out already: its hidden state is 0"))
        change = float(column.changes[self.row])
        head = " · ".join(part for part in (column.name, tr("without unit {unit}", unit=unit)) if part)
        verb = "loses" if change < 0 else "gains"
        note = tr(
            "{of} {verb} {abs} where it is taken out; double click: take it out",
            of=column.of,
            verb=verb,
            abs=number(abs(change), 3),
        )
        return ValueText(head, f"{number(column.baseline, 3)} → {number(self.number, 3)}", note=note)
