"""Collects the parts of a wiring, and knows the ranges of its vectors and the symbols of its direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.cell.cells_of_strip import any_in, cell_edges, standing_out
from gatescope.plots.cell.moment import Moment
from gatescope.plots.cell.wiring import Align, Box, Label, Node, Place, Strip, Wire
from gatescope.plots.cell.words import coloured
from gatescope.plots.colours import SIGNED
from gatescope.plots.notation import marked
from gatescope.plots.numbers import short
from gatescope.plots.ranges import magnitude, nice
from gatescope.plots.signals import function_name, symbol, title
from gatescope.words import tr

Array = NDArray[np.floating]
Range = Callable[[str], tuple[float, float]]
"""From a signal to the range that its maps have."""

BY = "<span class='math'>⊙</span>"


class Drawing:
    """The parts so far.

    Attributes:
        moment: what is drawn.
        steps: the number of each operation by its name, from 1.
        compared: whether other cells stand beside it, so that a part that it lacks is marked.
    """

    def __init__(self, moment: Moment, operations: Sequence[str], range_of: Range, *, compared: bool) -> None:
        self.moment, self.compared = moment, compared
        self.steps = {name: at for at, name in enumerate(operations, 1)}
        self._range_of = range_of
        self.cell = moment.network.cell.name
        self.strips: list[Strip] = []
        self.boxes: list[Box] = []
        self.nodes: list[Node] = []
        self.wires: list[Wire] = []
        self.labels: list[Label] = []

    # -- symbols

    @property
    def before_mark(self) -> str:
        """The index of the step before, in the order of reading."""
        return f"<i>t</i>{'+' if self.moment.part.reverse else '−'}1"

    def symbol(self, signal: str) -> str:
        """Return the symbol of a signal in its hue."""
        return coloured(signal, symbol(signal, self.cell))

    def symbol_before(self, state: str) -> str:
        """Return the symbol of a state as the step finds it, in its hue."""
        return coloured(state, marked(state, self.cell, self.before_mark))

    def sign(self, activation: str) -> str:
        """Return what a box does: σ, or σ behind a clip."""
        clip = self.moment.convention.clip
        behind = "" if clip is None else f"<sub>±{short(clip)}</sub>"
        return function_name(activation) + behind

    # -- parts

    def record(self, signal: str, at: Place, operation: str, label: str = "right") -> None:
        """Add the strip of a signal after the step."""
        moment = self.moment
        out = moment.taken_out() if signal == "hidden_state" else None
        self._strip(
            signal, title(signal), self.symbol(signal), label, at, self.steps[operation], moment.now(signal),
            of=signal, signal=signal, token=moment.token, clamped=moment.held_units(signal), out=out,
        )  # fmt: skip

    def before(self, state: str, at: Place, key: str = "") -> None:
        """Add the strip of a state as the step finds it; `key` where there are two of it."""
        moment = self.moment
        initial = moment.earlier is None
        name = f"{title(state)} " + (
            tr("at the start") if initial else tr("after {earlier_word}", earlier_word=moment.earlier_word)
        )
        self._strip(
            key or f"{state}_before", name, "", "", at, 1, moment.before(state), of=state,
            signal="" if initial else state, token=-1 if initial else int(moment.earlier or 0),
            out=moment.taken_out() if state == "hidden_state" else None,
        )  # fmt: skip

    def between(
        self, key: str, name: str, symbol: str, values: Array, of: str, at: Place, operation: str, label: str = "above"
    ) -> None:
        """Add the strip of a vector that no record has, in the range of the signal `of`."""
        self._strip(key, name, symbol, label, at, self.steps[operation], values, of=of)

    def inputs(self, at: Place, label: str = "") -> None:
        """Add the strip of what is read, where the run has it."""
        read = self.moment.read
        if read is not None:
            self._strip("input", self.moment.read_name, "", label, at, 1, read, of="", unit=False)

    def _strip(
        self,
        key: str,
        name: str,
        symbol: str,
        label: str,
        at: Place,
        step: int,
        values: Array,
        *,
        of: str,
        signal: str = "",
        token: int = -1,
        clamped: NDArray[np.bool_] | None = None,
        out: NDArray[np.bool_] | None = None,
        unit: bool = True,
    ) -> None:
        unit_apart = self.moment.unit if unit and self.moment.unit < len(values) else None
        edges = cell_edges(len(values), unit_apart)
        low, high = self._limits(of, values)
        none = np.zeros(len(values), np.bool_)
        gate = of in self.moment.network.cell.unit_interval and low >= 0
        middle = (low + high) / 2
        self.strips.append(
            Strip(
                key, name, symbol, label, at, step, values, low, high, of if gate else SIGNED, edges,
                standing_out(values, edges, middle),
                None if unit_apart is None else int(np.searchsorted(edges, unit_apart, side="right")) - 1,
                signal, token,
                any_in(none if clamped is None else clamped, edges), any_in(none if out is None else out, edges),
            )
        )  # fmt: skip

    def _limits(self, of: str, values: Array) -> tuple[float, float]:
        if of in self.moment.network.cell.signals:
            return self._range_of(of)
        end = nice(magnitude(values) or 1.0)
        return -end, end

    def box(self, signal: str, name: str, sign: str, at: Place, operation: str) -> None:
        self.boxes.append(Box(name, sign, at, self.steps[operation], signal))

    def missing(self, name: str, at: Place) -> None:
        """Mark the place of a part that this cell lacks, where another cell beside it may have it."""
        if self.compared:
            self.boxes.append(Box(name, "", at, None))

    def node(self, sign: str, at: Place, operation: str, *, plain: bool = False) -> None:
        self.nodes.append(Node(sign, at, self.steps[operation], plain))

    def wire(
        self,
        hue: str,
        operations: str,
        *points: Place,
        arrow: bool = False,
        state: bool = False,
        dashed: bool = False,
    ) -> None:
        """Add a wire that takes part in these operations, named with spaces between."""
        steps = tuple(self.steps[name] for name in operations.split() if name in self.steps)
        self.wires.append(Wire(hue, steps, points, arrow, state, dashed))

    def label(
        self, text: str, at: Place, operation: str, hue: str = "muted", *, math: bool = False, align: Align = "left"
    ) -> None:
        self.labels.append(Label(text, at, self.steps[operation], hue, math, align))
