"""The last decades of the way to a fixed point, in double precision.

    A δ = −r        A = J − 1, r = F(s) − s        (Newton)
    (AᵀA + μ 1) δ = −Aᵀ r                          (Levenberg 1944, Marquardt 1963)

A step is taken where it lowers ‖r‖. After one of Newton's that does not, damped ones follow until μ is small again: it
falls with every step that is taken, and grows with every one that is not, which turns the step towards the slope of q.
μ stays in proportion to ‖r‖, so that the last steps are fast even where A is singular, on a line of fixed points.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.fixed_points.ladder import Ladder
from gatescope.analysis.fixed_points.step_map import Step, StepMap
from gatescope.engine.network import Array
from gatescope.progress import Report

Values = NDArray[np.float64]

_ROUNDS = 60
_FIRST, _UNDAMPED, _MOST = 1e-2, 1e-3, 1e6
# Rounds in which ‖r‖ must have fallen by a tenth; a slow place that is no fixed point is recognised by that.
_PATIENCE, _ENOUGH = 8, 0.9
# Values of the Jacobians that are in memory at once.
_VALUES = 1 << 22


def polish(
    step: StepMap, states: Values, tolerance: float, ladder: Ladder, of: list[NDArray[np.int64]], report: Report
) -> tuple[Values, Values]:
    """Return (n, S) better states and (n,) their ‖F(s) − s‖, those that reach it well below `tolerance`.

    Args:
        step: in double precision.
        of: for each state, the starts that led to it, to be noted in `ladder`.

    Raises:
        Cancelled: `report` raised it.
    """
    width = states.shape[1]
    chunk = max(1, _VALUES // (width * width))
    ends, speeds = states.copy(), np.empty(len(states))
    for first in range(0, len(states), chunk):
        part = slice(first, min(first + chunk, len(states)))

        def tell(share: float, start: int = first, stop: int = part.stop) -> None:
            report((start + share * (stop - start)) / len(states))

        ends[part], speeds[part] = _polish(step, states[part], tolerance, ladder, of[part], tell)
    return ends, speeds


def _polish(
    step: StepMap, states: Values, tolerance: float, ladder: Ladder, of: list[NDArray[np.int64]], report: Report
) -> tuple[Values, Values]:
    states = states.copy()
    speeds = np.linalg.norm(step(states).states - states, axis=1)
    mu, before = np.zeros(len(states)), np.full(len(states), np.inf)
    live = np.arange(len(states))
    with np.errstate(all="ignore"):
        for k in range(_ROUNDS):
            report(k / _ROUNDS)
            # A tenth of the tolerance: one more step costs little, and then no rounding decides.
            live = live[(speeds[live] > tolerance / 10) & np.isfinite(speeds[live]) & (mu[live] < _MOST)]
            if k and k % _PATIENCE == 0:
                live = live[speeds[live] < _ENOUGH * before[live]]
                before[live] = speeds[live]
            if not len(live):
                break
            tried = step.held_within(states[live] + _steps(step, states[live], mu[live]))
            new = np.linalg.norm(step(tried).states - tried, axis=1)
            better = new < speeds[live]
            taken = live[better]
            states[taken], speeds[taken] = tried[better], new[better]
            mu[taken] = np.where(mu[taken] > _UNDAMPED, mu[taken] * 0.1, 0)
            refused = live[~better]
            mu[refused] = np.where(mu[refused] > 0, mu[refused] * 10, _FIRST)
            for at in taken:
                ladder.note(states[None, at].repeat(len(of[at]), 0), speeds[None, at].repeat(len(of[at])), of[at])
    return states, speeds


def _steps(step: StepMap, states: Values, mu: Values) -> Values:
    """Return (n, S) δ from (n, S) states: Newton's where `mu` (n,) is 0, damped ones elsewhere."""
    steps = np.zeros_like(states)
    free, damped = np.flatnonzero(mu == 0), np.flatnonzero(mu > 0)
    if len(free):
        steps[free] = newton_step(step(states[free]), states[free])
    if len(damped):
        now = step(states[damped])
        r = now.states - states[damped]
        A = now.jacobians()
        diagonal = np.arange(states.shape[1])
        A[:, diagonal, diagonal] -= 1
        turned = np.ascontiguousarray(A.swapaxes(1, 2))
        squares = turned @ A
        squares[:, diagonal, diagonal] += (mu[damped] * np.minimum(np.linalg.norm(r, axis=1), 1))[:, None]
        steps[damped] = solved(squares, -(turned @ r[:, :, None])[:, :, 0])
    return steps


def newton_step(now: Step, states: Array) -> Values:
    """Return (n, S) δ with A δ = −r.

    Of an LSTM, c is eliminated first, for each of its units sees but its own c: δc = (r_c + ∂c/∂h₋₁ δh) / (1 − D), and
    what remains has half the size.
    """
    r, parameters = now.states - states, now.map.parameters
    if now.map.cell.name != "lstm":
        A = now.jacobians()
        A[:, np.arange(A.shape[1]), np.arange(A.shape[1])] -= 1
        return solved(A, -r)
    P, U, R = parameters.outputs, parameters.U, parameters.projection
    r_h, r_c, rest = r[:, :P], r[:, P:], 1 - now.direct
    through_c = now.out / rest
    coefficients = now.into * through_c[:, None]
    coefficients[:, 3] = now.into[:, 3]
    A = np.einsum("ngh,ghk->nhk", coefficients, U)
    moved = through_c * now.direct * r_c
    if R is not None:
        A, moved = R @ A, moved @ R.T
    A[:, np.arange(P), np.arange(P)] -= 1
    hidden = solved(A, -r_h - moved)
    into_c = np.einsum("ngh,ngh->nh", now.into[:, :3], (hidden @ U[:3].reshape(-1, P).T).reshape(len(r), 3, -1))
    return np.concatenate([hidden, (r_c + into_c) / rest], axis=1)


def solved(matrices: Array, right: Array) -> Values:
    """Return (n, S) solutions; zeros, a step that is never taken, for a matrix that is singular."""
    try:
        return np.asarray(np.linalg.solve(matrices, right[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.zeros_like(right)
        half = len(matrices) // 2
        return np.concatenate([solved(matrices[:half], right[:half]), solved(matrices[half:], right[half:])])
