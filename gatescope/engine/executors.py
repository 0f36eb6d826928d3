"""Who steps the cells: the readable reference, or the compiled kernels once they are ready."""

from __future__ import annotations

from typing import Protocol

from gatescope.engine import reference as equations
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Offsets, Record, Slopes


class LayerRunner(Protocol):
    """One layer in one direction, its parameters laid out as the executor likes them."""

    @property
    def parameters(self) -> LayerParameters: ...

    def run(self, record: Record, offsets: Offsets) -> None:
        """Fill the rows ``offsets[0] … offsets[-1]`` of `record`, whose `pre` holds the input product."""

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes) -> None:
        """Fill `slopes` from the record and from what `slopes.hidden` asks of the states."""


class Executor(Protocol):
    """Makes layer runners."""

    @property
    def name(self) -> str:
        """``"reference"`` or ``"kernels"``."""

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner: ...


class _ReferenceLayer:
    def __init__(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> None:
        self.parameters = parameters
        self._cell = cell
        self._convention = convention

    def run(self, record: Record, offsets: Offsets) -> None:
        equations.run(self._cell, self._convention, self.parameters, record, offsets)

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes) -> None:
        equations.backward(self._cell, self._convention, self.parameters, record, offsets, slopes)


class _Reference:
    name = "reference"

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner:
        return _ReferenceLayer(cell, convention, parameters)


reference: Executor = _Reference()


def current() -> Executor:
    """Return the fastest executor that is ready now."""
    return reference
