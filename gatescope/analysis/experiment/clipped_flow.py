"""A gradient that is clipped at every step on its way back.

    δ_{t−1} = clip(J_tᵀ δ_t)        by norm: δ · most / ‖δ‖ where that is more, by value: every entry cut to ± most

δ is the gradient in h_t, of an LSTM in h_t and c_t together. Sources: Pascanu, Mikolov & Bengio 2013, algorithm 1;
Graves 2013, section 2.1. What is clipped is no gradient of the loss any more.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.itemised.steps_back import StepsBack
from gatescope.analysis.rescaled import LOG10_OF_2, Rescaled
from gatescope.progress import Report, silent

Values = NDArray[np.float64]

# A gradient so small is kept near 1 by a power of two of its own, out of reach of any clipping.
_SMALL, _SHIFT = 2.0**-200, 200


def clipped_flow(
    back: StepsBack, asked: Values, last: int, experiment: Experiment, tokens: int, report: Report = silent
) -> tuple[Values, Values]:
    """Follow a gradient back from step `last` of a layer, clipped at every step.

    Args:
        back: steps back; steps count in the order in which the layer reads.
        asked: (P,) the gradient in the hidden state after step `last`.
        tokens: T, of the text.

    Returns:
        (T,) log₁₀ of the norms in the hidden state, and in the whole cell state of an LSTM (of the others the same
        again), in that order; −∞ after `last`.

    Raises:
        Cancelled: `report` raised it, which is called after every step.
    """
    hidden_norms, cell_norms = (np.full(tokens, -np.inf) for _ in range(2))
    hidden = asked[None].astype(np.float64)
    cell = np.zeros((1, back.units))
    exponent = 0
    for k in range(last, -1, -1):
        report(1.0 - k / max(last, 1))
        whole = back.whole(k, hidden, cell)
        for norms, values in ((hidden_norms, hidden), (cell_norms, whole)):
            norms[k] = float(Rescaled.plain(values).log10_norm()[0]) + LOG10_OF_2 * exponent
        hidden, cell, _ = back.step(k, hidden, whole)
        if back.cell != "lstm":
            cell = np.zeros_like(cell)
        peak = max(float(np.abs(hidden).max()), float(np.abs(cell).max()))
        if exponent == 0:
            hidden, cell = _clipped(hidden, cell, experiment)
        if 0.0 < peak < _SMALL:
            hidden, cell, exponent = hidden * 2.0**_SHIFT, cell * 2.0**_SHIFT, exponent - _SHIFT
        elif exponent and peak > 1.0:
            hidden, cell, exponent = hidden * 2.0**-_SHIFT, cell * 2.0**-_SHIFT, exponent + _SHIFT
    return hidden_norms, cell_norms


def _clipped(hidden: Values, cell: Values, experiment: Experiment) -> tuple[Values, Values]:
    most = experiment.most
    if experiment.clip == "value":
        return np.clip(hidden, -most, most), np.clip(cell, -most, most)
    norm = math.hypot(float(np.linalg.norm(hidden)), float(np.linalg.norm(cell)))
    return (hidden, cell) if norm <= most else (hidden * (most / norm), cell * (most / norm))
