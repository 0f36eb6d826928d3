"""The states that a reference expects, cut into the signals of each layer and direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gatescope.engine.cells import Direction
from gatescope.engine.network import Array
from gatescope.engine.part import Part
from gatescope.formats.arrays.numpy_file import as_numbers
from gatescope.proof.layout import Numbers, as_final, as_sequence
from gatescope.proof.reference_names import Named
from gatescope.proof.subject import Subject

CLOSE, CLOSEST = 1e-4, 1e-5
# Eight units in the last place of float32: states beyond 100 cannot agree to 1e-4.
_ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Expected:
    """One signal of one layer as the reference has it.

    Attributes:
        key: the array's name.
        layer: counted from 0.
        direction: of the layer, or None where `merge` made one of both.
        signal: by the engine's name.
        values: (B, T, F) after every token, or (B, F) after the last one.
        tolerance: the largest difference that fits: 1e-4, or 1e-5 for one layer and a reference in float64; more
            where the values are so large that float32 rounds them by as much.
    """

    key: str
    layer: int
    direction: Direction | None
    signal: str
    values: Numbers
    tolerance: float

    @property
    def final(self) -> bool:
        return self.values.ndim == 2


@dataclass(frozen=True)
class Cutter:
    """Cuts the arrays of a reference into the signals of a network."""

    subject: Subject
    time_first: bool
    tokens: int
    batch: int

    def expected(self, named: Named, array: Numbers) -> Iterator[Expected]:
        """Yield the expected values of each layer and direction; nothing where the array's shape does not fit."""
        network = self.subject.network
        if array.dtype.kind != "f" or named.signal not in network.cell.signals:
            return
        layer = len(network.layers) - 1 if named.layer is None else named.layer
        if layer >= len(network.layers):
            return
        tolerance = CLOSEST if array.dtype == np.float64 and len(network.layers) == 1 else CLOSE
        largest = float(np.abs(array, where=np.isfinite(array), out=np.zeros(array.shape)).max(initial=0))
        tolerance = max(tolerance, _ROUNDING * largest)
        if named.role == "states":
            for direction, values in self._sequence(named, array, layer):
                yield Expected(named.key, layer, direction, named.signal, values, tolerance)
            if array.ndim > 2 or array.shape[0] == self.tokens:
                return
        for at, direction, values in self._final(named, array, layer):
            yield Expected(named.key, at, direction, named.signal, values, tolerance)

    def initial(self, named: Named, array: Numbers) -> Iterator[tuple[str, Array]]:
        """Yield (part and state, (B, F) values) of initial states."""
        network = self.subject.network
        if named.signal not in network.cell.states:
            return
        for at, direction, values in self._final(named, array, named.layer or 0):
            if direction is not None:
                yield f"{Part.of(at, direction)}.{named.signal}", as_numbers(values, network.dtype)

    def _sequence(self, named: Named, array: Numbers, layer: int) -> Iterator[tuple[Direction | None, Numbers]]:
        directions = self._directions(named)
        count, width = len(directions), self._width(named.signal, layer)
        sizes = {"B": self.batch, "T": self.tokens, "D": count, "F": width}
        found = as_sequence(array, self.time_first, sizes)
        if found is None and count == 2:
            found = as_sequence(array, self.time_first, {**sizes, "D": 1, "F": count * width})
            if found is not None:
                found = found.reshape(self.batch, self.tokens, count, width)
            elif self._merges(layer):
                found = as_sequence(array, self.time_first, {**sizes, "D": 1})
                if found is not None:
                    yield None, found[:, :, 0]
                    return
        if found is not None:
            yield from ((direction, found[:, :, d]) for d, direction in enumerate(directions))

    def _final(self, named: Named, array: Numbers, layer: int) -> Iterator[tuple[int, Direction | None, Numbers]]:
        network, directions = self.subject.network, self._directions(named)
        count, width = len(directions), self._width(named.signal, layer)
        layers = len(network.layers) if named.layer is None else 1
        for depth in dict.fromkeys((1, layers)):
            found = as_final(array, {"B": self.batch, "S": depth * count, "F": width})
            if found is not None:
                first = layer if depth == 1 else 0
                for s in range(depth * count):
                    yield first + s // count, directions[s % count], found[:, s]
                return
        if count == 2:
            joined = as_final(array, {"B": self.batch, "S": 1, "F": count * width})
            merged = as_final(array, {"B": self.batch, "S": 1, "F": width}) if self._merges(layer) else None
            if joined is not None:
                yield from ((layer, d, joined[:, 0, k * width : (k + 1) * width]) for k, d in enumerate(directions))
            elif merged is not None:
                yield layer, None, merged[:, 0]

    def _directions(self, named: Named) -> tuple[Direction, ...]:
        both = self.subject.network.directions
        return both if named.direction is None or named.direction not in both else (named.direction,)

    def _width(self, signal: str, layer: int) -> int:
        parameters = self.subject.network.layers[layer][0]
        return parameters.outputs if signal == "hidden_state" else parameters.units

    def _merges(self, layer: int) -> bool:
        return self.subject.merge in ("sum", "mul", "ave") and layer == len(self.subject.network.layers) - 1
