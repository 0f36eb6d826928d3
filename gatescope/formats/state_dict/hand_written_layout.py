"""Lays the arrays of a hand-written layer out as PyTorch's: all gates' rows in one matrix, (gates × units, inputs)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.engine.cells import CELLS
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.state_dict.hand_written_names import Source
from gatescope.formats.state_dict.names import HIDDEN, HIDDEN_BIAS, INPUT, INPUT_BIAS, Part
from gatescope.formats.state_dict.relayout import in_order, stacked, stacked_biases
from gatescope.words import mark

_WEIGHT_ROLES = {"input": INPUT, "hidden": HIDDEN}
_BIAS_ROLES = {"input": INPUT_BIAS, "hidden": HIDDEN_BIAS}
_CELLS = {len(cell.gates): cell.name for cell in CELLS.values()}

# i f o g as PyTorch's i f g o.
_COURSE_ROWS = (0, 1, 3, 2)
_SIDES = Assumption(
    mark("matrices"), "(units, inputs)", mark("they are square, and so they are in PyTorch"), "transposed=W,U"
)
_JOINED = Assumption(mark("order of the joined inputs"), "[h, x]", mark("usual where one matrix takes both"))


@dataclass(frozen=True, eq=False)
class Arrays:
    """The arrays of one layer in one direction.

    Attributes:
        cell: where the gates' letters tell it, else empty.
        weights: by what they are applied to, ``""`` being [h, x] at once: one array a gate in PyTorch's order, or a
            single one that has all gates.
        biases: likewise; an empty tuple for none.
    """

    cell: str
    weights: Mapping[Source, tuple[StoredTensor, ...]]
    biases: Mapping[Source, tuple[StoredTensor, ...]]

    @property
    def by_gate(self) -> bool:
        return self.cell != ""

    @property
    def of_matlab(self) -> bool:
        """Whether MATLAB's names are on them."""
        return self._is_named("InputWeights")

    @property
    def of_course(self) -> bool:
        """Whether they are named as in the assignments of Stanford's CS231n, whose LSTM has the blocks i f o g."""
        return self._is_named("Wx")

    def _is_named(self, name: str) -> bool:
        first = self.weights.get("input", ())
        return len(first) == 1 and first[0].name.rpartition(".")[2].rpartition("/")[2] == name


@dataclass(frozen=True)
class _Layout:
    """The cell, the number of units, and whether gates lie along the columns, by the shapes."""

    cell: str
    units: int
    by_column: bool
    assumptions: tuple[Assumption, ...] = ()


def part_of(arrays: Arrays) -> tuple[Part, tuple[Assumption, ...]] | None:
    """Return the layer in PyTorch's layout with what was assumed, or None where the shapes do not fit together."""
    every = [tensor for row in (*arrays.weights.values(), *arrays.biases.values()) for tensor in row]
    matrices = [tensor for row in arrays.weights.values() for tensor in row]
    if not all(t.floating and t.size for t in every) or not all(len(tensor.shape) == 2 for tensor in matrices):
        return None
    layout = _layout(arrays)
    if layout is None:
        return None
    units, names = layout.units, tuple(tensor.name for tensor in every)
    roles = {_WEIGHT_ROLES[source]: stacked(row, layout.by_column) for source, row in arrays.weights.items() if source}
    if "" in arrays.weights:
        both = arrays.weights[""]
        roles[HIDDEN] = stacked(both, layout.by_column, slice(0, units))
        roles[INPUT] = stacked(both, layout.by_column, slice(units, None))
    for source, row in arrays.biases.items():
        if row:
            roles[_BIAS_ROLES[source]] = stacked_biases(row)
    rows = roles[HIDDEN].shape[0]
    if any(tensor.shape[0] != rows for tensor in roles.values()) or roles[HIDDEN].shape[1] != units:
        return None
    if arrays.of_course and layout.cell == "lstm" and layout.by_column:
        roles = {role: in_order(tensor, _COURSE_ROWS) for role, tensor in roles.items()}
        return Part("", roles, names, layout.cell, "i f o g"), layout.assumptions
    return Part("", roles, names, layout.cell), layout.assumptions


def _layout(arrays: Arrays) -> _Layout | None:
    for row in arrays.weights.values():
        if any(tensor.shape != row[0].shape for tensor in row):
            return None
    if "" in arrays.weights:
        one, other = arrays.weights[""][0].shape
        return _Layout(arrays.cell, min(one, other), one > other, (_JOINED,)) if one != other else None
    wide, hidden = arrays.weights["input"][0].shape, arrays.weights["hidden"][0].shape
    long, units = max(hidden), min(hidden)
    cell = arrays.cell or _CELLS.get(long // units, "")
    if not cell or long % units:
        return None
    if hidden[0] != hidden[1]:
        return _Layout(cell, units, hidden[1] > hidden[0])
    if units not in wide:
        return None
    return _Layout(cell, units, wide[0] != units, (_SIDES,) if wide[0] == wide[1] else ())
