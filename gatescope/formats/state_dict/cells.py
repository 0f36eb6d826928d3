"""Recognizes the cell of a module by the shape of its hidden weights."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gatescope.engine.cells import CELLS, Cell
from gatescope.errors import FormatError
from gatescope.formats.state_dict.names import HIDDEN, INPUT, PROJECTION, Part, RecurrentModule
from gatescope.words import tr

GATE_LETTERS = {"rnn": "", "gru": "r z n", "lstm": "i f g o"}
"""The blocks of rows in PyTorch's order, which is the engine's."""


def cell_of(path: Path, module: RecurrentModule, part: Part, hints: Mapping[str, Any]) -> Cell:
    """Tell the cell by how many times the units go into the rows of weight_hh.

    Raises:
        FormatError: weight_hh is missing, is no matrix, or its rows are those of no cell.
    """
    for role in (HIDDEN, INPUT):
        if role not in part.arrays:
            there = ", ".join(tensor.name for tensor in part.arrays.values())
            raise FormatError(
                path,
                tr(
                    "lacks the tensor {tensor} that belongs to {there:.200}",
                    tensor=module.named(role, part),
                    there=there,
                ),
            )
    weight = part.arrays[HIDDEN]
    shape = weight.shape
    if len(shape) != 2 or 0 in shape:
        raise FormatError(
            path,
            tr("{name} has the shape {shape}; expected a matrix (gates × units, units)", name=weight.name, shape=shape),
        )
    projection = part.arrays.get(PROJECTION)
    units = projection.shape[-1] if projection is not None and projection.shape else shape[1]
    cell = next((cell for cell in CELLS.values() if units and len(cell.gates) * units == shape[0]), None)
    if cell is not None and (projection is None or cell.name == "lstm"):
        return cell
    expected = _spoken_of(module.name, hints)
    if projection is None and expected is not None and shape[0] % len(expected.gates) == 0:
        rightly = (shape[0], shape[0] // len(expected.gates))
        raise FormatError(
            path,
            tr(
                "{name} has the shape {shape}; expected {rightly} of {article}",
                name=weight.name,
                shape=shape,
                rightly=rightly,
                article=_article(expected),
            ),
        )
    rows = ", ".join(f"{len(each.gates) * units} for {_article(each)}" for each in CELLS.values())
    raise FormatError(
        path,
        tr(
            "{name} has {shape} rows; with {units} units, expected {rows}",
            name=weight.name,
            shape=shape[0],
            units=units,
            rows=rows,
        ),
    )


def _spoken_of(name: str, hints: Mapping[str, Any]) -> Cell | None:
    """Return the cell that the module's class or name speaks of."""
    for text in (str(hints.get("class", "")), name.rpartition(".")[2]):
        for cell in reversed(CELLS.values()):
            if cell.name in text.lower():
                return cell
    return None


def _article(cell: Cell) -> str:
    return tr("a {cell}" if cell.name == "gru" else "an {cell}", cell=cell.name.upper())
