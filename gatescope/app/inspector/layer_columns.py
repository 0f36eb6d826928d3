"""The columns of the table of layers. No Qt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gatescope.app.inspector.column import Column
from gatescope.engine.cells import Convention
from gatescope.formats.core.found import FoundLayer, ModelFile, Stack
from gatescope.words import mark, tr

_ACTIVATIONS = {
    "rnn": ("activation",),
    "gru": ("gate_activation", "candidate_activation"),
    "lstm": ("gate_activation", "candidate_activation", "output_activation"),
}


@dataclass(frozen=True)
class LayerRow:
    """A layer of a file. `running` says that it belongs to the model that is inspected."""

    stack: Stack
    layer: FoundLayer
    running: bool


_BIASES = (
    (re.compile(r"none"), mark("none")),
    (re.compile(r"two, b_x and b_h"), mark("two, b_x and b_h")),
    (re.compile(r"two of (?P<rows>\w+), b_x and b_h"), mark("two of {rows}, b_x and b_h")),
    (
        re.compile(r"two of (?P<rows>\w+), b_x and b_h, in CuDNN's layout"),
        mark("two of {rows}, b_x and b_h, in CuDNN's layout"),
    ),
    (re.compile(r"one of (?P<rows>\w+)"), mark("one of {rows}")),
    (re.compile(r"one of (?P<rows>\w+), (?P<which>\w+)"), mark("one of {rows}, {which}")),
    (re.compile(r"B of (?P<rows>\w+), Wb and Rb"), mark("B of {rows}, Wb and Rb")),
)
"""What readers say of biases, in English as all of a file's report, and how the window says it."""
_ENDS = {"forward": mark("forward"), "reverse": mark("reverse")}


def layer_rows(file: ModelFile, running: Stack) -> tuple[LayerRow, ...]:
    """Return every layer of the file, in the order of the file."""
    names = {layer.name for layer in running.layers}
    return tuple(LayerRow(stack, layer, layer.name in names) for stack in file.stacks for layer in stack.layers)


def directions(layer: FoundLayer) -> str:
    """Return ``forward``, ``reverse``, or ``both, concat``."""
    if len(layer.directions) == 1:
        return tr(_ENDS[layer.directions[0]])
    return tr("both, {merge}", merge=layer.merge) if layer.merge else tr("both, apart")


def biases(layer: FoundLayer) -> str:
    """Return what the reader of the file says of the biases of `layer`, in the person's language."""
    for pattern, text in _BIASES:
        if found := pattern.fullmatch(layer.biases):
            return tr(text, **found.groupdict())
    return layer.biases


def activations(cell: str, convention: Convention) -> str:
    """Return ``sigmoid, tanh, tanh``: of the gates, of the candidate, of the output."""
    return ", ".join(getattr(convention, name) for name in _ACTIVATIONS[cell])


def _colour(row: LayerRow) -> str:
    return "accent" if row.running else ""


COLUMNS: tuple[Column[LayerRow], ...] = (
    Column(
        mark("Layer"),
        lambda r: r.layer.name,
        mark("As the file calls it; those that run now stand out"),
        colour=_colour,
    ),
    Column(mark("Cell"), lambda r: r.layer.cell.name.upper()),
    Column(mark("Inputs"), lambda r: f"{r.layer.inputs}", mark("Width of what the layer reads"), right=True),
    Column(
        mark("Units"),
        lambda r: r.layer.units_in_words,
        mark("Hidden units of each direction, → what a projection leaves of them"),
        right=True,
    ),
    Column(
        mark("Directions"), lambda r: directions(r.layer), mark("From which end it reads, and how two ends are joined")
    ),
    Column(mark("Gates"), lambda r: r.layer.gate_order or "–", mark("Order of the gates' blocks in the file's arrays")),
    Column(mark("Biases"), lambda r: biases(r.layer)),
    Column(
        mark("Activations"),
        lambda r: activations(r.layer.cell.name, r.layer.convention),
        mark("Of the gates, the candidate and the output"),
    ),
    Column(mark("Type"), lambda r: r.layer.stored_dtype, mark("Of the numbers in the file")),
    Column(
        mark("Runs with"),
        lambda r: r.stack.name,
        mark("Layers that feed each other run as one network"),
        colour=_colour,
    ),
)
