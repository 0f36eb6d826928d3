"""Cells that are written out in the body of a Loop or Scan, as tf2onnx writes them, folded back to RNN, GRU and LSTM.

A loop is one of these cells if its body computes nothing else with the numbers of a token and its states; `cell_fit`
proves it by what it computes. Then the operator that it is takes its place in the graph; any other loop is said.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.onnx.cell_fit import FittedCell
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph, Loop
from gatescope.formats.onnx.loop_body import Body, NoCellError
from gatescope.formats.onnx.node import Node
from gatescope.words import mark

_MOST_LOOPS = 64


def fold_back(graph: Graph, folding: Folding) -> tuple[list[str], list[str]]:
    """Put operators in the place of the loops that are cells.

    Returns:
        Sentences about the loops that were folded, and about those that were not.
    """
    done, left = [], []
    for loop in graph.loops[:_MOST_LOOPS]:
        try:
            cell = _replace(graph, folding, loop)
        except NoCellError as error:
            left.append(
                mark(
                    "the {operator} {place!r:.80} {error}",
                    operator=loop.node.operator,
                    place=loop.node.place,
                    error=error.args[0],
                )
            )
            continue
        done.append(
            mark(
                "{name} is a {operator} that computes exactly this {cell}, proved at random numbers",
                name=loop.name,
                operator=loop.node.operator,
                cell=cell,
            )
        )
    return done, left


def _replace(graph: Graph, folding: Folding, loop: Loop) -> str:
    body = Body(graph, folding, loop)
    cell, h, c = body.cell()
    name, tokens = loop.name, body.tokens
    nodes: list[Node] = []

    def add(operator: str, inputs: tuple[str, ...], outputs: tuple[str, ...], **attributes: Any) -> None:
        from onnx import helper

        made = {key: helper.make_attribute(key, value) for key, value in attributes.items()}
        nodes.append(Node(operator, "", name if operator == cell.operator else "", "", 11, inputs, outputs, made))

    source = tokens.source
    if tokens.batch_first:
        source = f"{name}/time first"
        add("Transpose", (tokens.source,), (source,), perm=[1, 0, 2])
    weights = _weights(graph, folding, loop, cell, name)
    starts = []
    for state in (h, c):
        if state is not None:
            starts.append(f"{name}/{state}/first")
            add("Unsqueeze", (body.initial(state),), (starts[-1],), axes=[0])
    made = (f"{name}/Y", f"{name}/Y_h", f"{name}/Y_c")
    alpha = [constants[0] for _, constants in cell.activations if constants]
    beta = [constants[1] for _, constants in cell.activations if constants]
    add(
        cell.operator,
        (source, *weights, "", *starts),
        made[: 2 if c is None else 3],
        hidden_size=cell.U.shape[1],
        activations=[activation for activation, _ in cell.activations],
        direction="reverse" if tokens.reverse else "forward",
        **({"activation_alpha": alpha, "activation_beta": beta} if alpha else {}),
        **({"linear_before_reset": int(cell.after)} if cell.operator == "GRU" else {}),
    )
    taken: dict[str, str] = {}
    for place, output in body.outputs(h, c):
        taken[output] = made[place]
        add("Squeeze", (made[place],), (output,), axes=[1 if place == 0 else 0])
    if not taken:
        raise NoCellError(mark("hands none of its states on"))
    graph.replace(loop, nodes, taken)
    graph.remarks[name] = body.remarks
    return cell.operator


def _weights(graph: Graph, folding: Folding, loop: Loop, cell: FittedCell, name: str) -> tuple[str, str, str]:
    """Enter W, R and B as tensors that were made of the body's own, and return their names."""
    used = dict.fromkeys(value for node in loop.body for value in node.inputs if value)
    arrays = [folding.constant(value) for value in used if folding.array(value) is not None]
    arrays = [one for one in arrays if one.value.dtype.kind == "f" and one.value.size > 1]
    origins = dict.fromkeys(tensor for one in arrays for tensor in one.tensors)
    weights = tuple(tensor for tensor in origins if graph.tensors[tensor].floating and graph.tensors[tensor].size > 1)
    dtype = np.float64 if any(one.value.dtype == np.float64 for one in arrays) else np.float32
    units = cell.U.shape[1]
    made = {
        "W": cell.W.reshape(1, -1, cell.W.shape[2]),
        "R": cell.U.reshape(1, -1, units),
        "B": np.concatenate([cell.b_x.ravel(), cell.b_h.ravel()])[None],
    }
    names = []
    for key, value in made.items():
        names.append(f"{name}/{key}")
        numbers = value.astype(dtype)
        graph.tensors[names[-1]] = StoredTensor(names[-1], value.shape, numbers.dtype.name, _reader(numbers))
        graph.made_of[names[-1]] = weights
    return names[0], names[1], names[2]


def _reader(numbers: NDArray[np.generic]) -> Any:
    return lambda: numbers
