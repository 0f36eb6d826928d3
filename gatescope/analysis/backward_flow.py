"""One layer's backward pass over any length: the engine's own, cut where a gradient is about to leave the float range.

Backward is linear, so at any token the gradient may be multiplied by a power of two if that power is remembered:

    (∂L/∂h_t, ∂L/∂c_t) = 2^e_t · (row t of the mantissas)

A stretch of tokens is stepped back as a whole; where its rows have shrunk or grown too far, it ends, the state that it
ended in is brought back near 1, and the next stretch starts from there. Where gradients stay in range, nothing is
stepped twice. All units of a token share its power: one whose gradient is some 10^-40 of the largest (float32; float64:
10^-320) counts as 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.rescaled import Rescaled, scaled
from gatescope.engine.executors import LayerRunner
from gatescope.engine.network import Array
from gatescope.engine.record import Clamps, Record, Slopes, new_slopes
from gatescope.errors import ModelError
from gatescope.progress import Report, silent
from gatescope.words import tr

# In tokens. Short at first, because numbers that have underflowed are slow to compute with; and never so long that a
# cancelled analysis takes more than milliseconds to end.
_FIRST, _LONGEST = 256, 2048
# A state is left at its scale while it is this near 1.
_NEAR = 2.0**16
# How far rows may drift from 1 before a new stretch starts: products of two of them still fit the float range.
_DRIFT = {np.dtype(np.float32): 2.0**48, np.dtype(np.float64): 2.0**400}


@dataclass(frozen=True, eq=False)
class Flow:
    """Gradients in what a layer recorded over T tokens, in processing order, all with the same (T,) exponents.

    Attributes:
        hidden: (T, P) total derivative in the hidden state after every token.
        cell: (T, H) in the LSTM's cell state; no columns for the other cells.
        pre: (T, G·H) in the pre-activations.
    """

    hidden: Rescaled
    cell: Rescaled
    pre: Rescaled


def flow_back(
    layer: LayerRunner,
    record: Record,
    asked: Rescaled,
    clamps: Clamps | None = None,
    report: Report = silent,
) -> Flow:
    """Go back through one layer in one direction.

    Args:
        layer: steps back.
        record: of one sequence of T tokens.
        asked: (T, P) what the loss and the layers above ask of the hidden state after every token, processing order.
        clamps: the values that an intervention imposed, from token 0; no gradient flows back through them.
        report: called between stretches.

    Raises:
        Cancelled: `report` raised it.
        ModelError: one single step takes a gradient from near 1 out of the float range.
    """
    tokens = len(record.pre)
    slopes, exponents = new_slopes(record), np.zeros(tokens, dtype=np.int64)
    asks: NDArray[np.bool_] = np.asarray(asked.mantissa.any(axis=1))
    stop, length, exponent = tokens, _FIRST, int(asked.exponent[-1])
    slopes.hidden[stop] = asked.mantissa[-1]
    while stop:
        report((tokens - stop) / tokens)
        if not (slopes.hidden[stop].any() or slopes.cell[stop].any()):
            stop = _skip(slopes, asked, asks, stop)
            exponent = int(asked.exponent[stop - 1])
            if not stop:
                break
        exponent += _normalise(slopes, stop)
        start = max(0, stop - length)
        state = slopes.hidden[stop].copy(), slopes.cell[stop].copy()
        _stretch(layer, record, clamps, slopes, asked, exponent, start, stop)
        good = _first_good(slopes, start, stop)
        if good > start:
            # Stepped again, because the token before has already added to the row of the cell state where the next
            # stretch starts.
            slopes.hidden[stop], slopes.cell[stop] = state
            _stretch(layer, record, clamps, slopes, asked, exponent, good, stop)
        exponents[good:stop] = exponent
        length = min(_LONGEST, 2 * length if good == start else (stop - good) * 5 // 4 + 1)
        stop = good
    return Flow(
        Rescaled(slopes.hidden[1:], exponents), Rescaled(slopes.cell[1:], exponents), Rescaled(slopes.pre, exponents)
    )


def _skip(slopes: Slopes, asked: Rescaled, asks: NDArray[np.bool_], stop: int) -> int:
    """Write zeros from row `stop`, into which nothing flows, down to the next token that a gradient is asked of.

    Returns:
        The row behind that token; 0 at the end.
    """
    found = np.flatnonzero(asks[:stop])
    to = int(found[-1]) + 1 if len(found) else 0
    slopes.hidden[to : stop + 1] = slopes.cell[to : stop + 1] = slopes.pre[to:stop] = 0
    if to:
        slopes.hidden[to] = asked.mantissa[to - 1]
    return to


def _normalise(slopes: Slopes, row: int) -> int:
    """Bring a row's states near 1, and return the power of two that took them from there."""
    states = slopes.hidden[row], slopes.cell[row]
    peak = max(float(np.abs(state).max(initial=0)) for state in states)
    if not np.isfinite(peak):
        raise ModelError(
            tr("at token {row} (in the order it is read) one step back takes the gradient past float range", row=row)
        )
    if 1 / _NEAR <= peak <= _NEAR:
        return 0
    power = int(np.frexp(peak)[1])
    for state in states:
        state[:] = np.ldexp(state, -power)
    return power


def _stretch(
    layer: LayerRunner,
    record: Record,
    clamps: Clamps | None,
    slopes: Slopes,
    asked: Rescaled,
    exponent: int,
    start: int,
    stop: int,
) -> None:
    """Step back through tokens ``start … stop`` from the states in row `stop`."""
    # Row r is the state after token r − 1; row 0 the initial one, of which nothing is asked.
    first = max(start, 1)
    rows: Array = asked.mantissa[first - 1 : stop - 1]
    slopes.hidden[start:first] = 0
    slopes.hidden[first:stop] = scaled(rows, asked.exponent[first - 1 : stop - 1] - exponent)
    slopes.cell[start:stop] = 0
    with np.errstate(all="ignore"):
        layer.backward(record, np.array([start, stop]), slopes, clamps)


def _first_good(slopes: Slopes, start: int, stop: int) -> int:
    """Return the earliest token from which on all rows have stayed in range; the last token always has, it was
    normalised."""
    drift = _DRIFT[slopes.hidden.dtype]
    rows = slice(start + 1, stop)
    peak = np.abs(slopes.hidden[rows]).max(axis=1, initial=0)
    if slopes.cell.shape[1]:
        peak = np.maximum(peak, np.abs(slopes.cell[rows]).max(axis=1))
    # A NaN is neither, and a zero may be a value that has vanished.
    bad = np.flatnonzero(~((peak >= 1 / drift) & (peak <= drift)))
    return start + int(bad[-1]) + 1 if len(bad) else start
