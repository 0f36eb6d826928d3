"""For how long a unit remembers, from the gate that keeps its state: f of an LSTM, z of a GRU.

    half-life ln ½ / ln f̄        time constant 1 / (1 − f̄)        both in tokens

A constant f̄ halves what was stored in ln ½ / ln f̄ tokens (f = 0.99: 69), and makes the state an average over about
1/(1 − f̄) of them. Sources: Tallec & Ollivier 2018 for 1/(1 − f); Mahto et al. 2021 for time scales of trained units.
This is the direct path only: a memory lasts much longer where other units still hold it and the unit writes it anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_cell, check_finite, check_part, check_tokens
from gatescope.engine.network import Array
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace

KEEPING_GATE = {"lstm": "forget_gate", "gru": "update_gate"}


@dataclass(frozen=True, eq=False)
class TimeScales:
    """How long every unit of one layer and direction kept its state over a text of T tokens.

    Attributes:
        part: the layer and direction it is of.
        gate: the one that keeps.
        mean: (H,) f̄, its mean over the text.
        half_life: (H,) ln ½ / ln f̄ in tokens; 0 for a gate that stayed shut, ∞ for one that stayed open.
        time_constant: (H,) 1 / (1 − f̄) in tokens; ∞ for a gate that stayed open.
        text_half_life: (H,) ln ½ / mean(ln f_t): what the text itself did, for products go with the geometric mean,
            and one token that shuts the gate forgets it all. Never longer than `half_life`.
        token_half_life: (T, H) ln ½ / ln f_t, if every token were like this one.
        unit_mean: (T,) the gate's mean over the units at every token.
    """

    part: Part
    gate: str
    mean: NDArray[np.float64]
    half_life: NDArray[np.float64]
    time_constant: NDArray[np.float64]
    text_half_life: NDArray[np.float64]
    token_half_life: NDArray[np.float64]
    unit_mean: NDArray[np.float64]


def time_scales(trace: Trace, part: str | None = None) -> TimeScales:
    """Measure the time scales of `part` (the last layer's first direction by default) over a text.

    Raises:
        UsageError: an RNN, which has no gate that keeps; an empty text; no such part.
        ModelError: the trace holds NaN.
    """
    check_cell(trace, tuple(KEEPING_GATE), "a time scale of units")
    part = check_part(trace, part)
    check_tokens(trace)
    check_finite(trace)
    gate = KEEPING_GATE[trace.cell.name]
    kept = np.abs(trace[f"{part}.{gate}"].astype(np.float64))
    mean = kept.mean(axis=0)
    with np.errstate(divide="ignore"):
        logs = np.log(kept)
        time_constant = np.where(mean < 1, 1 / (1 - np.minimum(mean, 1)), np.inf)
    return TimeScales(
        part,
        gate,
        mean,
        half_life(mean),
        time_constant,
        _halving(logs.mean(axis=0)),
        _halving(logs),
        kept.mean(axis=1),
    )


def half_life(kept: Array) -> NDArray[np.float64]:
    """Return ln ½ / ln `kept`: after how many steps half is left if each keeps this share; same shape as `kept`."""
    with np.errstate(divide="ignore"):
        return _halving(np.log(np.asarray(kept, dtype=np.float64)))


def _halving(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """ln ½ / logs; ∞ for what never halves, which an unbounded gate's log > 0 also means."""
    with np.errstate(divide="ignore"):
        return np.where(logs < 0, np.log(0.5) / np.minimum(logs, 0), np.inf)
