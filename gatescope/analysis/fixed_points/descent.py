"""From many starts at once down the slope of q = ½‖F(s) − s‖²: cheap steps, by the gradient alone.

∇q = Jᵀ r − r with r = F(s) − s, one product with the weights forwards and one backwards; Adam (Kingma & Ba 2015) with a
step that fades out, as in FixedPointFinder. In single precision: `newton` brings the rest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.fixed_points.ladder import Ladder
from gatescope.analysis.fixed_points.step_map import StepMap
from gatescope.engine.network import Array
from gatescope.progress import Report

STEPS = 300
_FIRST, _SECOND = 0.9, 0.99
_TINY = 1e-8
# Of the spread of the visited values.
_STEP = 0.2
# From here on Newton's steps are sure.
_SLOW = 1e-4


def descend(step: StepMap, starts: Array, spread: float, ladder: Ladder, report: Report) -> Array:
    """Return (n, S) where the descent from `starts` ends, noting in `ladder` what it passes.

    Args:
        step: in single precision.
        spread: of the visited values; the first steps are a fifth of it.

    Raises:
        Cancelled: `report` raised it.
    """
    ends = starts.astype(np.float32)
    live: NDArray[np.int64] = np.arange(len(ends))
    means, squares = np.zeros_like(ends), np.zeros_like(ends)
    with np.errstate(all="ignore"):
        for k in range(STEPS):
            report(k / STEPS)
            states = ends[live]
            now = step(states)
            r = now.states - states
            speeds = np.linalg.norm(r, axis=1)
            ladder.note(states, speeds, live)
            slope = now.pull(r) - r
            on = (speeds > _SLOW) & np.isfinite(speeds)
            live, states, slope = live[on], states[on], slope[on]
            if not len(live):
                break
            means[live] = _FIRST * means[live] + (1 - _FIRST) * slope
            squares[live] = _SECOND * squares[live] + (1 - _SECOND) * slope * slope
            size = np.float32(_STEP * spread * 0.5 * (1 + np.cos(np.pi * k / STEPS)))
            mean, square = means[live] / (1 - _FIRST ** (k + 1)), squares[live] / (1 - _SECOND ** (k + 1))
            ends[live] = step.held_within(states - size * mean / (np.sqrt(square) + np.float32(_TINY)))
    return ends
