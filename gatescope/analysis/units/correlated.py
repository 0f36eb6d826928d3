"""Which units follow a property of the text, such as the number of the subject: those that correlate with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis.pearson import pearson, spread


@dataclass(frozen=True, eq=False)
class Correlated:
    """How P units go with a property.

    Attributes:
        correlations: (P,) Pearson's r of each unit, from −1 to 1; 0 for a unit that never changes.
        order: (P,) the units by |r|, largest first.
    """

    correlations: NDArray[np.float64]
    order: NDArray[np.int64]

    def above(self, least: float) -> NDArray[np.int64]:
        """Return the units whose |r| is at least `least`, largest first."""
        found: NDArray[np.int64] = self.order[np.abs(self.correlations[self.order]) >= least]
        return found


def correlated(states: ArrayLike, values: ArrayLike) -> Correlated:
    """Return how each unit goes with a property over N tokens.

        r_j = Σ (h_j − h̄_j)(y − ȳ) / √(Σ (h_j − h̄_j)² Σ (y − ȳ)²)

    Args:
        states: (N, P) such as hidden states.
        values: (N,) the property after every token; yes and no count as 1 and 0.
    """
    h = np.asarray(states, np.float64)
    y = np.asarray(values, np.float64)
    h, y = h - h[:1], y - y[:1]
    varies = spread(np.einsum("np,np->p", h, h), h.sum(axis=0), len(y))
    r = np.nan_to_num(pearson((y - y.mean()) @ h, varies, spread(y @ y, y.sum(), len(y))), nan=0.0)
    return Correlated(r, np.argsort(-np.abs(r), kind="stable"))
