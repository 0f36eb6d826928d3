"""What a search for fixed points has found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.fixed_points.stability import on_circle, outside
from gatescope.engine.part import Part

Values = NDArray[np.float64]
Kind = Literal["stable", "saddle", "unstable"]

DIVERGED = "diverged"
LEFT = "left the visited region"
NOT_CONVERGED = "not converged"
NO_NUMBER = "no number"
NOT_FOLLOWED = "not followed"


@dataclass(frozen=True, eq=False)
class FixedPoint:
    """A state that the layer keeps as long as its input stays the same.

    Attributes:
        state: (S,) h, or h then c of an LSTM.
        speed: ‖F(s) − s‖.
        eigenvalues: (S,) complex, of ∂F/∂s there, the largest |λ| first.
        directions: (K, S) unit vectors along which differences grow, the fastest first; or the one along which they
            fade slowest, where none grows. Of a pair of complex eigenvalues, the real part of its vector.
        starts: how many starts the search led here.
        readouts: by name, (C,) what a read-out gives there; none where the layer is not what they read.
    """

    state: Values
    speed: float
    eigenvalues: NDArray[np.complex128]
    directions: Values
    starts: int
    readouts: Mapping[str, Values]

    @property
    def q(self) -> float:
        """½‖F(s) − s‖²."""
        return 0.5 * self.speed**2

    @property
    def unstable(self) -> int:
        """How many eigenvalues lie outside the unit circle."""
        return int(outside(self.eigenvalues).sum())

    @property
    def neutral(self) -> int:
        """How many eigenvalues lie on the unit circle."""
        return int(on_circle(self.eigenvalues).sum())

    @property
    def kind(self) -> Kind:
        """Stable where no difference grows, a saddle where some do, unstable where all do.

        At a stable point every difference fades unless some are `neutral`.
        """
        if not self.unstable:
            return "stable"
        return "saddle" if self.unstable < len(self.eigenvalues) else "unstable"

    @property
    def spiral(self) -> bool:
        """Whether the slowest, or the fastest growing, difference turns around the point."""
        return bool(abs(self.eigenvalues[0].imag) > 1e-9)

    @property
    def largest(self) -> float:
        """The largest |λ|."""
        return float(np.abs(self.eigenvalues[0]))


@dataclass(frozen=True)
class Rung:
    """How many distinct places had ‖F(s) − s‖ no larger than `tolerance`."""

    tolerance: float
    count: int


@dataclass(frozen=True)
class Dropped:
    """How many starts led to no fixed point, for one reason."""

    reason: str
    count: int


@dataclass(frozen=True, eq=False)
class FixedPoints:
    """The fixed points of one layer in one direction, for one input.

    Every start either led to a point or is counted in `dropped`.

    Attributes:
        part: the layer and direction.
        points: by their read-out where it is one number, else those with most starts first.
        ladder: from the loosest tolerance to the tightest.
        dropped: by reason, the most frequent first.
        starts: how many there were.
        seed: of the starts.
        tolerance: ‖F(s) − s‖ of a point is no larger.
        apart: the distance from which two places of the ladder count as two.
        slowest: the least ‖F(s) − s‖ of those that came to no point; ∞ where all came to one.
        more: how many points beyond the first 100 were left out.
    """

    part: Part
    points: tuple[FixedPoint, ...]
    ladder: tuple[Rung, ...]
    dropped: tuple[Dropped, ...]
    starts: int
    seed: int
    tolerance: float
    apart: float
    slowest: float
    more: int = 0
