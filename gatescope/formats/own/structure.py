"""The structure of a model's weights as its card describes it, and the network that they make.

Layers of one size are said by one number (``"units": 64``), as in the cards of the bundled models; layers that differ
by a list of one entry a layer (``"units": [64, 32]``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from gatescope.engine.cells import CELLS, Cell, Convention, Direction
from gatescope.engine.network import Array, Network, ReadOut, ReadOutKind
from gatescope.engine.parameters import PEEPING_GATES
from gatescope.engine.part import Part
from gatescope.errors import FormatError
from gatescope.formats.conventions.fields import describe_convention, read_convention
from gatescope.formats.files.json_fields import Fields
from gatescope.formats.own.tensors import layer_parameters
from gatescope.words import tr

FIELDS = frozenset(
    [
        "cell",
        "convention",
        "layers",
        "units",
        "inputs",
        "embedding",
        "rows",
        "directions",
        "readouts",
        "parameters",
        "peepholes",
        "projection",
        "initial_states",
    ]
)
"""The names that `describe_structure` gives, some of them only where they say something."""

_MOST_LAYERS = 1000
_MOST_ROWS = 1 << 28


@dataclass(frozen=True)
class ReadOutCard:
    """Name, kind and labels of one read-out, as `engine.network.ReadOut` has them."""

    name: str
    kind: ReadOutKind
    labels: tuple[str, ...]

    @property
    def columns(self) -> int:
        """C, the rows of its weight."""
        return 1 if self.kind == "logistic" else len(self.labels)


@dataclass(frozen=True)
class LayerSize:
    """One layer: H units, what its hidden state is projected to (None: it is not), whether it has peepholes, and
    whether it learned the states that it starts from."""

    units: int
    projection: int | None = None
    peepholes: bool = False
    starts: bool = False


@dataclass(frozen=True)
class Structure:
    """What the weights must be. `rows` counts those of the embedding; None means that vectors go in, which are `inputs`
    wide."""

    cell: Cell
    convention: Convention
    layers: tuple[LayerSize, ...]
    inputs: int
    rows: int | None
    directions: tuple[Direction, ...]
    readouts: tuple[ReadOutCard, ...]

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Return name → shape of every tensor: ``embedding`` (V, I), ``layer0.forward.W`` (G, H, I), …"""
        gates = len(self.cell.gates)
        shapes: dict[str, tuple[int, ...]] = {}
        if self.rows is not None:
            shapes["embedding"] = (self.rows, self.inputs)
        width = self.inputs
        for k, layer in enumerate(self.layers):
            units, outputs = layer.units, layer.projection or layer.units
            for direction in self.directions:
                part = Part.of(k, direction)
                shapes[f"{part}.W"] = (gates, units, width)
                shapes[f"{part}.U"] = (gates, units, outputs)
                shapes[f"{part}.b_x"] = shapes[f"{part}.b_h"] = (gates, units)
                if layer.peepholes:
                    shapes[f"{part}.peepholes"] = (len(PEEPING_GATES), units)
                if layer.projection:
                    shapes[f"{part}.projection"] = (outputs, units)
                if layer.starts:
                    shapes[f"{part}.initial_hidden"] = (outputs,)
                if layer.starts and "cell_state" in self.cell.states:
                    shapes[f"{part}.initial_cell"] = (units,)
            width = outputs * len(self.directions)
        for readout in self.readouts:
            shapes[f"readout.{readout.name}.weight"] = (readout.columns, width)
            shapes[f"readout.{readout.name}.bias"] = (readout.columns,)
        return shapes

    def network(self, path: Path, found: Mapping[str, Array]) -> Network:
        """Return the network whose arrays are `found`, by the names of `shapes`.

        Raises:
            FormatError: an array is missing, is too many, or has another shape or precision; `path` holds them.
        """
        self._check(path, found)
        return Network(
            cell=self.cell,
            convention=self.convention,
            layers=tuple(
                tuple(layer_parameters(Part.of(k, direction), found) for direction in self.directions)
                for k in range(len(self.layers))
            ),
            directions=self.directions,
            embedding=found.get("embedding"),
            readouts=tuple(
                ReadOut(
                    readout.name,
                    readout.kind,
                    found[f"readout.{readout.name}.weight"],
                    found[f"readout.{readout.name}.bias"],
                    readout.labels,
                )
                for readout in self.readouts
            ),
        )

    def _check(self, path: Path, found: Mapping[str, Array]) -> None:
        shapes = self.shapes()
        for name, shape in shapes.items():
            if name not in found:
                raise FormatError(path, tr("lacks the tensor {name!r} that its card asks for", name=name))
            if found[name].shape != shape:
                raise FormatError(
                    path,
                    tr(
                        "the tensor {name!r} has shape {shape}; its card asks for {shape2}",
                        name=name,
                        shape=found[name].shape,
                        shape2=shape,
                    ),
                )
        for name in found:
            if name not in shapes:
                raise FormatError(path, tr("holds a tensor {name!r} that its card does not know", name=name))
        if len({array.dtype for array in found.values()}) > 1:
            raise FormatError(path, tr("mixes F32 and F64 tensors"))


def describe_structure(network: Network, tokens: int | None) -> dict[str, Any]:
    """Return the fields of a card that `read_structure` reads; `tokens` is the size of the vocabulary, where there is
    one."""
    firsts = [row[0] for row in network.layers]
    fields: dict[str, Any] = {
        "cell": network.cell.name,
        "convention": describe_convention(network.convention),
        "layers": len(firsts),
        "units": _one_or_each([layer.units for layer in firsts]),
        "inputs": network.inputs,
        "embedding": None if network.embedding is None else network.inputs,
        "directions": list(network.directions),
        "readouts": [{"name": r.name, "kind": r.kind, "labels": list(r.labels)} for r in network.readouts],
        "parameters": network.parameter_count(),
    }
    if network.embedding is not None and len(network.embedding) != tokens:
        fields["rows"] = len(network.embedding)
    if any(layer.peepholes is not None for layer in firsts):
        fields["peepholes"] = _one_or_each([layer.peepholes is not None for layer in firsts])
    if any(layer.projection is not None for layer in firsts):
        fields["projection"] = _one_or_each([None if x.projection is None else x.outputs for x in firsts])
    if any(layer.initial_hidden is not None for layer in firsts):
        fields["initial_states"] = _one_or_each([layer.initial_hidden is not None for layer in firsts])
    return fields


def read_structure(path: Path, card: Mapping[str, Any], tokens: int | None) -> Structure:
    """Return what the card at `path` says about its weights.

    Args:
        tokens: the size of its vocabulary, or None where it has none.

    Raises:
        FormatError: a field is missing or is not what it should be.
    """
    fields = Fields(path, card)
    cell = CELLS[fields.one_of("cell", tuple(CELLS))]
    directions = fields.strings("directions")
    if directions not in (["forward"], ["reverse"], ["forward", "reverse"]):
        raise FormatError(path, tr("the model card's 'directions' is {directions!r:.60}", directions=directions))
    readouts = tuple(_read_out(path, entry) for entry in fields.get("readouts", list))
    if len({readout.name for readout in readouts}) < len(readouts):
        raise FormatError(path, tr("the model card has two read-outs of one name"))
    inputs = fields.positive("inputs")
    return Structure(
        cell=cell,
        convention=read_convention(Fields(path, fields.get("convention", dict))),
        layers=_layers(fields),
        inputs=inputs,
        rows=_rows(fields, inputs, tokens),
        directions=tuple(directions),  # type: ignore[arg-type]
        readouts=readouts,
    )


def _one_or_each(values: Sequence[Any]) -> Any:
    return values[0] if len(set(values)) == 1 else list(values)


def _layers(fields: Fields) -> tuple[LayerSize, ...]:
    count = fields.positive("layers", most=_MOST_LAYERS)
    units = [one.positive("units") for one in _each(fields, "units", count)]
    projection = [
        None if one.fields["projection"] is None else one.positive("projection")
        for one in _each(fields, "projection", count)
    ]
    peepholes = [one.get("peepholes", bool) for one in _each(fields, "peepholes", count, usual=False)]
    starts = [one.get("initial_states", bool) for one in _each(fields, "initial_states", count, usual=False)]
    return tuple(LayerSize(*layer) for layer in zip(units, projection, peepholes, starts, strict=True))


def _each(fields: Fields, name: str, count: int, usual: object = None) -> list[Fields]:
    """Return the field called `name` once for every layer, whether it was said once or for each."""
    raw = fields.fields.get(name, usual)
    values = raw if isinstance(raw, list) else [raw] * count
    if len(values) != count:
        raise FormatError(
            fields.path,
            tr(
                "the model card's {name!r} has {count} entries for {count2} layers",
                name=name,
                count=len(values),
                count2=count,
            ),
        )
    return [Fields(fields.path, {name: value}) for value in values]


def _rows(fields: Fields, inputs: int, tokens: int | None) -> int | None:
    if fields.fields.get("embedding") is None:
        return None
    rows = fields.positive("rows", most=_MOST_ROWS) if "rows" in fields.fields else tokens
    if rows is None or rows < (tokens or 0) or fields.positive("embedding") != inputs:
        raise FormatError(
            fields.path, tr("the model card has an embedding that does not fit its vocabulary or its inputs")
        )
    return rows


def _read_out(path: Path, entry: object) -> ReadOutCard:
    fields = Fields(path, entry)
    kind: ReadOutKind = fields.one_of("kind", get_args(ReadOutKind))  # type: ignore[assignment]
    readout = ReadOutCard(fields.get("name", str), kind, tuple(fields.strings("labels")))
    least, most = {"linear": (1, math.inf), "logistic": (2, 2), "softmax": (2, math.inf)}[kind]
    if not readout.name or not least <= len(readout.labels) <= most:
        raise FormatError(path, tr("the model card's read-out {name!r} needs a name and its labels", name=readout.name))
    return readout
