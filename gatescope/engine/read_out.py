"""Turns hidden states into the values or the probabilities of read-outs."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Network, ReadOut, ReadOutKind
from gatescope.engine.record import Array

# How a matrix product rounds may depend on how many rows it has. Rows are therefore multiplied in blocks of so many,
# counted from the first token, so that a token that was typed gets the same bits as in a run of the whole text.
_BLOCK = 16
# A weight that fills the cache has to be read anew for every block, of however few rows: one row is then one block.
_CACHED_BYTES = 1 << 20
# What is worked on at a time stays in the processor's cache.
_VALUES = 1 << 18


def read_out(network: Network, hidden: Array) -> dict[str, Array]:
    """Return what every read-out of `network` gives after every token.

    Args:
        network: its `readouts` are used.
        hidden: (T, F) the last layer's hidden state.

    Returns:
        By name, (T, C) probabilities, or the plain values of a linear read-out; C = 1 for a logistic one. NaN where the
        hidden state is not finite.
    """
    found = {}
    for readout in network.readouts:
        out = np.empty((len(hidden), len(readout.weight)), np.result_type(hidden, readout.weight))
        write_read_out(readout, hidden, out)
        found[readout.name] = out
    return found


def write_read_out(readout: ReadOut, hidden: Array, out: Array, first: int = 0) -> None:
    """Write what `readout` gives at the tokens `first` … T of `hidden` (T, F) into those rows of `out` (T, C).

    A row has the same bits whatever `first` and T are.
    """
    weight = readout.weight.T
    block = _BLOCK if weight.nbytes <= _CACHED_BYTES else 1
    stride = block * max(1, _VALUES // (block * max(1, len(readout.weight))))
    for begin in range(first // block * block, len(hidden), stride):
        end = min(begin + stride, len(hidden))
        blocks = -(-(end - begin) // block)
        rows = np.zeros((blocks, block, hidden.shape[1]), out.dtype)
        rows.reshape(-1, hidden.shape[1])[: end - begin] = hidden[begin:end]
        with np.errstate(all="ignore"):
            logits = np.matmul(rows, weight).reshape(-1, len(readout.weight)) + readout.bias
        start = max(first, begin)
        out[start:end] = squash(readout.kind, logits[start - begin : end - begin])


def numbered_labels(kind: ReadOutKind, columns: int) -> tuple[str, ...]:
    """Return the labels of a read-out whose columns have no names: their numbers."""
    return ("0", "1") if kind == "logistic" else tuple(map(str, range(columns)))


def squash(kind: ReadOutKind, logits: Array) -> Array:
    """Return what a read-out makes of its (T, C) `logits`: σ of them for ``"logistic"``, softmax over a row for
    ``"softmax"``, and themselves for ``"linear"``."""
    if kind == "linear":
        return logits
    with np.errstate(all="ignore"):
        if kind == "logistic":
            probabilities: Array = np.tanh(logits * 0.5) * 0.5 + 0.5
        else:
            # With the largest logit subtracted, e^x cannot overflow, and the quotient is the same.
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            probabilities = powers / powers.sum(axis=1, keepdims=True)
    return probabilities
