"""One layer in one direction: the shapes of its tensors checked, and its parameters in the engine's form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.engine.cells import Cell
from gatescope.engine.parameters import Array, LayerParameters
from gatescope.errors import FormatError
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.state_dict.names import (
    HIDDEN,
    HIDDEN_BIAS,
    INPUT,
    INPUT_BIAS,
    PEEPHOLES,
    PROJECTION,
    Part,
    RecurrentModule,
)
from gatescope.words import mark, tr


@dataclass(frozen=True, eq=False)
class PartReader:
    """The tensors of `part`, which are those of `cell`: `state_dict.cells.cell_of` has looked at weight_hh."""

    path: Path
    module: RecurrentModule
    part: Part
    cell: Cell

    @property
    def rows(self) -> int:
        """G·H."""
        return self.part.arrays[HIDDEN].shape[0]

    @property
    def units(self) -> int:
        return self.rows // len(self.cell.gates)

    @property
    def inputs(self) -> int:
        return self.part.arrays[INPUT].shape[1]

    def check(self, inputs: int | None) -> None:
        """Look at the shape and the type of every tensor before one is read.

        Args:
            inputs: width of what the layer below gives, or None for the first.

        Raises:
            FormatError: a tensor is missing, has another shape or is not made of floating point numbers.
        """
        arrays, rows = self.part.arrays, self.rows
        if INPUT not in arrays:
            raise FormatError(self.path, tr("lacks the tensor {tensor}", tensor=self.module.named(INPUT, self.part)))
        width: int | str = "inputs" if inputs is None else inputs
        if inputs is None and len(arrays[INPUT].shape) == 2:
            width = arrays[INPUT].shape[1]
        outputs = arrays[HIDDEN].shape[1]
        expected: dict[str, tuple[int | str, ...]] = {
            INPUT: (rows, width),
            HIDDEN: (rows, outputs),
            INPUT_BIAS: (rows,),
            HIDDEN_BIAS: (rows,),
            PROJECTION: (outputs, self.units),
            PEEPHOLES: (3, self.units),
        }
        for role, tensor in arrays.items():
            if tensor.shape != expected[role] or 0 in tensor.shape:
                wanted = str(expected[role]).replace("'", "")
                raise FormatError(
                    self.path,
                    tr(
                        "{name} has the shape {shape}; expected {wanted}",
                        name=tensor.name,
                        shape=tensor.shape,
                        wanted=wanted,
                    ),
                )
            if not tensor.floating:
                raise FormatError(
                    self.path,
                    tr(
                        "{name} is stored as {dtype}; weights in floating point are read",
                        name=tensor.name,
                        dtype=tensor.dtype,
                    ),
                )

    @property
    def biases(self) -> str:
        """The biases, in words."""
        rows = f"{len(self.cell.gates)}H" if len(self.cell.gates) > 1 else "H"
        match (INPUT_BIAS in self.part.arrays, HIDDEN_BIAS in self.part.arrays):
            case (True, True):
                return f"two of {rows}, b_x and b_h"
            case (True, False):
                return f"one of {rows}, b_x"
            case (False, True):
                return f"one of {rows}, b_h"
        return "none"

    def assumptions(self) -> tuple[Assumption, ...]:
        """Return the assumption, where only one bias is stored, that the other is zero."""
        here, missing = (INPUT_BIAS, HIDDEN_BIAS) if INPUT_BIAS in self.part.arrays else (HIDDEN_BIAS, INPUT_BIAS)
        if self.part.names or here not in self.part.arrays or missing in self.part.arrays:
            return ()
        name = self.module.named(missing, self.part)
        return (Assumption(name, "0", mark("the file has {name} but not this one", name=self.part.arrays[here].name)),)

    def parameters(self) -> LayerParameters:
        """Read the numbers; float64 where one of the tensors is.

        Raises:
            FormatError: the file's data are damaged.
        """
        gates = len(self.cell.gates)
        found = {role: floats(tensor) for role, tensor in self.part.arrays.items()}
        dtype = np.result_type(*found.values())
        found = {role: array.astype(dtype, copy=False) for role, array in found.items()}
        nothing = np.zeros(self.rows, dtype)
        return LayerParameters(
            W=found[INPUT].reshape(gates, self.units, -1),
            U=found[HIDDEN].reshape(gates, self.units, -1),
            b_x=found.get(INPUT_BIAS, nothing).reshape(gates, self.units),
            b_h=found.get(HIDDEN_BIAS, nothing).reshape(gates, self.units),
            peepholes=found.get(PEEPHOLES),
            projection=found.get(PROJECTION),
        )


def floats(tensor: StoredTensor) -> Array:
    """Return the numbers of `tensor` as float32 or float64, in one block.

    Raises:
        FormatError: the file's data are damaged.
    """
    values = tensor.read()
    return np.ascontiguousarray(values, dtype=np.float64 if values.dtype == np.float64 else np.float32)
