"""Joins recurrent nodes that feed each other to stacks, with embeddings before and read-outs after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from gatescope.engine.network import Array
from gatescope.formats.core.found import FoundLayer, Stack
from gatescope.formats.core.obstacles import fed_by, stands_before
from gatescope.formats.onnx.axes import BATCH, BOTH, DIRECTION, TIME, UNITS, Layout, Sizes
from gatescope.formats.onnx.before import Before, before
from gatescope.formats.onnx.flow import Flow, follow
from gatescope.formats.onnx.folding import Constant, Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.initial_states import with_run_inputs
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.readout import readouts
from gatescope.formats.onnx.recurrent_operator import Recurrent
from gatescope.words import mark


def stacks_of(graph: Graph, folding: Folding, found: Sequence[Recurrent]) -> list[Stack]:
    """Join the recurrent nodes of a graph to stacks, in the file's order."""
    ways = {reader.node: before(graph, folding, reader.node) for reader in found}
    found = _in_order_of_tokens([with_run_inputs(graph, folding, reader) for reader in found], ways)
    flows = {reader.node: _flow(graph, folding, reader) for reader in found}
    below = _fed_by(found, flows)
    above: dict[Node, Recurrent] = {}
    for upper in found:
        lower = below.get(upper.node)
        if lower is not None and joinable(lower, upper):
            above.setdefault(lower.node, upper)
    joined = {upper.node for upper in above.values()}
    stacks: list[Stack] = []
    for first in found:
        if first.node in joined:
            continue
        chain = [first]
        while chain[-1].node in above:
            chain.append(above[chain[-1].node])
        stack = _stack(graph, folding, chain, flows[chain[-1].node], _table(folding, first, ways[first.node]))
        stack = replace(stack, obstacles=(*_obstacles(first, ways[first.node], found), *stack.obstacles))
        # A node whose directions have activations of their own is one layer, and one stack, a direction.
        stacks += [stack] if len(first.layers) == 1 else [_alone(stack, layer) for layer in first.layers]
    return stacks


def _in_order_of_tokens(found: Sequence[Recurrent], ways: Mapping[Node, Before]) -> list[Recurrent]:
    """Return the nodes with their directions as the tokens stand, where a graph turns these round on the way."""
    makers = {value: reader.node for reader in found for value in reader.node.outputs if value}
    turned: dict[Node, bool] = {}
    for reader in found:
        way = ways[reader.node]
        feeder = makers.get(way.origins[0]) if len(way.origins) == 1 else None
        # A node runs after what feeds it.
        turned[reader.node] = way.reversed != (feeder is not None and turned.get(feeder, False))
    return [reader.reversed() if turned[reader.node] else reader for reader in found]


def _obstacles(first: Recurrent, way: Before, found: Sequence[Recurrent]) -> list[str]:
    """Return sentences on what the graph does before the lowest layer of a stack."""
    name = first.layers[0].name
    said = [stands_before(name, way.operators)] if way.operators else []
    feeders = [reader for reader in found for value in way.origins if value in reader.node.outputs]
    return said + [fed_by(name, feeder.layers[0].name) for feeder in dict.fromkeys(feeders)]


def joinable(lower: Recurrent, upper: Recurrent) -> bool:
    """Return whether two layers can run as one network."""
    if len(lower.layers) > 1 or len(upper.layers) > 1:
        return False
    a, b = lower.layers[0], upper.layers[0]
    return b.runs_with(a) and a.parameters[0].U.dtype == b.parameters[0].U.dtype


def _flow(graph: Graph, folding: Folding, found: Recurrent) -> Flow:
    """Return where Y and Y_h go."""
    y: Layout = (BATCH, TIME, DIRECTION, UNITS) if found.batch_first else (TIME, DIRECTION, BATCH, UNITS)
    last: Layout = (BATCH, DIRECTION, UNITS) if found.batch_first else (DIRECTION, BATCH, UNITS)
    starts = dict(zip(found.node.outputs, (y, last), strict=False))
    return follow(graph, folding, starts, Sizes(_directions(found), found.layers[0].units))


def _fed_by(found: Sequence[Recurrent], flows: dict[Node, Flow]) -> dict[Node, Recurrent]:
    """Return node → the recurrent node whose whole output, step by step, is its X."""
    by_node = {reader.node: reader for reader in found}
    below: dict[Node, Recurrent] = {}
    for lower in found:
        features = UNITS if _directions(lower) == 1 else BOTH
        for arrival in flows[lower.node].arrivals:
            upper = by_node.get(arrival.node)
            if upper is None or arrival.place != 0 or upper is lower:
                continue
            if arrival.layout == ((BATCH, TIME, features) if upper.batch_first else (TIME, BATCH, features)):
                below.setdefault(upper.node, lower)
    return below


def _table(folding: Folding, reader: Recurrent, way: Before) -> Constant | None:
    """Return the embedding that feeds a node directly, where its rows are as wide as what that takes."""
    found = folding.constant(way.table) if way.table else None
    return found if found is not None and found.value.shape[1] == reader.layers[0].inputs else None


def _directions(reader: Recurrent) -> int:
    return sum(len(layer.directions) for layer in reader.layers)


def _stack(
    graph: Graph,
    folding: Folding,
    chain: Sequence[Recurrent],
    flow: Flow,
    table: Constant | None,
) -> Stack:
    """Return the layers of `chain`, whose output went along `flow`, with what stands before and after them."""
    layers = tuple(_merged(reader.layers[0], flow) if reader is chain[-1] else reader.layers[0] for reader in chain)
    last = layers[-1]
    notes = [note for reader in chain for note in reader.notes]
    obstacles = [one for reader in chain for one in reader.obstacles]
    embedding: Array | None = None if table is None else np.ascontiguousarray(table.value)
    rows = None if embedding is None else len(embedding)
    outs, more = readouts(graph, folding, flow, last.parameters[0].outputs * _directions(chain[-1]), rows)
    return Stack(
        name="+".join(layer.name for layer in layers),
        layers=layers,
        embedding=embedding,
        embedding_name="" if table is None else next(iter(table.tensors), ""),
        readouts=tuple(out.readout for out in outs),
        readout_tensors=tuple(dict.fromkeys(tensor for out in outs for tensor in out.tensors)),
        assumptions=tuple(assumption for out in outs for assumption in out.assumptions),
        obstacles=tuple(dict.fromkeys(obstacles)),
        notes=tuple(dict.fromkeys((*notes, *(note for out in outs for note in out.notes), *more))),
    )


def _merged(layer: FoundLayer, flow: Flow) -> FoundLayer:
    """Return `layer` with the way in which the graph joins its two directions: one array, or two."""
    if len(layer.directions) == 1 or any(BOTH in layout for layout in flow.layouts.values()):
        return layer
    return replace(layer, merge=None)


def _alone(stack: Stack, layer: FoundLayer) -> Stack:
    """Return one direction of a layer whose directions differ: without the read-outs, which take both."""
    lost = tuple(
        mark("the read-out {name} takes both directions together: it is not shown", name=r.name) for r in stack.readouts
    )
    return replace(
        stack,
        name=layer.name,
        layers=(layer,),
        readouts=(),
        readout_tensors=(),
        assumptions=(),
        notes=(*stack.notes, *lost),
    )
