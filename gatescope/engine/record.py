"""The arrays that a layer writes while it steps, and the ones its backward pass writes."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import Cell, Convention
from gatescope.engine.parameters import LayerParameters

Array = NDArray[np.floating]
Offsets = NDArray[np.int64]
Positions = NDArray[np.int64]
Rows: TypeAlias = slice | Positions


class Record(NamedTuple):
    """What one layer in one direction records: N tokens of S sequences, G gates, H units, in processing order.

    Sequence s fills the rows ``offsets[s] … offsets[s+1]`` of `pre`, `gates` and `recurrent`. The states have one row
    more a sequence, the initial one in front: the state before token n of sequence s is row n + s, the one after it
    row n + s + 1. One sequence that goes on from token `start` is therefore ``offsets = (start, stop)``.

    Attributes:
        pre: (N, G·H) pre-activations. The caller writes the input product and the biases into it, the layer adds the
            recurrent product in place.
        gates: (N, G·H) after the nonlinearity; (N, 0) for an RNN, whose one gate is its hidden state.
        cell: (N + S, H) the LSTM's cell state; no columns for the other cells.
        hidden: (N + S, P), P = H but for an LSTM with a projection.
        recurrent: (N, H) the candidate's ``U h + b_h`` before r multiplies it, which its gradient needs; no columns
            but for a GRU with reset_after.
    """

    pre: Array
    gates: Array
    cell: Array
    hidden: Array
    recurrent: Array


class Slopes(NamedTuple):
    """What a backward pass writes: the gradient of the loss in every recorded quantity, rows as in `Record`.

    Attributes:
        pre: (N, G·H) gradient in the pre-activations.
        hidden: (N + S, H); on entry what the loss and the layers above ask of each state (0 in the initial rows), on
            exit the whole gradient, with what flows back through later tokens.
        cell: (N + S, H) likewise for the LSTM's cell state, 0 on entry; no columns for the other cells.
    """

    pre: Array
    hidden: Array
    cell: Array


class Clamps(NamedTuple):
    """The values that an intervention imposes, NaN where it imposes none; rows in processing order from token `first`.

    Attributes:
        first: the token of row 0.
        gates: (n, G·H) gates after the nonlinearity; (n, 0) for an RNN.
        cell: (n, H) the LSTM's cell state; no columns for the other cells.
        hidden: (n, P).
    """

    first: int
    gates: Array
    cell: Array
    hidden: Array


def no_clamps(record: Record, first: int, stop: int) -> Clamps:
    """Return clamps that impose nothing on the tokens `first` … `stop` of `record`."""
    return Clamps(
        first, *(np.full_like(rows[first:stop], np.nan) for rows in (record.gates, record.cell, record.hidden))
    )


def new_record(
    cell: Cell,
    convention: Convention,
    units: int,
    dtype: np.dtype[np.floating],
    tokens: int,
    sequences: int = 1,
    outputs: int | None = None,
) -> Record:
    """Return a record for N = `tokens` of S = `sequences`; only the initial states are set, to zero, where S = 1.

    P = `outputs` is H = `units` by default.

    The other rows are not initialised: every row is written before it is read.
    """
    columns = len(cell.gates) * units
    states = tokens + sequences
    record = Record(
        pre=np.empty((tokens, columns), dtype),
        gates=np.empty((tokens, 0 if cell.name == "rnn" else columns), dtype),
        cell=np.empty((states, units if cell.name == "lstm" else 0), dtype),
        hidden=np.empty((states, units if outputs is None else outputs), dtype),
        recurrent=np.empty((tokens, units if cell.name == "gru" and convention.reset_after else 0), dtype),
    )
    record.cell[0] = record.hidden[0] = 0
    return record


def write_initial(record: Record, parameters: LayerParameters, first: Rows = slice(0, 1)) -> None:
    """Write the states before the first token of every sequence, which are in the rows `first`: the layer's own, or
    zero."""
    for rows, initial in ((record.hidden, parameters.initial_hidden), (record.cell, parameters.initial_cell)):
        rows[first] = 0 if initial is None else initial


def new_slopes(record: Record) -> Slopes:
    """Return slopes for `record`, with those of the states set to zero."""
    return Slopes(np.empty_like(record.pre), np.zeros_like(record.hidden), np.zeros_like(record.cell))


def states_before(offsets: Offsets) -> Rows:
    """Return which rows of a record's states are those *before* each token.

    A slice where there is one sequence, so that nothing is copied.

    Args:
        offsets: (S + 1,) from 0 to N.
    """
    if len(offsets) == 2:
        return slice(0, int(offsets[-1]))
    return np.arange(offsets[-1]) + np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def states_after(offsets: Offsets) -> Rows:
    """Return which rows of a record's states are those *after* each token; arguments as in `states_before`."""
    before = states_before(offsets)
    return slice(1, before.stop + 1) if isinstance(before, slice) else before + 1


def turned(offsets: Offsets) -> Rows:
    """Return the order in which a reverse direction reads the tokens: each sequence from its end."""
    if len(offsets) == 2:
        return slice(None, None, -1)
    return np.repeat(offsets[:-1] + offsets[1:] - 1, np.diff(offsets)) - np.arange(offsets[-1])
