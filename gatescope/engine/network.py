"""A recurrent network as plain arrays: embedding, stacked layers, read-outs.

Arrays are never written once a network holds them: a change makes a new network that shares all the others, so a
worker may go on reading the old one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from gatescope.engine.cells import Cell, Convention, Direction
from gatescope.engine.parameter_key import ParameterKey
from gatescope.engine.parameters import PEEPING_GATES, WHOLE, Array, LayerParameters, check_layer
from gatescope.engine.part import Part
from gatescope.errors import ModelError, UsageError
from gatescope.words import tr

__all__ = ["Array", "LayerParameters", "Network", "ReadOut", "ReadOutKind"]

ReadOutKind = Literal["linear", "logistic", "softmax"]

_DTYPES = {np.dtype(np.float32), np.dtype(np.float64)}


@dataclass(frozen=True, eq=False)
class ReadOut:
    """A linear map of the last layer's hidden state, with a squashing on top or as it is.

    Attributes:
        name: of the quantity that it reads out, such as ``"sentiment"``.
        kind: ``"linear"`` gives C plain values, ``"logistic"`` one probability (C = 1), ``"softmax"`` one a label.
        weight: (C, F) with F = units × directions of the last layer.
        bias: (C,).
        labels: what the columns mean; a logistic read-out has the labels of 0 and of 1.
    """

    name: str
    kind: ReadOutKind
    weight: Array
    bias: Array
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """Embedding → stack of recurrent layers → read-outs.

    Attributes:
        cell: the kind of all layers.
        convention: the reading of that cell.
        layers: from the input upwards; each a tuple with one `LayerParameters` a direction.
        directions: of every layer; two of them are concatenated (forward first) into the next layer's input.
        embedding: (vocabulary, I), or None where the network takes vectors.
        readouts: from the last layer's hidden state.
    """

    cell: Cell
    convention: Convention
    layers: tuple[tuple[LayerParameters, ...], ...]
    directions: tuple[Direction, ...] = ("forward",)
    embedding: Array | None = None
    readouts: tuple[ReadOut, ...] = ()
    parts: tuple[Part, ...] = field(init=False, repr=False)
    """Every recorded part, bottom layer first."""
    _keys: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._check()
        parts = tuple(Part.of(k, direction) for k in range(len(self.layers)) for direction in self.directions)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "_keys", tuple(self._all_keys()))

    @property
    def units(self) -> int:
        """Units of the last layer, per direction."""
        return self.layers[-1][0].units

    @property
    def outputs(self) -> int:
        """Width of the last layer's hidden state, per direction: its units, or what they are projected to."""
        return self.layers[-1][0].outputs

    @property
    def inputs(self) -> int:
        return self.layers[0][0].inputs

    @property
    def dtype(self) -> np.dtype[np.floating]:
        return self.layers[0][0].U.dtype

    @property
    def default_part(self) -> Part:
        """The last layer's first direction: the part that a signal's short name means."""
        return Part.of(len(self.layers) - 1, self.directions[0])

    def part(self, layer: int | None = None, direction: str | None = None) -> Part:
        """Return the part of a layer and a direction: those of `default_part` where none is named.

        Raises:
            UsageError: the network has no such part.
        """
        default = self.default_part
        wanted = default.layer if layer is None else layer, direction or default.direction
        for part in self.parts:
            if (part.layer, part.direction) == wanted:
                return part
        raise UsageError(
            tr(
                "there is no layer{wanted}.{wanted2}; the network has {listed}",
                wanted=wanted[0],
                wanted2=wanted[1],
                listed=", ".join(self.parts),
            )
        )

    def parameters(self, part: Part) -> LayerParameters:
        """Return the parameters of one of the `parts`."""
        return self.layers[part.layer][self.directions.index(part.direction)]

    def keys(self) -> tuple[str, ...]:
        """Return the names of all arrays a person may look at or change, such as ``layer0.forward.W.forget_gate``."""
        return self._keys

    def array(self, key: str) -> Array:
        """Return the array called `key`: (H, I) for W, (H, P) for U, (H,) for a bias or a peephole, (P, H) for the
        projection, (P,) or (H,) for an initial state, (V, I) for the embedding.

        Raises:
            UsageError: there is no such array.
        """
        if key not in self._keys:
            raise UsageError(
                tr("there is no parameter {key!r}; the network has {listed}", key=key, listed=", ".join(self._keys))
            )
        named = ParameterKey.parse(key)
        if named.kind == "readout":
            readout = next(r for r in self.readouts if r.name == named.readout)
            return readout.weight if named.matrix == "weight" else readout.bias
        if named.part is None:
            assert self.embedding is not None
            return self.embedding
        array: Array = getattr(self.parameters(named.part), named.matrix)
        row = self._row(named)
        return array if row is None else array[row]

    def with_array(self, key: str, value: Array) -> Network:
        """Return a network in which the array called `key` is replaced; everything else is shared.

        Raises:
            UsageError: there is no such array.
            ModelError: the new array has another shape.
        """
        old = self.array(key)
        if value.shape != old.shape:
            raise ModelError(tr("{key} has shape {shape}, not {shape2}", key=key, shape=old.shape, shape2=value.shape))
        value = np.array(value, dtype=old.dtype)
        named = ParameterKey.parse(key)
        if named.kind == "readout":
            before = next(r for r in self.readouts if r.name == named.readout)
            after = replace(before, weight=value) if named.matrix == "weight" else replace(before, bias=value)
            return replace(self, readouts=tuple(after if r is before else r for r in self.readouts))
        if named.part is None:
            return replace(self, embedding=value)
        parameters = self.parameters(named.part)
        stacked = np.array(getattr(parameters, named.matrix))
        stacked[... if (row := self._row(named)) is None else row] = value
        directions, layers = list(self.layers[named.part.layer]), list(self.layers)
        directions[self.directions.index(named.part.direction)] = replace(parameters, **{named.matrix: stacked})
        layers[named.part.layer] = tuple(directions)
        return replace(self, layers=tuple(layers))

    def astype(self, dtype: type[np.float32] | type[np.float64]) -> Network:
        """Return the network with every array in `dtype`."""
        return replace(
            self,
            layers=tuple(tuple(parameters.astype(dtype) for parameters in row) for row in self.layers),
            embedding=None if self.embedding is None else self.embedding.astype(dtype),
            readouts=tuple(replace(r, weight=r.weight.astype(dtype), bias=r.bias.astype(dtype)) for r in self.readouts),
        )

    def parameter_count(self) -> int:
        """Return the number of trainable values, both biases counted."""
        return sum(int(self.array(key).size) for key in self._keys)

    def _row(self, key: ParameterKey) -> int | None:
        """Return where the gate of `key` lies in its stacked matrix; None for what is one whole."""
        if key.matrix in WHOLE:
            return None
        return PEEPING_GATES.index(key.gate) if key.matrix == "peepholes" else self.cell.gates.index(key.gate)

    def _all_keys(self) -> Iterator[str]:
        if self.embedding is not None:
            yield "embedding"
        for part in self.parts:
            parameters = self.parameters(part)
            for matrix in ("W", "U", "b_x", "b_h"):
                for gate in self.cell.gates:
                    yield f"{part}.{matrix}.{gate}"
            if parameters.peepholes is not None:
                for gate in PEEPING_GATES:
                    yield f"{part}.peepholes.{gate}"
            for matrix, state in WHOLE.items():
                if getattr(parameters, matrix) is not None:
                    yield f"{part}.{matrix}.{state}"
        for readout in self.readouts:
            yield f"readout.{readout.name}.weight"
            yield f"readout.{readout.name}.bias"

    def _check(self) -> None:
        if not self.layers:
            raise ModelError(tr("a network needs at least one recurrent layer"))
        width = self.layers[0][0].W.shape[-1] if self.layers[0][0].W.ndim else 0
        if self.embedding is not None and self.embedding.shape[1:] != (width,):
            raise ModelError(
                tr(
                    "the embedding has shape {shape}, but layer 0 takes {width} inputs",
                    shape=self.embedding.shape,
                    width=width,
                )
            )
        for k, row in enumerate(self.layers):
            if len(row) != len(self.directions):
                raise ModelError(
                    tr(
                        "layer {k} has {count} directions, not {count2}",
                        k=k,
                        count=len(row),
                        count2=len(self.directions),
                    )
                )
            for direction, parameters in zip(self.directions, row, strict=True):
                check_layer(f"layer {k} {direction}", self.cell, parameters, width, row[0])
            width = row[0].outputs * len(self.directions)
        arrays = [a for row in self.layers for p in row for a in p.arrays().values()]
        types = {a.dtype for a in arrays} | ({self.embedding.dtype} if self.embedding is not None else set())
        if len(types) > 1 or types.isdisjoint(_DTYPES):
            names = ", ".join(sorted(str(t) for t in types))
            raise ModelError(tr("a network computes in float32 or in float64 throughout, not in {names}", names=names))
        for readout in self.readouts:
            if readout.weight.ndim != 2 or readout.weight.shape[1] != width:
                raise ModelError(
                    tr(
                        "the read-out {name!r} has shape {shape}, but the last layer gives {width}",
                        name=readout.name,
                        shape=readout.weight.shape,
                        width=width,
                    )
                )
            if readout.bias.shape != readout.weight.shape[:1]:
                raise ModelError(
                    tr(
                        "the read-out {name!r} has a bias of shape {shape}, but weights of shape {shape2}",
                        name=readout.name,
                        shape=readout.bias.shape,
                        shape2=readout.weight.shape,
                    )
                )
