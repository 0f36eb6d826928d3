"""The search for the fixed points of one layer, from many starts."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis.fixed_points.descent import descend
from gatescope.analysis.fixed_points.found import (
    DIVERGED,
    LEFT,
    NO_NUMBER,
    NOT_CONVERGED,
    NOT_FOLLOWED,
    Dropped,
    FixedPoint,
    FixedPoints,
)
from gatescope.analysis.fixed_points.ladder import APART, Ladder
from gatescope.analysis.fixed_points.merging import groups
from gatescope.analysis.fixed_points.newton import polish
from gatescope.analysis.fixed_points.stability import stability
from gatescope.analysis.fixed_points.starts import Region, random_walks
from gatescope.analysis.fixed_points.step_map import StepMap
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.errors import UsageError
from gatescope.progress import Report, portion, silent
from gatescope.words import tr

Values = NDArray[np.float64]

STARTS = 1024
TOLERANCE = 1e-10
"""‖F(s) − s‖ of a fixed point, so that q = ½‖F(s) − s‖² < 10⁻²⁰."""
_SAME = 1e-4
# Ends of the descent that are so near each other go on as one.
_NEAR = 0.05
_FARTHEST = 1e6
_MOST_POINTS = 100
# Candidates × S³: a few seconds.
_WORK = 2e9
_FEWEST = 4


def fixed_points(
    network: Network,
    vector: ArrayLike,
    part: Part | None = None,
    *,
    starts: int = STARTS,
    seed: int = 0,
    tolerance: float = TOLERANCE,
    visited: Values | None = None,
    report: Report = silent,
) -> FixedPoints:
    """Return the states that a layer keeps while it reads the same vector again and again.

    Args:
        network: nothing of it is held at a value.
        vector: (I,) what the layer reads: inputs of the network for the lowest layer.
        part: the layer and direction; the last layer's first direction by default.
        starts: how many.
        seed: of the random numbers; the same seed gives the same points.
        tolerance: ‖F(s) − s‖ of a point is no larger.
        visited: (n, S) states to start from; those of texts of random words by default.
        report: called between the steps.

    Raises:
        UsageError: a vector of another width, no start, a tolerance that is no positive number.
        Cancelled: `report` raised it.
    """
    part = network.default_part if part is None else part
    constant = np.asarray(vector, np.float64)
    if constant.shape != (network.parameters(part).inputs,):
        raise UsageError(
            tr(
                "{part} reads vectors of {inputs} numbers, not {shape}",
                part=part,
                inputs=network.parameters(part).inputs,
                shape=constant.shape,
            )
        )
    if starts < 1 or seed < 0 or not 0 < tolerance < np.inf:
        raise UsageError(tr("a search needs at least one start, a seed from 0 on, and a tolerance above 0"))
    step = StepMap.of(network, part, constant, np.float64)
    region = Region(random_walks(network, part, seed) if visited is None else visited, step.width)
    began = region.starts(starts, seed)
    ladder = Ladder(starts, step.width)
    rough = descend(
        StepMap.of(network, part, constant, np.float32), began, region.spread or 0.5, ladder, portion(report, 0.0, 0.5)
    ).astype(np.float64)
    fate = np.full(starts, -1, np.int64)
    reasons = _no_candidates(step, began, rough)
    candidates = np.flatnonzero(reasons == "")
    firsts, place = groups(rough[candidates], _NEAR)
    members = [candidates[place == k] for k in range(len(firsts))]
    followed = _slowest(step, rough[candidates[firsts]])
    ends, speeds = polish(
        step,
        rough[candidates[firsts[followed]]],
        tolerance,
        ladder,
        [members[k] for k in followed],
        portion(report, 0.5, 0.9),
    )
    for k in set(range(len(firsts))) - set(followed.tolist()):
        reasons[members[k]] = NOT_FOLLOWED
    inside, bounded = region.holds(ends), _bounded(ends)
    for k, end_speed, within, finite in zip(followed, speeds, inside, bounded, strict=True):
        if not finite:
            reasons[members[k]] = DIVERGED
        elif not end_speed <= tolerance:
            reasons[members[k]] = NOT_CONVERGED
        elif not within:
            reasons[members[k]] = LEFT
    good = np.flatnonzero((speeds <= tolerance) & inside & bounded)
    good = good[np.argsort(speeds[good], kind="stable")]
    merged, belongs = groups(ends[good], _SAME)
    for end, point in zip(good, belongs, strict=True):
        fate[members[followed[end]]] = point
    counts = np.bincount(fate[fate >= 0], minlength=len(merged))
    order = np.argsort(-counts, kind="stable")
    kept = order[:_MOST_POINTS]
    points = []
    for done, k in enumerate(kept):
        report(0.9 + 0.1 * done / len(kept))
        end = good[merged[k]]
        jacobian = step(ends[end][None]).jacobians()[0]
        if not np.isfinite(jacobian).all():
            # A gate that is shut for ever by an infinite weight has a state that stays, and no slope there.
            reasons[fate == k] = NO_NUMBER
            continue
        points.append(_point(network, part, jacobian, ends[end], float(speeds[end]), int(counts[k])))
    slow = speeds[(speeds > tolerance) & inside & bounded]
    return FixedPoints(
        part=part,
        points=tuple(sorted(points, key=_place_in_list)),
        ladder=ladder.rungs((fate >= 0) | (reasons == NOT_CONVERGED) | (reasons == NOT_FOLLOWED)),
        dropped=tuple(
            Dropped(reason, count) for reason, count in Counter(reasons[reasons != ""].tolist()).most_common()
        ),
        starts=starts,
        seed=seed,
        tolerance=tolerance,
        apart=APART,
        slowest=float(slow.min()) if len(slow) else float("inf"),
        more=len(order) - len(kept),
    )


def _bounded(states: Values) -> NDArray[np.bool_]:
    """Return (n,) whether (n, S) states are numbers of some reasonable size."""
    return np.asarray((np.abs(states) <= _FARTHEST).all(axis=1))


def _no_candidates(step: StepMap, began: Values, ended: Values) -> NDArray[np.object_]:
    """Return (n,) why a start leads to no candidate, empty where it does."""
    reasons = np.full(len(began), "", object)
    reasons[~_bounded(ended)] = DIVERGED
    reasons[~np.isfinite(step(began).states).all(axis=1)] = NO_NUMBER
    return reasons


def _slowest(step: StepMap, states: Values) -> NDArray[np.int64]:
    """Return which of (n, S) states are followed: all, or of a large layer the slowest ones."""
    most = max(_FEWEST, int(_WORK / step.width**3))
    if len(states) <= most:
        return np.arange(len(states))
    speeds = np.linalg.norm(step(states).states - states, axis=1)
    return np.sort(np.argsort(speeds, kind="stable")[:most])


def _point(network: Network, part: Part, jacobian: Values, state: Values, speed: float, starts: int) -> FixedPoint:
    eigenvalues, directions = stability(jacobian)
    read = part.layer == len(network.layers) - 1 and len(network.directions) == 1
    outputs = network.parameters(part).outputs
    values = read_out(network, state[None, :outputs]) if read else {}
    readouts = {name: np.asarray(rows[0], np.float64) for name, rows in values.items()}
    return FixedPoint(state, speed, eigenvalues, directions, starts, readouts)


def _place_in_list(point: FixedPoint) -> tuple[float, ...]:
    first = next(iter(point.readouts.values()), np.zeros(0))
    return (float(first[0]), -point.starts) if len(first) == 1 else (-point.starts, *point.state[:2])
