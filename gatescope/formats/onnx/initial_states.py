"""The states that a recurrent node starts from, where the graph has them stored.

An exporter writes a learned state (D, 1, H) and what repeats it for every sequence of a batch, of a size that only a
run knows. Every sequence starts alike, so that what repeats along the batch is passed over here.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array
from gatescope.formats.core.found import FoundLayer
from gatescope.formats.core.obstacles import in_words
from gatescope.formats.onnx.fold_operators import TooLargeError, UnfitError, computed
from gatescope.formats.onnx.folding import Constant, Folding, NotConstantError
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.recurrent_operator import INITIAL_C, INITIAL_H, Recurrent

_REPEATING = ("Expand", "Tile")
_SHAPING = ("Cast", "Gather", "Identity", "Reshape", "Slice", "Split", "Squeeze", "Transpose", "Unsqueeze")
_FARTHEST = 32
_MOST_NUMBERS = 1 << 22


def with_initial_states(graph: Graph, folding: Folding, reader: Recurrent) -> Recurrent:
    """Return the node with the states of every layer and direction that its graph has stored; others are zero."""
    hidden, cell = (_stored(graph, folding, reader, place) for place in (INITIAL_H, INITIAL_C))
    if hidden is None and cell is None:
        return reader
    names = tuple(name for state in (hidden, cell) if state is not None for name in state.tensors)
    layers, d = [], 0
    for layer in reader.layers:
        count = len(layer.directions)
        layers.append(_starting_from(layer, _rows(hidden, d, count), _rows(cell, d, count), names))
        d += count
    note = f"{reader.node.place} starts from the stored {'states' if len(names) > 1 else 'state'} {in_words(names)}"
    return replace(reader, layers=tuple(layers), notes=(*reader.notes, *([note] if names else [])))


def is_stored(graph: Graph, folding: Folding, reader: Recurrent, place: int) -> bool:
    """Return whether the input `place` of the node is a state that `with_initial_states` takes."""
    return _stored(graph, folding, reader, place) is not None


def _starting_from(
    layer: FoundLayer, hidden: list[Array | None], cell: list[Array | None], names: tuple[str, ...]
) -> FoundLayer:
    of_lstm = "cell_state" in layer.cell.states
    parameters = tuple(
        one.starting_from(h, c if of_lstm else None) for one, h, c in zip(layer.parameters, hidden, cell, strict=True)
    )
    return replace(layer, parameters=parameters, tensors=tuple(dict.fromkeys((*layer.tensors, *names))))


def _rows(state: Constant | None, first: int, count: int) -> list[Array | None]:
    if state is None:
        return [None] * count
    rows: Array = state.value  # type: ignore[assignment]
    return [np.ascontiguousarray(row) for row in rows[first : first + count]]


def _stored(graph: Graph, folding: Folding, reader: Recurrent, place: int) -> Constant | None:
    """Return (D, H) what every sequence starts from; None where that is zero, or is not stored."""
    value = reader.node.input(place)
    found = _alike(graph, folding, value, _FARTHEST) if value else None
    if found is None or found.value.dtype.kind != "f":
        return None
    directions = sum(len(layer.directions) for layer in reader.layers)
    parameters = reader.layers[0].parameters[0]
    shape = (1, directions, parameters.units) if reader.batch_first else (directions, 1, parameters.units)
    array = found.value
    batch = 0 if reader.batch_first else 1
    if array.ndim == 3 and array.shape[batch] > 1:
        first = array.take([0], axis=batch)
        array = first if (array == first).all() else array
    try:
        whole = np.broadcast_to(array, shape)
    except ValueError:
        return None
    rows = whole.reshape(directions, parameters.units).astype(parameters.U.dtype)
    return Constant(rows, found.tensors) if rows.any() else None


def _alike(graph: Graph, folding: Folding, value: str, farthest: int) -> Constant | None:
    """Return `value` of a batch of one, made of constants by operators that shape and repeat; None if it is not."""
    try:
        return folding.constant(value)
    except NotConstantError:
        pass
    if value not in graph.producers or farthest == 0:
        return None
    node, place = graph.producers[value]
    if node.domain or node.operator not in (*_REPEATING, *_SHAPING):
        return None
    source = _alike(graph, folding, node.input(0), farthest - 1)
    if source is None or node.operator in _REPEATING:
        return source
    values: list[NDArray[np.generic] | None] = [source.value]
    for name in node.inputs[1:]:
        other = folding.array(name) if name else None
        if name and other is None:
            return None
        values.append(other)
    if node.operator == "Identity":
        return source
    try:
        result = computed(node, values, _MOST_NUMBERS)[place]
    except (TooLargeError, UnfitError, KeyError, IndexError, MemoryError):
        return None
    return Constant(result, source.tensors)
