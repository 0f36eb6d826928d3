"""What a read-out says after one token: the probability of a label, or a plain value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import ReadOut
from gatescope.plots.as_opened import opened_readout
from gatescope.plots.axis_words import visible
from gatescope.plots.gradient_words import quoted
from gatescope.plots.notation import in_notation
from gatescope.plots.numbers import number
from gatescope.plots.readout import column_name
from gatescope.plots.values.filled_in import total
from gatescope.plots.values.value import ValueText, with_opened
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run

_SYMBOLS = "<i>V</i>{} <i>h</i><sub><i>t</i></sub> + <i>b</i>{}"


@dataclass(frozen=True)
class ReadoutValue:
    """One number of a read-out of a run; its run is that of the snapshot on screen.

    Attributes:
        name: of the read-out; the first one where it is empty.
    """

    run: Run
    column: int
    at: int
    name: str = ""

    signal = "readout"
    unit: UnitRef | None = None
    to_hold: float | None = None

    @property
    def readout(self) -> ReadOut:
        readouts = self.run.network.readouts
        return next((one for one in readouts if one.name == self.name), readouts[0])

    @property
    def number(self) -> float:
        return float(self.run.readouts[self.readout.name][self.at, self.column])

    @property
    def token(self) -> int:
        return self.at

    def text(self) -> ValueText:
        found, written = self.readout, number(self.number)
        head = f"{quoted(self.run.tokens, self.at)} · {column_name(found, self.column)}"
        opened = opened_readout(self.run, found.name, self.column)
        value = with_opened(written, None if opened is None else float(opened[self.at]))
        return ValueText(head, value, self._equations(written))

    def _equations(self, written: str) -> tuple[str, ...]:
        found, row = self.readout, self.column % len(self.readout.weight)
        terms = [self._product(row), float(found.bias[row])]
        score = total(terms)
        if found.kind == "linear":
            name = f"<i>{visible(found.name)}</i>"
            return (f"{name} = {_symbols(found, row)}", f"= {score} = {written}")
        if found.kind == "logistic":
            return (f"<i>P</i> = σ({_symbols(found, row)})", f"= σ({score}) = {written}")
        lines = (f"<i>P</i> = exp({_symbols(found, row)}) / <i>Z</i>",)
        # The sum over all labels from the one value, which spares a product with a whole vocabulary.
        if 0.0 < self.number <= 1.0 and (log := sum(terms) - math.log(self.number)) < 700:
            return (*lines, f"= exp({score}) / {number(math.exp(log))} = {written}")
        return lines

    def _product(self, row: int) -> float:
        trace, weight = self.run.trace, self.readout.weight[row]
        layer, first, found = trace.default_part.layer, 0, 0.0
        with np.errstate(all="ignore"):
            for part in (part for part in trace.parts if part.layer == layer):
                hidden = trace[f"{part}.hidden_state"][self.at]
                found += float(weight[first : first + len(hidden)] @ hidden)
                first += len(hidden)
        return found


def _symbols(found: ReadOut, row: int) -> str:
    below = f"<sub>{row}</sub>" if len(found.weight) > 1 else ""
    return in_notation(_SYMBOLS.format(below, below))
