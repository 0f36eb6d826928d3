"""How many distinct slow places there are at each of several tolerances: those that stay are fixed points.

What looks like many points at a loose tolerance may be few at a tight one (Katz & Reggia 2017).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.fixed_points.found import Rung
from gatescope.analysis.fixed_points.merging import distinct
from gatescope.engine.network import Array

TOLERANCES = (1e-1, 10**-1.5, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8)
APART = 0.1


class Ladder:
    """The state in which each start first was slower than each tolerance."""

    def __init__(self, starts: int, width: int) -> None:
        self._states = np.zeros((len(TOLERANCES), starts, width), np.float32)
        self._reached = np.zeros((len(TOLERANCES), starts), np.bool_)

    def note(self, states: Array, speeds: Array, starts: NDArray[np.int64]) -> None:
        """Note that each of `starts` (n,) is at `states` (n, S) with `speeds` (n,)."""
        for rung, tolerance in enumerate(TOLERANCES):
            first = (speeds <= tolerance) & ~self._reached[rung, starts]
            if first.any():
                self._states[rung, starts[first]] = states[first]
                self._reached[rung, starts[first]] = True

    def rungs(self, kept: NDArray[np.bool_]) -> tuple[Rung, ...]:
        """Return the distinct places at each tolerance that the `kept` (starts,) reached."""
        return tuple(
            Rung(tolerance, len(distinct(states[reached & kept], APART)))
            for tolerance, states, reached in zip(TOLERANCES, self._states, self._reached, strict=True)
        )
