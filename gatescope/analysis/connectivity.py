"""Which words a read-out depends on: ‖∂score/∂x_t‖ for every token t.

The gradient of a score in the input vectors is a local answer: how much the score would move for a small step of the
word in the space of embeddings. Source: Simonyan, Vedaldi & Zisserman 2014 (saliency), Li et al. 2016 (for text); the
reading as connectivity over time after Madsen 2019.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.gradients import GradientTrace, gradients
from gatescope.analysis.targets import Target
from gatescope.engine.network import Network
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent


@dataclass(frozen=True, eq=False)
class Connectivity:
    """How strongly a target depends on every token.

    Attributes:
        target: the number that depends on them, as `Target.parse` reads it.
        log10_norm: (T,) log₁₀ ‖∂L/∂x_t‖, finite beyond float range; −∞ for tokens that L cannot depend on.
        relative: (T,) ‖∂L/∂x_t‖ over the largest of them, in [0, 1]; all 0 where L depends on no token.
    """

    target: str
    log10_norm: NDArray[np.float64]
    relative: NDArray[np.float64]


def connectivity(
    network: Network,
    trace: Trace,
    target: Target | str = "last",
    *,
    report: Report = silent,
) -> Connectivity:
    """Return how strongly `target` depends on every token; arguments and errors as for `gradients`.

    To follow a read-out along the text, give it the token: ``readout:sentiment@12``.
    """
    return connectivity_of(gradients(network, trace, target, report=report))


def connectivity_of(found: GradientTrace) -> Connectivity:
    """Return the same from gradients that were computed before."""
    norms = found.log10_norm("grad.inputs")
    most = norms.max()
    relative = 10.0 ** (norms - most) if np.isfinite(most) else np.zeros_like(norms)
    return Connectivity(found.target, norms, relative)
