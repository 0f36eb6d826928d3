"""The plane of the two directions in which states differ most: principal components, with signs that do not depend on
the machine.

    C = Σ (s − s̄)(s − s̄)ᵀ = Σ λ_k a_k a_kᵀ        share of a_k = λ_k / Σ λ        (Pearson 1901; Hotelling 1933)

The sign of an eigenvector is free. Here a component points to where the read-out rises; where it hardly rises along
it, Σ a³ > 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.errors import ModelError
from gatescope.words import tr

Values = NDArray[np.float64]

# The least cosine between a component and the direction of the read-out at which that tells its sign.
_RISES = 0.1


@dataclass(frozen=True, eq=False)
class StatePlane:
    """Two orthogonal directions in a space of D units, and a point between them.

    Attributes:
        mean: (D,) the state at the origin of the plane.
        axes: (2, D) of length 1; zeros where there is no second direction, for one unit.
        shares: (2,) of the variance; 0 where nothing varies.
        principal: whether the axes are principal components; otherwise they are units, of which there are two at most.
    """

    mean: Values
    axes: Values
    shares: Values
    principal: bool

    def project(self, states: ArrayLike) -> Values:
        """Return (N, 2) the places of (N, D) states; NaN where a state is not finite."""
        found = self.turn(np.asarray(states, np.float64) - self.mean)
        found[~np.isfinite(found).all(axis=1)] = np.nan
        return found

    def turn(self, directions: ArrayLike) -> Values:
        """Return (N, 2) what (N, D) directions are in the plane."""
        with np.errstate(all="ignore"):
            return np.asarray(np.asarray(directions, np.float64) @ self.axes.T)

    def moved(self, state: ArrayLike, place: ArrayLike) -> Values:
        """Return (D,) `state`, moved along the axes until it is at `place` (2,) of the plane."""
        state = np.asarray(state, np.float64)
        moved: Values = state + (np.asarray(place, np.float64) - self.project(state[None])[0]) @ self.axes
        return moved


def state_plane(states: ArrayLike, towards: ArrayLike | None = None) -> StatePlane:
    """Return the plane of the two first principal components of (N, D) states; of one or two units, the units.

    Args:
        states: rows that are not finite are left out.
        towards: (D,) the direction in which the read-out rises, which tells the signs.

    Raises:
        ModelError: no state is finite.
    """
    known = np.asarray(states, np.float64)
    known = known[np.isfinite(known).all(axis=1)]
    if not len(known):
        raise ModelError(tr("none of the states is a finite number: mend the weights first"))
    units = known.shape[1]
    mean = known.mean(axis=0)
    centred = known - mean
    # Squares of what a relu lets grow would overflow.
    size = float(np.abs(centred).max(initial=0.0)) or 1.0
    centred /= size
    total = float((centred**2).sum())
    if units <= 2:
        spread = np.zeros(2)
        spread[:units] = (centred**2).sum(axis=0)
        axes = np.zeros((2, units))
        axes[range(units), range(units)] = 1.0
        return StatePlane(np.zeros(units), axes, spread / total if total else spread, principal=False)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    axes = np.array([_pointed(axis, towards) for axis in vectors.T[:-3:-1]])
    spread = np.maximum(values[:-3:-1], 0.0)
    return StatePlane(mean, axes, spread / total if total else np.zeros(2), principal=True)


def _pointed(axis: Values, towards: ArrayLike | None) -> Values:
    """Return a component or its opposite; see the head of the module."""
    if towards is not None:
        direction = np.asarray(towards, np.float64)
        with np.errstate(all="ignore"):
            rise = float(axis @ direction / np.linalg.norm(direction))
        # No number where the direction has no length, or is none itself.
        if abs(rise) >= _RISES:
            return axis if rise > 0 else -axis
    return axis if float((axis**3).sum()) >= 0 else -axis
