"""How a gradient grows or shrinks on its way back through a text, and the factor that explains it, a layer at a time.

    ‖∂L/∂h_t‖, ‖∂L/∂c_t‖          total derivatives of one number L, backpropagated through time
    mean f_t (LSTM), mean z_t (GRU)    the share of the state that a step keeps, over the units
    σ₁(∂h_t/∂h_{t−1}) (RNN)            the most that a step lets a gradient grow, and below 1 the least that it shrinks
    mean φ′ (RNN)                      what its nonlinearity takes of a gradient, over the units: ∂h_t/∂h_{t−1} = φ′ U

Sources: Hochreiter 1991 and Bengio, Simard & Frasconi 1994 for the decay, Pascanu, Mikolov & Bengio 2013 for σ₁, Gers,
Schmidhuber & Cummins 2000 for the forget gate as the factor of ∂c_t/∂c_{t−1}.

From the token on at which a run stops being finite numbers nothing is known, and every value is NaN; the tokens before
it are analysed as if the text ended there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_part, check_tokens, finite_beginning
from gatescope.analysis.gradients import GradientTrace, gradients
from gatescope.analysis.jacobian import recurrent_jacobian
from gatescope.analysis.local_slopes import local_slopes
from gatescope.analysis.targets import Target, nearest
from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.progress import Report, portion, silent

Values = NDArray[np.float64]

LARGEST_SINGULAR_VALUE = "jacobian_largest"


@dataclass(frozen=True, eq=False)
class PartFlow:
    """What flows back through one layer in one direction; rows in token order.

    Attributes:
        part: the layer and direction.
        hidden: (T,) log₁₀ ‖∂L/∂h_t‖ over the units; −∞ where L does not depend on it, NaN where it is unknown.
        cell: (T,) log₁₀ ‖∂L/∂c_t‖ of an LSTM likewise; no values for the other cells.
        factor: ``forget_gate``, ``update_gate`` or ``jacobian_largest``, by the cell.
        factors: (T,) its mean over the units (of the gate that keeps the old state as the engine has it), or its value.
        slopes: (T,) mean φ′ over the units of an RNN; no values for the other cells.
    """

    part: Part
    hidden: Values
    cell: Values
    factor: str
    factors: Values
    slopes: Values = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, eq=False)
class GradientFlow:
    """The gradient of one number in the states of one layer.

    Attributes:
        target: what was differentiated, with its label filled in where that is known; `Target.parse` reads it.
        token: after which token that number stands.
        parts: the layer's directions, forward first.
        bad: the first token at which the run holds NaN or ±∞ (0 where a reverse direction makes all of it so), or None.
    """

    target: Target
    token: int
    parts: tuple[PartFlow, ...]
    bad: int | None = None


def gradient_flow(
    network: Network,
    trace: Trace,
    target: Target | str = "last",
    part: str | None = None,
    *,
    executor: Executor | None = None,
    report: Report = silent,
) -> GradientFlow:
    """Follow the gradient of `target` back through the layer of `part` (the last layer by default).

    Args:
        network: the one that made `trace`.
        trace: of T ≥ 1 tokens.
        target: what to differentiate, or its text.
        part: ``layer{k}.{direction}``; all directions of its layer are followed.
        executor: steps the cells back; the fastest one that is ready by default.
        report: called often.

    Raises:
        UsageError: there is no such target or part, or the text is empty.
        ModelError: the read-out has weights that are not finite, or `trace` is not of this network.
        Cancelled: `report` raised it.
    """
    check_tokens(trace)
    layer = check_part(trace, part).layer
    wanted = Target.parse(target) if isinstance(target, str) else target
    # On the whole text, for the last token may be a bad one; what is asked of NaN is not used.
    wanted, _ = wanted.resolve(network, trace.hidden)
    token = trace.length - 1 if wanted.token is None else wanted.token
    good = finite_beginning(trace)
    report(0.0)
    parts = tuple(one for one in trace.parts if one.layer == layer)
    # The factors of an RNN take most of the time, by far.
    traced = None
    if token < good.length:
        traced = gradients(network, good, wanted, executor=executor, report=portion(report, 0.0, 0.2))
    found = []
    for index, one in enumerate(parts):
        hidden, cell = (_norms(traced, f"{one}.grad.{state}", trace) for state in ("hidden_state", "cell_state"))
        share = portion(report, 0.2 + 0.8 * index / len(parts), 0.2 + 0.8 * (index + 1) / len(parts))
        factor, factors = _factors(network, good, one, share)
        slopes = _slopes(network, good, one)
        if len(slopes):
            slopes = _padded(slopes, trace.length)
        found.append(PartFlow(one, hidden, cell, factor, _padded(factors, trace.length), slopes))
    return GradientFlow(wanted, token, tuple(found), good.length if good.length < trace.length else None)


def nearest_gradient_flow(
    network: Network, trace: Trace, *, target: Target | None, part: Part, report: Report = silent
) -> GradientFlow:
    """Follow the gradient of what comes nearest to `target` (see `targets.nearest`) back through the layer of `part`,
    or through the last one where the network is shallower: what a person asks of several networks at once.

    Raises:
        UsageError, ModelError, Cancelled: as `gradient_flow` does.
    """
    wanted = nearest(network, target, trace.length)
    return gradient_flow(network, trace, wanted, part if part in trace.parts else trace.parts[-1], report=report)


def _norms(slopes: GradientTrace | None, key: str, trace: Trace) -> Values:
    """Return (T,) what `slopes` has by `key`, NaN where there are none; no values for a state that the cell does not
    have."""
    if key.endswith("cell_state") and trace.cell.name != "lstm":
        return np.empty(0)
    return _padded(np.empty(0) if slopes is None else slopes.log10_norm(key), trace.length)


def _factors(network: Network, trace: Trace, part: Part, report: Report) -> tuple[str, Values]:
    gate = KEEPING_GATE.get(trace.cell.name)
    if gate is not None:
        return gate, trace[f"{part}.{gate}"].mean(axis=1, dtype=np.float64)
    if not trace.length:
        return LARGEST_SINGULAR_VALUE, np.empty(0)
    # In the order in which the direction reads.
    found = recurrent_jacobian(network, trace, part).largest_singular_value(report=report)
    return LARGEST_SINGULAR_VALUE, found[::-1] if part.reverse else found


def _slopes(network: Network, trace: Trace, part: Part) -> Values:
    """Return (T,) mean φ′ of an RNN, token order; no values for the other cells, whose gates say more."""
    if trace.cell.name != "rnn" or not trace.length:
        return np.empty(0)
    # In the order in which the direction reads.
    found: Values = local_slopes(network, trace, part).gates.mean(axis=(1, 2), dtype=np.float64)
    return found[::-1] if part.reverse else found


def _padded(values: Values, tokens: int) -> Values:
    """Return (tokens,) `values`, NaN after them."""
    if len(values) == tokens:
        return values
    return np.concatenate([values, np.full(tokens - len(values), np.nan)])
