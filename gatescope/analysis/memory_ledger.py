"""Whose words a state is made of: the sum that the gated recursion is, written out.

    LSTM  c_T = (∏_{j≤T} f_j) ⊙ c₀ + Σ_k (∏_{j>k} f_j) ⊙ i_k ⊙ g_k
    GRU   h_T = (∏_{j≤T} z_j) ⊙ h₀ + Σ_k (∏_{j>k} z_j) ⊙ (1 − z_k) ⊙ n_k

by unrolling c = f ⊙ c₋₁ + i ⊙ g and h = z ⊙ h₋₁ + (1 − z) ⊙ n. It is exact, but it is the direct path only: the gates
and the candidate of a later word depend on the earlier ones through h, and that influence is booked under the later
word. Related: the additive view of LSTMs in Murdoch & Szlam 2017 and Levy et al. 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_cell, check_finite, check_part, check_tokens
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.words import tr

LABEL = "direct path only: later gates depend on earlier words, too"


@dataclass(frozen=True, eq=False)
class MemoryLedger:
    """What every word has in a state of one layer and direction after one token.

    Attributes:
        part: the layer and direction it is of.
        state: ``"cell_state"`` of an LSTM, ``"hidden_state"`` of a GRU.
        token: after which the state is taken apart.
        amounts: (T, H) what is left of what token k wrote, a held state's value included; 0 for tokens not yet read.
        initial: (H,) what is left of the initial state.
        total: (H,) the state as the run recorded it.
        by_token: (T,) Σ over the units of |amounts|.
        share: (T,) `by_token` over its sum, the initial state's counted: in [0, 1].
        initial_share: the initial state's.
        residual: the largest |Σ amounts + initial − total|, which is rounding.
        label: how to read it.
    """

    part: Part
    state: str
    token: int
    amounts: NDArray[np.float64]
    initial: NDArray[np.float64]
    total: NDArray[np.float64]
    by_token: NDArray[np.float64]
    share: NDArray[np.float64]
    initial_share: float
    residual: float
    label: str = LABEL


def memory_ledger(trace: Trace, part: str | None = None, token: int | None = None) -> MemoryLedger:
    """Take the state of `part` (the last layer's first direction) after `token` (the last one it read) apart.

    Raises:
        UsageError: an RNN, whose state is no such sum; an empty text; no such part or token.
        ModelError: the trace holds NaN.
    """
    check_cell(trace, ("lstm", "gru"), "a memory ledger")
    where = check_part(trace, part)
    check_tokens(trace)
    check_finite(trace)
    kept, written, states = terms_of(trace, where)
    name = "cell_state" if trace.cell.name == "lstm" else "hidden_state"
    tokens, reverse = trace.length, where.reverse
    if token is None:
        token = 0 if reverse else tokens - 1
    if not 0 <= token < tokens:
        raise UsageError(
            tr(
                "there is no token {token}: the text has {tokens}, 0 … {tokens2}",
                token=token,
                tokens=tokens,
                tokens2=tokens - 1,
            )
        )
    steps = tokens - token if reverse else token + 1
    # What a word wrote is multiplied by the gates after it, its own not: a product from the end that starts with 1.
    left = np.ones((steps + 1, kept.shape[1]))
    with np.errstate(under="ignore"):
        np.cumprod(kept[:steps][::-1], axis=0, out=left[:-1][::-1])
        amounts = np.zeros((tokens, kept.shape[1]))
        amounts[:steps] = left[1:] * written[:steps]
        initial = left[0] * states[0]
    total = states[steps]
    by_token = np.abs(amounts).sum(axis=1)
    whole = float(by_token.sum() + np.abs(initial).sum())
    residual = float(np.abs(amounts.sum(axis=0) + initial - total).max())
    turn = slice(None, None, -1 if reverse else 1)
    return MemoryLedger(
        where,
        name,
        token,
        amounts[turn],
        initial,
        total,
        by_token[turn],
        by_token[turn] / (whole or 1),
        float(np.abs(initial).sum()) / (whole or 1),
        residual,
    )


class Terms(NamedTuple):
    """In processing order what every step keeps (T, H) and writes (T, H), and the states (T + 1, H), in float64."""

    kept: NDArray[np.float64]
    written: NDArray[np.float64]
    states: NDArray[np.float64]


def terms_of(trace: Trace, part: Part, units: slice = slice(None)) -> Terms:
    """Return the terms of the sum that the state of a part is, of an LSTM or a GRU.

    Raises:
        UsageError: an empty text.
    """
    check_tokens(trace)
    record = trace.records[part]
    gates = record.gates.reshape(trace.length, len(trace.cell.gates), -1)

    def gate(place: int) -> NDArray[np.float64]:
        return gates[:, place, units].astype(np.float64)

    kept = gate(1)
    # What is no number any more is told by its values.
    with np.errstate(all="ignore"):
        if trace.cell.name == "lstm":
            written, states = gate(0) * gate(2), record.cell[:, units].astype(np.float64)
        else:
            written, states = (1 - kept) * gate(2), record.hidden[:, units].astype(np.float64)
        if trace.interventions:
            # A clamped state owes nothing to the state before it.
            clamped = ~np.isclose(states[1:], kept * states[:-1] + written, rtol=1e-5, atol=1e-6)
            kept, written = np.where(clamped, 0, kept), np.where(clamped, states[1:], written)
    return Terms(kept, written, states)
