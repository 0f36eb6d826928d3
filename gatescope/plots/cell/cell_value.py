"""A value on a wire of a cell that no record has: what is kept, what is written, what is read."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.engine.part import Part
from gatescope.plots.cell.wiring import Strip, Wiring
from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number as written
from gatescope.plots.values.signal_value import SignalValue
from gatescope.plots.values.value import Value, ValueText
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.words import tr


@dataclass(frozen=True)
class CellValue:
    """One number of a vector on its way through the cell.

    Attributes:
        index: its place in the vector; a unit where `of_units` says so.
        at: the token whose step it belongs to. named: what it is, plain text; symbol: rich text.
    """

    run: Run
    part: Part
    index: int
    at: int
    named: str
    symbol: str
    number: float
    of_units: bool

    @property
    def token(self) -> int:
        return self.at

    @property
    def unit(self) -> UnitRef | None:
        return UnitRef(self.run.model, self.part, self.index) if self.of_units else None

    @property
    def signal(self) -> str:
        return ""

    @property
    def to_hold(self) -> float | None:
        return None

    def text(self) -> ValueText:
        which = tr("unit {index}", index=self.index) if self.of_units else tr("number {index}", index=self.index + 1)
        head = f"{quoted(self.run.tokens, self.at)} · {which} · {self.named}"
        equations = (f"{self.symbol} = {written(self.number, 3)}",) if self.symbol else ()
        return ValueText(head, written(self.number, 3), equations)


def value_of(run: Run, wiring: Wiring, strip: Strip, index: int) -> Value:
    """Return the value of a strip at one of its places: that of the record where it has one."""
    if strip.signal:
        return SignalValue(run, wiring.part, strip.signal, index, strip.token)
    found = float(strip.values[index])
    of_units = strip.key != "input"
    return CellValue(run, wiring.part, index, wiring.token, strip.name, strip.symbol, found, of_units)
