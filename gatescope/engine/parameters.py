"""The parameters of one recurrent layer, and whether they fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import LSTM, Cell
from gatescope.errors import ModelError
from gatescope.words import tr

Array = NDArray[np.floating]

MATRICES = ("W", "U", "b_x", "b_h", "peepholes", "projection", "initial_hidden", "initial_cell")
WHOLE: Mapping[str, str] = {
    "projection": "hidden_state", "initial_hidden": "hidden_state", "initial_cell": "cell_state",
}  # fmt: skip
"""Those that are one whole instead of a block a gate, with the state that they are of."""
PEEPING_GATES = ("input_gate", "forget_gate", "output_gate")


@dataclass(frozen=True, eq=False)
class LayerParameters:
    """One layer in one direction, with G gates in the engine's order, H units, I inputs and P outputs; P = H without
    a projection.

    Attributes:
        W: input → gate, (G, H, I).
        U: hidden → gate, (G, H, P).
        b_x: bias on the input side, (G, H).
        b_h: bias on the hidden side, (G, H); apart from `b_x` because a GRU with reset_after multiplies it by r.
        peepholes: cell → i, f and o in this order, (3, H), or None; LSTM only. i and f see c₋₁, o the new c (Gers,
            Schraudolph & Schmidhuber 2002; ONNX' P, whose order is i o f).
        projection: (P, H) or None; LSTM only: h = R (o ⊙ φ(c)) (Sak, Senior & Beaufays 2014; PyTorch's proj_size).
        initial_hidden, initial_cell: (P,) and, of an LSTM, (H,): the learned states before the first token; None for
            zero.
    """

    W: Array
    U: Array
    b_x: Array
    b_h: Array
    peepholes: Array | None = None
    projection: Array | None = None
    initial_hidden: Array | None = None
    initial_cell: Array | None = None

    @property
    def units(self) -> int:
        return int(self.U.shape[1])

    @property
    def outputs(self) -> int:
        """P, the width of the hidden state."""
        return int(self.U.shape[2])

    @property
    def plain(self) -> bool:
        """Whether a step takes the four usual arrays only."""
        return self.peepholes is None and self.projection is None

    def astype(self, dtype: type[np.float32] | type[np.float64]) -> LayerParameters:
        """Return the same values in `dtype`."""
        changed: dict[str, Array] = {name: array.astype(dtype) for name, array in self.arrays().items()}
        return replace(self, **changed)

    def starting_from(self, hidden: Array | None, cell: Array | None) -> LayerParameters:
        """Return the layer with learned states before the first token: (P,) and, of an LSTM, (H,); zero where one of
        them is None."""
        if hidden is None and cell is None:
            return self
        lstm = self.U.shape[0] == len(LSTM.gates)
        return replace(
            self,
            initial_hidden=_state(hidden, self.outputs, self.U.dtype),
            initial_cell=_state(cell, self.units, self.U.dtype) if lstm else cell,
        )

    def arrays(self) -> dict[str, Array]:
        """Return the arrays that are there, by name."""
        return {name: array for name in MATRICES if (array := getattr(self, name)) is not None}

    @property
    def inputs(self) -> int:
        return int(self.W.shape[2])


def _state(values: Array | None, width: int, dtype: np.dtype[np.floating]) -> Array:
    return np.zeros(width, dtype) if values is None else np.asarray(values, dtype)


def check_layer(name: str, cell: Cell, parameters: LayerParameters, inputs: int, forward: LayerParameters) -> None:
    """Check that `parameters` are shaped for `inputs` and like those of the layer's first direction, `forward`.

    Raises:
        ModelError: an array is missing, is too many or has another shape; `name` says of which layer.
    """
    gates = len(cell.gates)
    if forward.U.ndim != 3:
        raise ModelError(
            tr(
                "{name}: U has shape {shape}, not ({gates}, units, outputs)",
                name=name,
                shape=forward.U.shape,
                gates=gates,
            )
        )
    units = forward.U.shape[1]
    outputs = units if forward.projection is None else len(forward.projection)
    wanted = {"W": (gates, units, inputs), "U": (gates, units, outputs), "b_x": (gates, units), "b_h": (gates, units)}
    if forward.peepholes is not None:
        wanted["peepholes"] = (len(PEEPING_GATES), units)
    if forward.projection is not None:
        wanted["projection"] = (outputs, units)
    if forward.initial_hidden is not None:
        wanted["initial_hidden"] = (outputs,)
        if cell.name == "lstm":
            wanted["initial_cell"] = (units,)
    for matrix, array in parameters.arrays().items():
        if matrix in ("peepholes", "projection", "initial_cell") and cell.name != "lstm":
            raise ModelError(
                tr(
                    "{name}: an LSTM may have {matrix}, not a {name2}",
                    name=name,
                    matrix=matrix,
                    name2=cell.name.upper(),
                )
            )
        if matrix not in wanted:
            raise ModelError(
                tr(
                    "{name}: {matrix} has shape {shape}, but the other direction has none",
                    name=name,
                    matrix=matrix,
                    shape=array.shape,
                )
            )
        if array.shape != wanted[matrix]:
            raise ModelError(
                tr(
                    "{name}: {matrix} has shape {shape}, not {wanted}",
                    name=name,
                    matrix=matrix,
                    shape=array.shape,
                    wanted=wanted[matrix],
                )
            )
    for matrix, shape in wanted.items():
        if getattr(parameters, matrix) is None:
            raise ModelError(
                tr(
                    "{name}: {matrix} is missing; the other direction has shape {shape}",
                    name=name,
                    matrix=matrix,
                    shape=shape,
                )
            )
