"""What every word still holds in a state after every token: the memory ledger as time goes by.

The sum is that of `analysis.memory_ledger`, the direct path. After one more token every share is multiplied by the gate
that keeps, and the new word's is added:

    a_k(t) = f_t ⊙ a_k(t − 1)   for k < t        a_t(t) = i_t ⊙ g_t        Σ_k a_k(t) + (∏_{j≤t} f_j) ⊙ c₀ = c_t

(a GRU: z_t for f_t, (1 − z_t) ⊙ n_t for i_t ⊙ g_t, h for c). A long text is taken in groups of as many words, for words
times words are more than a picture, or a person, can take: what a group holds is the sum of what its words hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.memory_ledger import Terms, terms_of
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.progress import Report, silent

MOST_GROUPS = 256
"""Texts of more tokens are taken in groups."""
NO_SUM = "an RNN's state is no sum of words: it is squashed anew at every step"
# What is smaller than this is not worth the time that numbers take which are about to leave the float range.
_NOTHING = 1e-280


@dataclass(frozen=True, eq=False)
class LedgerOverTime:
    """What groups of words, each of one word in all but long texts, hold in a state of one layer and direction.

    Row r is the state after group r was read; column g what group g still holds of it. Both count in token order.

    Attributes:
        part: the layer and direction it is of.
        state: ``"cell_state"`` of an LSTM, ``"hidden_state"`` of a GRU.
        unit: the one that it is of; None for all units together.
        edges: (G + 1,) group g is the tokens from ``edges[g]`` up to ``edges[g + 1]``.
        amounts: (G, G) what is left of what the words wrote, Σ over the units; 0 for words not yet read.
        initial: (G,) the same of the initial state.
        totals: (G,) the state as the run recorded it, Σ over the units: the sum of both but for rounding.
        shares: (G, G) Σ over words and units of |what is left|, over the sum of them all and of the initial state's.
        initial_shares: (G,) the initial state's.
        bad: the first token, in the order of reading, after which the state is no finite number, or None; rows that
            hold it are NaN.
    """

    part: Part
    state: str
    unit: int | None
    edges: NDArray[np.int64]
    amounts: NDArray[np.float64]
    initial: NDArray[np.float64]
    totals: NDArray[np.float64]
    shares: NDArray[np.float32]
    initial_shares: NDArray[np.float32]
    bad: int | None = None


def ledger_over_time(
    network: Network,
    trace: Trace,
    *,
    part: Part | None = None,
    unit: int | None = None,
    most: int = MOST_GROUPS,
    report: Report = silent,
) -> LedgerOverTime:
    """Return what every word, or every group of words, holds after each of them.

    Args:
        network: the one that made `trace`.
        part: the last one where it is None, or where a shallower network has no such part.
        unit: only of this one; of all together where it is None or the layer has fewer.
        most: groups.

    Raises:
        UsageError: an RNN, whose state is no such sum; an empty text.
        Cancelled: `report` raised it.
    """
    if trace.cell.name == "rnn":
        raise UsageError(NO_SUM)
    where = part if part in trace.parts else trace.parts[-1]
    assert where is not None
    units = network.parameters(where).units
    one = unit if unit is not None and 0 <= unit < units else None
    terms = terms_of(trace, where, slice(None) if one is None else slice(one, one + 1))
    size = -(-trace.length // most)
    edges = np.minimum(np.arange(-(-trace.length // size) + 1) * size, trace.length)
    good = _good(terms)
    amounts, shares = _rows(terms, edges, good, report)
    # Infinite states of both signs sum to no number.
    with np.errstate(invalid="ignore"):
        totals = terms.states[edges[1:]].sum(axis=1)
    bad = None
    if good < trace.length:
        bad = trace.length - 1 - good if where.reverse else good
    turn = slice(None, None, -1 if where.reverse else 1)
    return LedgerOverTime(
        part=where,
        state="cell_state" if trace.cell.name == "lstm" else "hidden_state",
        unit=one,
        edges=trace.length - edges[::-1] if where.reverse else edges,
        amounts=amounts[turn, 1:][:, turn],
        initial=amounts[turn, 0],
        totals=totals[turn],
        shares=shares[turn, 1:][:, turn],
        initial_shares=shares[turn, 0],
        bad=bad,
    )


def _good(terms: Terms) -> int:
    """Return how many tokens were read before the state, or what made it, was no finite number."""
    with np.errstate(all="ignore"):
        sums = terms.kept.sum(axis=1) + terms.written.sum(axis=1) + terms.states[1:].sum(axis=1)
    found = np.flatnonzero(~np.isfinite(sums))
    return int(found[0]) if len(found) else len(sums)


def _rows(
    terms: Terms, edges: NDArray[np.int64], good: int, report: Report
) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """Return (G, 1 + G) amounts and shares in processing order, the initial state's first; NaN from a bad token on."""
    groups, units = len(edges) - 1, terms.kept.shape[1]
    amounts = np.full((groups, 1 + groups), np.nan)
    shares = np.full((groups, 1 + groups), np.nan, dtype=np.float32)
    # By group what is left, and its size. They differ only where a group has several words.
    left, sizes = np.zeros((1 + groups, units)), np.zeros((1 + groups, units))
    left[0] = terms.states[0]
    sizes[0] = np.abs(left[0])
    single, first = groups == len(terms.kept), 0
    for group in range(groups):
        report(group / groups)
        start, stop = edges[group], edges[group + 1]
        if stop > good:
            break
        kept, written = terms.kept[start:stop], terms.written[start:stop]
        with np.errstate(under="ignore"):
            after = np.ones((len(kept) + 1, units))
            np.cumprod(kept[::-1], axis=0, out=after[:-1][::-1])
            inside = after[1:] * written
            now = slice(first, group + 1)
            left[now] *= after[0]
            left[group + 1] = inside.sum(axis=0)
            now = slice(first, group + 2)
            if single:
                np.abs(left[now], out=sizes[now])
            else:
                sizes[first : group + 1] *= np.abs(after[0])
                sizes[group + 1] = np.abs(inside).sum(axis=0)
            remaining = sizes[now].sum(axis=1)
            whole = remaining.sum()
        amounts[group], shares[group] = 0.0, 0.0
        amounts[group, now] = left[now].sum(axis=1)
        shares[group, now] = remaining / (whole or 1.0)
        while first < group and remaining[0] < _NOTHING:
            left[first], sizes[first] = 0.0, 0.0
            first, remaining = first + 1, remaining[1:]
    return amounts, shares
