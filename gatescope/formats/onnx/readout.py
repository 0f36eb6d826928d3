"""The read-out of a layer: Gemm or MatMul with Add, Softmax, LogSoftmax or Sigmoid on top, up to the graph's output."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine.network import Array, ReadOut
from gatescope.engine.read_out import numbered_labels
from gatescope.formats.core import squashing
from gatescope.formats.core.found import Assumption
from gatescope.formats.onnx.axes import BOTH, OTHER, TIME, UNITS, Layout, Sizes
from gatescope.formats.onnx.flow import Arrival, Flow, follow
from gatescope.formats.onnx.folding import Constant, Folding, NotConstantError
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.linear_behind import LINEAR, layer_name, linear_behind
from gatescope.formats.onnx.moment import SOMEWHERE, Moment, moment_of
from gatescope.formats.onnx.node import Node
from gatescope.words import mark

# What may be done with the scores at last without making something else of them.
_CHOOSING = ("ArgMax", "TopK", "ReduceMax")


@dataclass(frozen=True, eq=False)
class FoundReadOut:
    """A read-out with the tensors that it was made of, and what there is to say about it."""

    readout: ReadOut
    tensors: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Linear:
    """Scores = weight (C, F) · h + bias (C,), with the squashing on top if one was met.

    Attributes:
        met: how the hidden state lies where it is multiplied.
        layout: how the scores lie, as far as they were followed.
    """

    node: Node
    weight: Array
    bias: Array
    tensors: tuple[str, ...]
    met: Layout
    layout: Layout
    squashing: str = ""
    picked: bool = False
    biased: bool = False


def readouts(
    graph: Graph, folding: Folding, flow: Flow, width: int, rows: int | None = None
) -> tuple[list[FoundReadOut], list[str]]:
    """Return the read-outs of the last layer, whose output of `width` features (both directions') went along `flow`.

    Args:
        rows: of the embedding below; None without one.

    Returns:
        What was found, in the file's order, and sentences about linear layers that are no read-out of ours.
    """
    found: list[FoundReadOut] = []
    notes: list[str] = []
    for arrival in flow.arrivals:
        linear = _linear(folding, arrival, width)
        if linear is None:
            continue
        linear = _finished(graph, folding, linear)
        if linear is None:
            notes.append(
                mark(
                    "{place} takes the hidden state on to further layers of the file; they are not shown",
                    place=arrival.node.place,
                )
            )
            continue
        classes = len(linear.weight)
        if linear.squashing == "sigmoid" and classes > 1:
            notes.append(
                mark(
                    "the read-out {place} gives {classes} probabilities that are independent of each other, which is "
                    "not shown",
                    place=linear.node.place,
                    classes=classes,
                )
            )
            continue
        moment = moment_of(graph, folding, flow.layouts, arrival.node.input(0))
        found.append(_readout(linear, {other.readout.name for other in found}, rows, moment))
    return found, [*notes, *linear_behind(graph, folding, flow)]


def _linear(folding: Folding, arrival: Arrival, width: int) -> _Linear | None:
    """Return the linear layer that is met, if it is one of constant weights on the features."""
    node, layout = arrival.node, arrival.layout
    if node.domain or node.operator not in LINEAR or arrival.place or layout[-1:] not in ((UNITS,), (BOTH,)):
        return None
    try:
        weight = folding.constant(node.input(1))
        bias = folding.constant(node.input(2)) if node.input(2) else None
    except NotConstantError:
        return None
    W: Array = weight.value  # type: ignore[assignment]
    if W.dtype.kind != "f":
        return None
    if node.operator == "Gemm":
        W = W if node.integer("transB") else W.T
        W = W * np.asarray(node.number("alpha", 1.0), W.dtype)
    elif W.ndim == 2:
        W = W.T
    if W.ndim != 2 or W.shape[1] != width or node.integer("transA"):
        return None
    start = _Linear(node, W, np.zeros(len(W), W.dtype), weight.tensors, layout, (*layout[:-1], UNITS))
    return start if bias is None else _with_bias(start, bias, node.number("beta", 1.0) or 0.0)


def _with_bias(linear: _Linear, bias: Constant, scale: float = 1.0) -> _Linear | None:
    classes, value = len(linear.weight), bias.value
    if value.dtype.kind != "f" or value.size not in (1, classes) or value.shape[-1:] not in ((), (1,), (classes,)):
        return None
    added = linear.bias + np.asarray(value, linear.bias.dtype).reshape(-1) * np.asarray(scale, linear.bias.dtype)
    return replace(linear, bias=added, tensors=(*linear.tensors, *bias.tensors), biased=True)


def _finished(graph: Graph, folding: Folding, linear: _Linear) -> _Linear | None:
    """Follow the scores to the graph's output, through one bias and one squashing; None where they do not get there."""
    scores = linear.node.output
    while True:
        flow = follow(graph, folding, {scores: linear.layout}, Sizes(1, len(linear.weight)))
        if any(value in graph.outputs for value in flow.layouts):
            return linear
        step = next((s for a in flow.arrivals if (s := _step(folding, linear, a)) is not None), None)
        if step is None:
            selects = any(a.node.operator in _CHOOSING and not a.node.domain for a in flow.arrivals)
            return replace(linear, picked=True) if selects else None
        linear, scores = step


def _step(folding: Folding, linear: _Linear, arrival: Arrival) -> tuple[_Linear, str] | None:
    node, rank = arrival.node, len(arrival.layout)
    # The axis of a single score may have been dropped on the way.
    single = len(linear.weight) == 1 and UNITS not in arrival.layout
    if node.domain or not (arrival.layout[-1:] == (UNITS,) or single):
        return None
    if node.operator == "Add" and not linear.biased and not linear.squashing:
        try:
            other = folding.constant(node.input(1 - arrival.place))
        except NotConstantError:
            return None
        added = _with_bias(linear, other)
        return None if added is None else (replace(added, layout=arrival.layout), node.output)
    if linear.squashing:
        return None
    if node.operator in ("Softmax", "LogSoftmax"):
        # Until opset 13 the axes from 1 on were one.
        axis = node.integer("axis", 1 if node.opset < 13 else -1)
        if single or axis % rank != rank - 1:
            return None
        return replace(linear, squashing="softmax", layout=arrival.layout), node.output
    if node.operator == "Sigmoid":
        return replace(linear, squashing="sigmoid", layout=arrival.layout), node.output
    return None


def _once(name: str, moment: Moment, *, both: bool) -> str:
    """Return what there is to say of a read-out that the file applies to the states of one token alone."""
    if moment in (0, -1):
        return mark(
            "the file applies the read-out {name} once a sequence, after the first token; it is shown after every token"
            if moment == 0
            else "the file applies the read-out {name} once a sequence, after the last token; it is shown after every "
            "token",
            name=name,
        )
    if moment is not None and moment != SOMEWHERE:
        return mark(
            "the file applies the read-out {name} once a sequence, after token {token}; it is shown after every token",
            name=name,
            token=moment,
        )
    return mark(
        "the file applies the read-out {name} once a sequence, to the forward state of the last token beside the "
        "reverse one of the first; it is shown after every token"
        if both and moment is None
        else "the file applies the read-out {name} once a sequence; it is shown after every token",
        name=name,
    )


def _readout(linear: _Linear, taken: set[str], rows: int | None, moment: Moment) -> FoundReadOut:
    classes, name = len(linear.weight), layer_name(linear.tensors, linear.node)
    while name in taken:
        name += "'"
    evidence = squashing.Evidence(classes, name, linear.squashing or "linear", picked=linear.picked, rows=rows)
    kind, why = squashing.kind_of(evidence)
    assumptions = [squashing.assumption(name, kind, why, classes)] if why else []
    notes = []
    if TIME not in linear.met and OTHER not in linear.met:
        notes.append(_once(name, moment, both=BOTH in linear.met))
    readout = ReadOut(
        name=name,
        kind=kind,
        weight=np.ascontiguousarray(linear.weight),
        bias=np.ascontiguousarray(linear.bias),
        labels=numbered_labels(kind, classes),
    )
    return FoundReadOut(readout, tuple(dict.fromkeys(linear.tensors)), tuple(assumptions), tuple(notes))
