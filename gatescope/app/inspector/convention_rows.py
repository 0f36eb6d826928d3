"""The questions about how a model's cell is read, a row each. No Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gatescope.engine.cells import Cell
from gatescope.engine.network import Network
from gatescope.formats.conventions import gate_order
from gatescope.formats.conventions.choices import as_read, choices
from gatescope.formats.conventions.override import keys
from gatescope.formats.core.found import Assumption, Stack
from gatescope.formats.core.model import Model
from gatescope.words import mark, tr, within

Source = Literal["file", "assumed", "yours"]

_LABELS = {
    "activation": mark("Activation"),
    "reset_after": mark("Reset gate acts"),
    "gate_activation": mark("Activation of the gates"),
    "candidate_activation": mark("Activation of the candidate"),
    "output_activation": mark("Activation of the output"),
    "update_gate_keeps": mark("Update gate keeps"),
    "forget_bias": mark("Added to the forget gate"),
    "coupled": mark("Forget gate is 1 − i"),
    "clip": mark("Pre-activations cut to ±"),
    "gate_order": mark("Order of the gates"),
    "transposed": mark("Stored transposed"),
    "direction": mark("Reads"),
    "readout": mark("Read-out gives"),
}
_MEANINGS = {
    ("reset_after", "true"): mark("after the product (PyTorch, cuDNN, Keras)"),
    ("reset_after", "false"): mark("before the product (Cho 2014, ONNX)"),
    ("update_gate_keeps", "old"): mark("the old state (PyTorch, Keras, ONNX)"),
    ("update_gate_keeps", "new"): mark("the new state (many textbooks)"),
    ("coupled", "true"): mark("yes"),
    ("coupled", "false"): mark("no"),
    ("transposed", "none"): mark("nothing"),
    ("direction", "forward"): mark("from the first token"),
    ("direction", "reverse"): mark("from the last token"),
    ("clip", "none"): mark("none"),
    ("readout", "linear"): mark("plain values"),
    ("readout", "logistic"): mark("one probability (sigmoid)"),
    ("readout", "softmax"): mark("a probability a label (softmax)"),
}
_NUMBERS = ("clip", "forget_bias")
_NOTES = {"hard_sigmoid": mark("Keras 1 and 2"), "hard_sigmoid_keras3": mark("Keras 3, PyTorch")}
_ORDERS = {
    "lstm": (("i,f,g,o", "PyTorch, Keras"), ("i,o,f,c", "ONNX"), ("i,j,f,o", "TensorFlow 1")),
    "gru": (("r,z,n", "PyTorch"), ("z,r,h", "Keras, ONNX")),
}


@dataclass(frozen=True)
class ConventionRow:
    """One question about the cell.

    Attributes:
        key: as ``--convention`` takes it.
        label: the question in words.
        value: the answer now, as ``--convention`` takes it.
        choices: what else it may be: (value, words) each.
        free: whether it is a number that is typed.
        source: where the value comes from: the file, an assumption, or the person.
        why: one clause, empty where the file says it.
    """

    key: str
    label: str
    value: str
    choices: tuple[tuple[str, str], ...]
    free: bool
    source: Source
    why: str


def convention_rows(model: Model, stack: Stack) -> tuple[ConventionRow, ...]:
    """Return the questions about `model`, which was read from `stack`; those with an assumed answer come first."""
    network, order = stack.network, stack.layers[0].gate_order
    offered, read = choices(network, order), as_read(network, order)
    said = dict(model.origin.overrides) if model.origin is not None else {}
    rows: list[ConventionRow] = []
    for key in (key for key in keys(network.cell) if key in offered or key in _NUMBERS):
        assumptions = [a for a in stack.assumptions if key in _keys_of(a)]
        if key in said:
            source: Source = "yours"
            why = tr("it was read as {meaning}", meaning=meaning(key, read[key], network.cell))
        else:
            source = "assumed" if assumptions else "file"
            why = "; ".join(tr(assumption.why) for assumption in assumptions)
        value = said.get(key, read[key])
        values = _sorted(key, (*(v for v in [value] if v not in offered.get(key, ())), *offered.get(key, ())), network)
        words = tuple((each, meaning(key, each, network.cell)) for each in values)
        rows.append(ConventionRow(key, tr(_LABELS[key]), value, words, key in _NUMBERS, source, why))
    return tuple(sorted(rows, key=lambda row: not any(row.key in _keys_of(a) for a in stack.assumptions)))


def other_assumptions(model: Model, stack: Stack) -> tuple[Assumption, ...]:
    """Return the assumptions that no question of `convention_rows` is about."""
    asked = keys(model.network.cell)
    return tuple(a for a in stack.assumptions if not any(key in asked for key in _keys_of(a)))


def in_words(overrides: Mapping[str, str], cell: Cell) -> str:
    """Return ``order of the gates: i f g o (PyTorch)``; several of them with commas between."""
    if not overrides:
        return tr("as the file has it")
    said = (f"{tr(_LABELS.get(key, key))}: {meaning(key, value, cell)}" for key, value in overrides.items())
    return ", ".join(f"{within(one[0])}{one[1:]}" for one in said)


def meaning(key: str, value: str, cell: Cell) -> str:
    """Return `value` of `key` in words."""
    if key == "gate_order":
        letters = value.replace(",", " ")
        note = _framework(cell, value)
        return f"{letters} ({note})" if note else letters
    if key.endswith("activation") and value in _NOTES:
        return f"{value} ({tr(_NOTES[value])})"
    return tr(_MEANINGS.get((key, value), value))


def _sorted(key: str, values: tuple[str, ...], network: Network) -> tuple[str, ...]:
    """Return `values`; among the many orders of the gates those of the frameworks come first."""
    if key != "gate_order":
        return values
    return tuple(sorted(values, key=lambda order: not _framework(network.cell, order)))


def _framework(cell: Cell, order: str) -> str:
    """Return the frameworks that order the gates so; empty where none does."""
    gates = gate_order.parse(cell, order)
    return next((name for known, name in _ORDERS[cell.name] if gate_order.parse(cell, known) == gates), "")


def _keys_of(assumption: Assumption) -> list[str]:
    return re.findall(r"(\w+)\s*=", assumption.override)
