"""The input's share of every gate, ``W x + b``: by one matrix product or from a table over the vocabulary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.arithmetic import NUMPY, Arithmetic
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Array


def input_bias(cell: Cell, convention: Convention, parameters: LayerParameters) -> Array:
    """Return (G·H,) the biases that are added before the nonlinearity.

    Both sides merged, which is exact, but for the candidate of a GRU with reset_after: r multiplies its `b_h`. To an
    LSTM's forget gate the convention's forget bias is added.
    """
    bias = parameters.b_x + parameters.b_h
    if cell.name == "lstm":
        bias[1] += bias.dtype.type(convention.forget_bias)
    if cell.name == "gru" and convention.reset_after:
        bias[2] = parameters.b_x[2]
    return bias.reshape(-1)


def write_input_product(
    cell: Cell,
    convention: Convention,
    parameters: LayerParameters,
    inputs: Array,
    out: Array,
    arithmetic: Arithmetic = NUMPY,
) -> None:
    """Write ``W x + b`` of the rows of `inputs` (n, I) into `out` (n, G·H)."""
    if len(inputs):
        bias = input_bias(cell, convention, parameters)
        arithmetic.write(inputs, parameters.W.reshape(-1, parameters.inputs).T, bias, out)


class InputTable:
    """``W e + b`` of every token of the vocabulary, worked out when a token is first met.

    So a new weight costs the rows of the sentence, not those of the vocabulary, and a typed token costs one copy.
    """

    def __init__(self, cell: Cell, convention: Convention) -> None:
        self._cell = cell
        self._convention = convention
        self._embedding: Array | None = None
        self._parameters: LayerParameters | None = None
        self._rows = np.empty((0, 0))
        self._filled = np.empty(0, dtype=bool)

    def bind(self, embedding: Array, parameters: LayerParameters) -> None:
        """Use these parameters from now on; rows are kept while embedding, W and the biases are the same arrays."""
        old = self._parameters
        shape = (len(embedding), parameters.W.shape[0] * parameters.units)
        if self._rows.shape != shape or self._rows.dtype != parameters.W.dtype:
            self._rows = np.empty(shape, parameters.W.dtype)
            self._filled = np.zeros(len(embedding), dtype=bool)
        elif old is None or not (
            embedding is self._embedding
            and parameters.W is old.W
            and parameters.b_x is old.b_x
            and parameters.b_h is old.b_h
        ):
            self._filled[:] = False
        self._embedding = embedding
        self._parameters = parameters

    def gather(self, ids: NDArray[np.int64], out: Array) -> int:
        """Write the rows of `ids` (n,) into `out` (n, G·H) and return how many had to be worked out."""
        assert self._embedding is not None
        assert self._parameters is not None
        filled = self._filled[ids]
        missing = ids[:0]
        if not filled.all():
            missing = np.unique(ids[~filled])
            fresh = np.empty((len(missing), self._rows.shape[1]), self._rows.dtype)
            write_input_product(self._cell, self._convention, self._parameters, self._embedding[missing], fresh)
            self._rows[missing] = fresh
            self._filled[missing] = True
        # "clip" lets NumPy write straight into `out`; the ids have been checked.
        np.take(self._rows, ids, axis=0, out=out, mode="clip")
        return len(missing)
