"""The states that a recurrent node starts from, where the graph has them stored, and what else a run would give it.

An exporter writes a learned state (D, 1, H) and what repeats it for every sequence of a batch, of a size that only a
run knows. Every sequence starts alike, so that what repeats along the batch is passed over here; zeros are written so,
too.
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
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.recurrent_operator import INITIAL_C, INITIAL_H, LENGTHS, Recurrent
from gatescope.formats.onnx.stored_tensor import stored
from gatescope.words import mark

_REPEATING = ("Expand", "Tile")
_SHAPING = ("Cast", "Gather", "Identity", "Reshape", "Slice", "Split", "Squeeze", "Transpose", "Unsqueeze")
_FARTHEST = 32
_MOST_NUMBERS = 1 << 22


def with_run_inputs(graph: Graph, folding: Folding, reader: Recurrent) -> Recurrent:
    """Return the node with the states of every layer and direction that its graph has stored, and with sentences on
    what it takes from a run and is not computed here: other states, which are zero, and lengths of sequences."""
    node = reader.node
    values = {place: node.input(place) for place in (INITIAL_H, INITIAL_C) if node.input(place)}
    states = {place: _stored(graph, folding, reader, value) for place, value in values.items()}
    obstacles = list(graph.remarks.get(node.name, ()))
    if node.input(LENGTHS) and not _are_whole(graph, folding, reader):
        obstacles.append(
            mark(
                "{place} ends sequences where {input!r} says; here all tokens are run",
                place=node.place,
                input=node.input(LENGTHS),
            )
        )
    if unknown := [repr(value) for place, value in values.items() if states[place] is None]:
        obstacles.append(
            mark(
                "{place} starts from {in_words}; here it starts from zero", place=node.place, in_words=in_words(unknown)
            )
        )
    found = {place: state for place, state in states.items() if state is not None and state.value.any()}
    names = tuple(name for state in found.values() for name in state.tensors)
    layers, d = [], 0
    for layer in reader.layers if found else ():
        count = len(layer.directions)
        hidden, cell = (_rows(found.get(place), d, count) for place in (INITIAL_H, INITIAL_C))
        layers.append(_starting_from(layer, hidden, cell, names))
        d += count
    note = mark(
        "{place} starts from the stored states {names}"
        if len(names) > 1
        else "{place} starts from the stored state {names}",
        place=node.place,
        names=in_words(names),
    )
    return replace(
        reader,
        layers=tuple(layers) or reader.layers,
        notes=(*reader.notes, *([note] if names else [])),
        obstacles=tuple(obstacles),
    )


def _are_whole(graph: Graph, folding: Folding, reader: Recurrent) -> bool:
    """Return whether every sequence is as long as the file says that the node's X always is."""
    lengths, axes = folding.array(reader.node.input(LENGTHS)), graph.lengths.get(reader.node.input(0), ())
    return lengths is not None and len(axes) == 3 and bool((lengths == axes[1 if reader.batch_first else 0]).all())


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


def _stored(graph: Graph, folding: Folding, reader: Recurrent, value: str) -> Constant | None:
    """Return (D, H) what every sequence starts from; None where that is not stored."""
    found = _alike(graph, folding, value, _FARTHEST)
    if found is None or found.value.dtype.kind not in "fiub":
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
    return Constant(rows, found.tensors)


def _alike(graph: Graph, folding: Folding, value: str, farthest: int) -> Constant | None:
    """Return `value` of a batch of one, made of constants by operators that shape and repeat; None if it is not.

    What has the same number throughout is given as that number, for no shape changes it.
    """
    try:
        return _as_number(folding.constant(value))
    except NotConstantError:
        pass
    if value not in graph.producers or farthest == 0:
        return None
    node, place = graph.producers[value]
    if node.domain or node.operator not in (*_REPEATING, *_SHAPING, "Concat", "ConstantOfShape"):
        return None
    if node.operator == "ConstantOfShape":
        filling = node.attributes.get("value")
        number = np.zeros((), np.float32) if filling is None else stored(graph.path, filling.t, value).read()
        return _as_number(Constant(number, ()))
    if node.operator == "Concat":
        parts = [_alike(graph, folding, part, farthest // 2) for part in node.inputs[:2]]
        same = len(node.inputs) <= 2 and len({None if one is None else one.value.tobytes() for one in parts}) == 1
        return parts[0] if same and parts[0] is not None and not parts[0].value.ndim else None
    source = _alike(graph, folding, node.input(0), farthest - 1)
    if source is None or node.operator in _REPEATING or not source.value.ndim:
        return source
    return _shaped(folding, node, place, source)


def _as_number(constant: Constant) -> Constant:
    array = constant.value
    alike = array.size > 0 and array.dtype.kind in "fiub" and bool((array == array.flat[0]).all())
    return Constant(array.reshape(-1)[0].reshape(()), constant.tensors) if alike else constant


def _shaped(folding: Folding, node: Node, place: int, source: Constant) -> Constant | None:
    """Return the output `place` of `node`, whose first input is `source` and whose others must be constant."""
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
