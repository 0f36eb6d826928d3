"""A gate or a state of one unit at one token."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from gatescope.engine.part import Part
from gatescope.plots.as_opened import opened_unit, signed
from gatescope.plots.glossary.terms import also_called
from gatescope.plots.gradient_words import quoted
from gatescope.plots.notation import is_turned
from gatescope.plots.numbers import number
from gatescope.plots.signals import equation_in, part_title, shown_values, symbol, title
from gatescope.plots.values.filled_in import Step
from gatescope.plots.values.value import ValueText, with_opened
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.words import tr


@dataclass(frozen=True)
class SignalValue:
    """One number of a trace; its run is that of the snapshot on screen."""

    run: Run
    part: Part
    signal: str
    index: int
    at: int

    @property
    def number(self) -> float:
        return float(shown_values(self.run, self.part, self.signal)[self.at, self.index])

    @property
    def token(self) -> int:
        return self.at

    @property
    def unit(self) -> UnitRef:
        return UnitRef(self.run.model, self.part, self.index)

    @property
    def to_hold(self) -> float:
        return float(shown_values(self.run, self.part, self.signal)[self.at, self.index])

    @property
    def held_at(self) -> float | None:
        """The value that an intervention holds it at, as a reader's convention has it; None where it is free."""
        value = self.run.trace.interventions.held_at(self.run.network, self.part, self.signal, self.index, self.at)
        flipped = is_turned(self.signal, self.run.network.convention)
        return 1 - value if value is not None and flipped else value

    def text(self) -> ValueText:
        run, written = self.run, number(self.number)
        place = part_title(run.network, self.part)
        where = tr("unit {index}", index=self.index) + (f", {place}" if place else "")
        head = f"{quoted(run.tokens, self.at)} · {where} · {title(self.signal)}"
        opened = opened_unit(run, self.part, self.signal, self.index)
        value = with_opened(written, None if opened is None else float(opened[self.at]))
        cell = run.network.cell.name
        also = also_called(self.signal, cell)
        if self.held_at is not None:
            equation = f"{symbol(self.signal, cell)} = {written}"
            return ValueText(head, value, (equation,), note=tr("Held: its equation does not count here"), also=also)
        numbers = Step(run, self.part, self.index, self.at).numbers(self.signal)
        filled = (f"= {numbers} = {written}",) if numbers else ()
        return ValueText(head, value, (equation_in(run.network, self.part, self.signal), *filled), also=also)


@dataclass(frozen=True)
class ChangeValue(SignalValue):
    """What the same number has changed by since its model was opened; 0 where nothing differs, NaN where the model as
    opened had no such number."""

    @property
    def number(self) -> float:
        opened = opened_unit(self.run, self.part, self.signal, self.index)
        if opened is None:
            return 0.0 if self.run.opened is None else math.nan
        return super().number - float(opened[self.at])

    def text(self) -> ValueText:
        now = SignalValue(self.run, self.part, self.signal, self.index, self.at).text()
        opened = opened_unit(self.run, self.part, self.signal, self.index)
        if opened is None:
            return replace(now, note=tr("As opened") if self.run.opened is None else tr("Not there as opened"))
        return replace(now, note=tr("Changed by {signed}", signed=signed(self.number)))
