"""The equations of the three cells in plain NumPy, written to be read, with every convention and intervention.

The tests compare the kernels with it, and it runs until the kernels are compiled. ``p`` holds W x and the biases of
the input side (the caller's input product); every function takes (H,) vectors and (H, P) matrices, and
writes the rows of a `Record` or `Slopes`.

Belongs here: one file a cell, each with its `step` and its `step_back`; backward is the chain rule on each line, bottom
to top. May import NumPy and the engine's plain types; no Numba.
"""

from __future__ import annotations

import numpy as np

from gatescope.engine.cells import Cell, Convention
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Clamps, Offsets, Record, Slopes
from gatescope.engine.reference import gru, lstm, rnn

_CELLS = {"rnn": rnn, "gru": gru, "lstm": lstm}


def run(
    cell: Cell,
    convention: Convention,
    parameters: LayerParameters,
    record: Record,
    offsets: Offsets,
    clamps: Clamps | None = None,
) -> None:
    """Step through all tokens of all sequences; `record.pre` holds the input product, the initial states are set."""
    step = _CELLS[cell.name].step
    with np.errstate(all="ignore"):
        for s in range(len(offsets) - 1):
            for n in range(offsets[s], offsets[s + 1]):
                step(convention, parameters, record, n, n + s, clamps)


def backward(
    cell: Cell,
    convention: Convention,
    parameters: LayerParameters,
    record: Record,
    offsets: Offsets,
    slopes: Slopes,
    clamps: Clamps | None = None,
) -> None:
    """Go back through all tokens of all sequences; `Slopes` says what to set beforehand."""
    step_back = _CELLS[cell.name].step_back
    with np.errstate(all="ignore"):
        for s in range(len(offsets) - 1):
            for n in range(offsets[s + 1] - 1, offsets[s] - 1, -1):
                step_back(convention, parameters, record, n, n + s, slopes, clamps)
