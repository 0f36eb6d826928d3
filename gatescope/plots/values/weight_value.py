"""One cell of a parameter array, and what it adds at the token cursor."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from gatescope.engine.parameter_key import ParameterKey
from gatescope.plots.gradient_words import quoted
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.notation import in_notation
from gatescope.plots.numbers import number
from gatescope.plots.values.filled_in import product
from gatescope.plots.values.value import ValueText
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

_DIGITS = 4
_X, _H = "<i>x</i><sub><i>t</i></sub>", "<i>h</i><sub><i>t</i></sub>"
_H_BEFORE, _H_AFTER = "<i>h</i><sub><i>t</i>−1</sub>", "<i>h</i><sub><i>t</i>+1</sub>"


@dataclass(frozen=True)
class WeightValue:
    """The cell (`row`, `column`) of the array in `plot`.

    Attributes:
        place: of the cell, in words.
        run: of its model in the snapshot; None where it is not shown.
        at: the token cursor.
        trained: the value as opened, where that is known.
    """

    plot: MatrixPlot
    row: int
    column: int
    place: str
    run: Run | None = None
    at: int | None = None
    trained: float | None = None

    @property
    def number(self) -> float:
        return float(self.plot.values[self.row, self.column])

    @property
    def token(self) -> int | None:
        return self.at

    @property
    def _key(self) -> ParameterKey:
        return ParameterKey.parse(self.plot.key)

    @property
    def signal(self) -> str:
        key = self._key
        return "readout" if key.kind == "readout" else key.gate

    @property
    def to_hold(self) -> None:
        """A weight is changed, not held."""

    @property
    def unit(self) -> UnitRef | None:
        key = self._key
        if key.part is None:
            return None
        return UnitRef(self.plot.model, key.part, self.row if self.plot.row_label else self.column)

    def text(self) -> ValueText:
        written = number(self.number, _DIGITS)
        trained = written if self.trained is None else number(self.trained, _DIGITS)
        note = "" if trained == written else tr("Trained: {trained}", trained=trained)
        return ValueText(f"{self.plot.title} · {self.place}", written, self._added(), note=note)

    def _added(self) -> tuple[str, ...]:
        """Return what the weight adds at the cursor: its product with what it weighs, with symbols and in numbers."""
        if self.run is None or self.at is None or not 0 <= self.at < len(self.run.tokens):
            return ()
        factor = self._factor(self.run, self.at)
        if factor is None:
            return ()
        name, value = in_notation(factor[0]), factor[1]
        added = f"= {product(self.number, value)} = {number(self.number * value)}"
        word = escape(quoted(self.run.tokens, self.at))
        return (
            f"{self.plot.symbol}[{self.row}, {self.column}] × {name}[{self.column}]",
            tr("{added} &nbsp;at {word}", added=added, word=word),
        )

    def _factor(self, run: Run, token: int) -> tuple[str, float] | None:
        """Return what the column is multiplied with at `token`, symbol and number; None where that is not recorded."""
        key, trace = self._key, run.trace
        if key.kind == "readout" and key.matrix == "weight":
            return _H, _side_by_side(run, trace.default_part.layer, token, self.column)
        if key.part is None or key.part not in trace.parts:
            return None
        if key.matrix == "U":
            record = trace.records[key.part].hidden
            row = len(record) - 2 - token if key.part.reverse else token
            name = _H_AFTER if key.part.reverse else _H_BEFORE
            return name, float(record[row, self.column])
        if key.matrix != "W":
            return None
        if key.part.layer:
            return _H, _side_by_side(run, key.part.layer - 1, token, self.column)
        if run.network.embedding is None or trace.ids is None:
            return None
        return _X, float(run.network.embedding[trace.ids[token], self.column])


def _side_by_side(run: Run, layer: int, token: int, column: int) -> float:
    """Return one number of what a layer hands upwards, forward beside reverse."""
    for part in (part for part in run.trace.parts if part.layer == layer):
        hidden = run.trace[f"{part}.hidden_state"]
        if column < hidden.shape[1]:
            return float(hidden[token, column])
        column -= hidden.shape[1]
    raise IndexError(f"layer {layer} hands no column {column} upwards")
