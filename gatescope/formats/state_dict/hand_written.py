"""Recurrent modules of hand-written models, brought into PyTorch's layout so that one reader serves all.

What their names leave open is assumed, and told: the order of the gates' blocks, where a GRU's reset gate stands, which
state its update gate keeps, and which side of a square matrix is which.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from gatescope.engine.cells import Convention
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.state_dict.hand_written_layout import Arrays, part_of
from gatescope.formats.state_dict.hand_written_names import SOURCES, Role, Source, by_place
from gatescope.formats.state_dict.names import HIDDEN_BIAS, Part, RecurrentModule
from gatescope.words import mark

_GATES = {"lstm": ("i", "f", "cgn", "o"), "gru": ("r", "zu", "nhcg"), "rnn": ("h",)}
"""The letters for each of a cell's gates, in PyTorch's order."""

_ORDERS = {
    "gru": Assumption(mark("gate order"), "r z n", mark("the arrays are named as PyTorch's"), "gate_order=z,r,n"),
    "lstm": Assumption(mark("gate order"), "i f g o", mark("the arrays are named as PyTorch's"), "gate_order=i,g,f,o"),
}
_COURSE = Assumption(
    mark("gate order"), "i f o g", mark("Wx, Wh and b stand so in the LSTM of Stanford's CS231n"), "gate_order=i,f,g,o"
)
_AFTER = Assumption(
    mark("reset form"), "n = tanh(W x + b + r ⊙ (U h + b))", mark("as PyTorch has it"), "reset_after=false"
)
_BEFORE = Assumption(
    mark("reset form"), "n = tanh(W x + U (r ⊙ h) + b)", mark("there is one bias a gate"), "reset_after=true"
)
_KEEPS = Assumption(
    mark("update gate"), mark("z keeps the old state"), mark("as PyTorch has it"), "update_gate_keeps=new"
)


def hand_written_modules(tensors: Tensors) -> tuple[RecurrentModule, ...]:
    """Return the modules whose arrays are all there and fit together; an array that fits nothing is left alone."""
    found: dict[str, dict[tuple[int, bool], tuple[Arrays, Part, tuple[Assumption, ...]]]] = {}
    for (module, layer, reverse), named in by_place(tensors).items():
        arrays = _arrays(named)
        laid_out = None if arrays is None else part_of(arrays)
        if arrays is not None and laid_out is not None:
            found.setdefault(module, {})[layer, reverse] = (arrays, *laid_out)
    return tuple(_module(path, layers) for path, layers in found.items())


def _module(
    path: str, layers: Mapping[tuple[int, bool], tuple[Arrays, Part, tuple[Assumption, ...]]]
) -> RecurrentModule:
    """Return the layers in their order; they may be numbered from 0 or from 1."""
    numbers = sorted({layer for layer, _ in layers})
    arrays, part, _ = next(iter(layers.values()))
    reset_after = not arrays.by_gate or HIDDEN_BIAS in part.arrays
    return RecurrentModule(
        path=path,
        parts={(numbers.index(layer), reverse): part for (layer, reverse), (_, part, _) in layers.items()},
        is_cell=numbers == [-1],
        name=path.strip("._/"),
        convention=Convention(reset_after=reset_after if part.cell == "gru" else True),
        assumptions=(
            *_of_cell(part, arrays, reset_after),
            *dict.fromkeys(assumption for _, _, own in layers.values() for assumption in own),
        ),
    )


def _of_cell(part: Part, arrays: Arrays, reset_after: bool) -> Iterable[Assumption]:
    cell = part.cell
    if part.gate_order:
        yield _COURSE
    elif cell in _ORDERS and not arrays.by_gate:
        yield replace(_ORDERS[cell], why=mark("MATLAB has it so")) if arrays.of_matlab else _ORDERS[cell]
    if cell == "gru":
        yield _AFTER if reset_after else _BEFORE
        yield _KEEPS


def _arrays(named: Mapping[Role, StoredTensor]) -> Arrays | None:
    """Return the arrays of one layer in one direction, sorted by gate; None where one is missing."""
    if {role.gate for role in named if not role.is_bias} == {""}:
        weights = {source: _row(named, False, source, ("",)) for source in SOURCES}
        biases = {source: _row(named, True, source, ("",)) for source in SOURCES}
        if not biases["input"]:
            # ``bh`` beside ``Wxh`` and ``Whh``: the only bias there is.
            biases = {"input": _row(named, True, "", ("h",)) or biases["hidden"], "hidden": ()}
        return Arrays("", weights, biases) if all(weights.values()) else None
    # Beside single gates, ``W_xh`` is the candidate's.
    by_letter = {Role(role.is_bias, role.source, role.gate or "h"): tensor for role, tensor in named.items()}
    for cell, gates in _GATES.items():
        shared = _row(by_letter, False, "", gates)
        weights = {source: _row(by_letter, False, source, gates) for source in SOURCES}
        if weights["hidden"] and not weights["input"]:
            weights["input"] = shared
        if not all(weights.values()):
            weights = {"": shared}
        biases = {source: _row(by_letter, True, source, gates) for source in SOURCES}
        biases["input"] = biases["input"] or _row(by_letter, True, "", gates)
        if all(weights.values()):
            return Arrays(cell, weights, biases)
    return None


def _row(
    named: Mapping[Role, StoredTensor], is_bias: bool, source: Source, gates: Sequence[str]
) -> tuple[StoredTensor, ...]:
    """Return the array of every gate; nothing where one is missing."""
    row = [_first(named, is_bias, source, letters) for letters in gates]
    return tuple(tensor for tensor in row if tensor is not None) if None not in row else ()


def _first(named: Mapping[Role, StoredTensor], is_bias: bool, source: Source, letters: str) -> StoredTensor | None:
    """Return the array of the one gate that has any of these `letters`."""
    roles = (Role(is_bias, source, letter) for letter in letters or ("",))
    return next((named[role] for role in roles if role in named), None)
