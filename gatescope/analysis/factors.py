"""Why a gradient shrinks or grows: the factors that every step multiplies it by.

    direct path     ∂c_T/∂c_t = ∏_{t<j≤T} f_j (LSTM) or ∂h_T/∂h_t = ∏_{t<j≤T} z_j (GRU), the gates held still
    slopes          the mean of φ′ over the units, a gate at a time
    recurrent       ‖∂h_t/∂h_{t−1}‖_F and its largest singular value

The direct path is Hochreiter & Schmidhuber's constant error carousel (1997) with the gate of Gers et al. 2000: it holds
a gradient while the gates stay near 1, and no longer. A state that is held at a value cuts it: it owes nothing to the
state before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_cell, check_part, check_trace
from gatescope.analysis.jacobian import recurrent_jacobian
from gatescope.analysis.local_slopes import local_slopes
from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.progress import Report, portion, silent
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class DirectPath:
    """What is left at token T of a gradient along the state alone; token order.

    Attributes:
        part: the layer and direction it is of.
        gate: the one that keeps the state.
        token: T, where the path ends.
        log10_product: (T, H) log₁₀ |∏ gate| from the state after every token to that after `token`; 0 at `token`, −∞
            once a gate is 0 or a state held, and for tokens that `token` cannot know of.
        log10_norm: (T,) log₁₀ of the Euclidean norm of the products over the units.
    """

    part: Part
    gate: str
    token: int
    log10_product: NDArray[np.float64]
    log10_norm: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Factors:
    """The factors of one layer and direction, a token a row, in token order.

    Attributes:
        part: the layer and direction it is of.
        slopes: by gate, and ``cell_state`` of an LSTM, (T,) mean of φ′ over the units.
        jacobian_norm: (T,) ‖∂h_t/∂h_{t−1}‖_F.
        jacobian_largest: (T,) its largest singular value.
    """

    part: Part
    slopes: Mapping[str, NDArray[np.float64]]
    jacobian_norm: NDArray[np.float64]
    jacobian_largest: NDArray[np.float64]


def direct_path(network: Network, trace: Trace, part: str | None = None, token: int | None = None) -> DirectPath:
    """Follow the state of `part` (the last layer's first direction) back from `token` (the last one it read).

    Raises:
        UsageError: an RNN, which has no gate that keeps; an empty text; no such part or token.
        ModelError: `trace` is not of this network, or holds NaN.
    """
    check_cell(trace, tuple(KEEPING_GATE), "a direct path")
    check_trace(network, trace)
    part = check_part(trace, part)
    reverse, tokens = part.reverse, trace.length
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
    gate = KEEPING_GATE[trace.cell.name]
    turn = slice(None, None, -1 if reverse else 1)
    local = local_slopes(network, trace, part)
    free = local.free_cell if trace.cell.name == "lstm" else local.free_hidden
    kept = trace[f"{part}.{gate}"][turn].astype(np.float64) * free
    last = tokens - 1 - token if reverse else token
    product = np.full(kept.shape, -np.inf)
    product[last] = 0
    with np.errstate(divide="ignore"):
        product[:last] = np.cumsum(np.log10(np.abs(kept[1 : last + 1][::-1])), axis=0)[::-1]
        peak = product.max(axis=1)
        level = np.where(np.isfinite(peak), peak, 0)
        norm = level + 0.5 * np.log10(np.exp(np.log(100) * (product - level[:, None])).sum(axis=1))
    return DirectPath(part, gate, token, product[turn], norm[turn])


def factors(network: Network, trace: Trace, part: str | None = None, *, report: Report = silent) -> Factors:
    """Return the factors of `part` (the last layer's first direction by default) over a text.

    Raises:
        UsageError: an empty text, no such part.
        ModelError: `trace` is not of this network, or holds NaN.
        Cancelled: `report` raised it.
    """
    check_trace(network, trace)
    part = check_part(trace, part)
    turn = slice(None, None, -1 if part.reverse else 1)
    local = local_slopes(network, trace, part)
    means = local.gates.mean(axis=2, dtype=np.float64)[turn]
    slopes = {gate: means[:, index] for index, gate in enumerate(trace.cell.gates)}
    if trace.cell.name == "lstm":
        slopes["cell_state"] = local.cell.mean(axis=1, dtype=np.float64)[turn]
    jacobian = recurrent_jacobian(network, trace, part)
    return Factors(
        part,
        slopes,
        jacobian.frobenius(portion(report, 0, 0.2))[turn],
        jacobian.largest_singular_value(report=portion(report, 0.2, 1))[turn],
    )
