"""Which words a read-out depends on: ‖∂score/∂x_t‖ for every token t, and gradient × input, which has a sign.

The gradient of a score in the input vectors is a local answer: how much the score would move for a small step of the
word in the space of embeddings. Source: Simonyan, Vedaldi & Zisserman 2014 (saliency), Li et al. 2016 (for text); the
reading as connectivity over time after Madsen 2019. Its product with the word's own vector,

    Σ_i x_{t,i} · ∂score/∂x_{t,i},

summed over the embedding, says which way the word moves the score: to first order, what would be lost were its vector
zero. Source: Denil et al. 2014 and Shrikumar et al. 2016 (gradient × input), Arras et al. 2017 (for text).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_tokens, finite_beginning
from gatescope.analysis.gradients import GradientTrace, gradients
from gatescope.analysis.rescaled import LOG10_OF_2
from gatescope.analysis.targets import Target, nearest
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Connectivity:
    """How strongly a target depends on every token.

    Attributes:
        target: the number that depends on them, as `Target.parse` reads it.
        log10_norm: (T,) log₁₀ ‖∂L/∂x_t‖, finite beyond float range; −∞ for tokens that L cannot depend on.
        relative: (T,) ‖∂L/∂x_t‖ over the largest of them, in [0, 1]; all 0 where L depends on no token.
        products: (T,) Σ_i x_{t,i} ∂L/∂x_{t,i}; 0 or ±∞ where they leave the float range, NaN where the run does not
            keep the vectors x that it has read.
        signed: (T,) the same over the largest of their sizes, in [−1, 1], at any magnitude.
        bad: the first token at which the run holds NaN or ±∞ (0 where a reverse direction makes all of it so), or
            None; from there on, and everywhere where the target lies there, the values are NaN.
    """

    target: str
    log10_norm: Values
    relative: Values
    products: Values
    signed: Values
    bad: int | None = None


def connectivity(
    network: Network,
    trace: Trace,
    target: Target | str = "last",
    *,
    executor: Executor | None = None,
    report: Report = silent,
) -> Connectivity:
    """Return how strongly `target` depends on every token; arguments and errors as for `gradients`.

    To follow a read-out along the text, give it the token: ``readout:sentiment@12``.
    """
    return connectivity_of(
        gradients(network, trace, target, executor=executor, report=report), inputs_of(network, trace)
    )


def connectivity_of(found: GradientTrace, inputs: Array | None) -> Connectivity:
    """Return the same from gradients that were computed before, and the vectors (T, I) that were read, as far as they
    are known."""
    norms = found.log10_norm("grad.inputs")
    most = norms.max(initial=-np.inf)
    relative = 10.0 ** (norms - most) if np.isfinite(most) else np.zeros_like(norms)
    if inputs is None:
        unknown = np.full(len(norms), np.nan)
        return Connectivity(found.target, norms, relative, unknown, unknown)
    slopes = found.rescaled["grad.inputs"]
    sums = np.einsum("ti,ti->t", slopes.mantissa.astype(np.float64), inputs.astype(np.float64))
    with np.errstate(divide="ignore", over="ignore", under="ignore"):
        logs = np.log10(np.abs(sums)) + LOG10_OF_2 * slopes.exponent
        greatest = logs.max(initial=-np.inf)
        signed = np.sign(sums) * 10.0 ** (logs - greatest) if np.isfinite(greatest) else np.zeros_like(sums)
        products = np.ldexp(sums, np.clip(slopes.exponent, -100_000, 100_000))
    return Connectivity(found.target, norms, relative, products, signed)


def nearest_connectivity(
    network: Network,
    trace: Trace,
    *,
    target: Target | None,
    executor: Executor | None = None,
    report: Report = silent,
) -> Connectivity:
    """Return how strongly what comes nearest to `target` (see `targets.nearest`) depends on every token, as far as the
    run has finite numbers: what a person asks of several networks at once.

    Raises:
        UsageError: an empty text.
        ModelError: the read-out has weights that are not finite.
        Cancelled: `report` raised it.
    """
    check_tokens(trace)
    wanted, _ = nearest(network, target, trace.length).resolve(network, trace.hidden)
    good = finite_beginning(trace)
    token = trace.length - 1 if wanted.token is None else wanted.token
    if good.length == trace.length:
        return connectivity(network, trace, wanted, executor=executor, report=report)
    if token >= good.length:
        unknown = np.full(trace.length, np.nan)
        return Connectivity(str(wanted), unknown, unknown, unknown, unknown, good.length)
    found = connectivity(network, good, wanted, executor=executor, report=report)
    unknown = np.full(trace.length - good.length, np.nan)
    norms, relative, products, signed = (
        np.concatenate([values, unknown]) for values in (found.log10_norm, found.relative, found.products, found.signed)
    )
    return Connectivity(found.target, norms, relative, products, signed, good.length)


def inputs_of(network: Network, trace: Trace) -> Array | None:
    """Return the vectors (T, I) that a run has read: those it was fed, or the rows of the embedding; None where vectors
    were read that the run does not keep."""
    if trace.inputs is not None:
        return trace.inputs
    if network.embedding is None or trace.ids is None:
        return None
    rows: Array = network.embedding[trace.ids]
    return rows
