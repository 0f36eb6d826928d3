"""What becomes of a small difference from a fixed point: the eigenvalues of the Jacobian there, and its directions."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]

_MOST_DIRECTIONS = 4
_ROUNDING = 1e-12
"""|λ| is known no better: one as near to 1 lies on the unit circle, as all those of an orthogonal matrix do."""


def outside(eigenvalues: ArrayLike) -> NDArray[np.bool_]:
    """Return which eigenvalues lie outside the unit circle, so that a difference along them grows."""
    found: NDArray[np.bool_] = np.abs(np.asarray(eigenvalues)) > 1 + _ROUNDING
    return found


def on_circle(eigenvalues: ArrayLike) -> NDArray[np.bool_]:
    """Return which eigenvalues lie on the unit circle: a difference along them neither grows nor fades."""
    found: NDArray[np.bool_] = np.abs(np.abs(np.asarray(eigenvalues)) - 1) <= _ROUNDING
    return found


def stability(jacobian: Values) -> tuple[NDArray[np.complex128], Values]:
    """Return the (S,) eigenvalues of a (S, S) `jacobian`, the largest |λ| first, and (K, S) unit vectors: of the up to
    four largest outside the unit circle, or of the largest where there are none outside.

    Of a pair λ, λ* there is one vector, the real part.
    """
    values, vectors = np.linalg.eig(jacobian)
    order = np.lexsort((-values.imag, -values.real, -np.round(np.abs(values), 12)))
    values, vectors = values[order].astype(np.complex128), vectors[:, order]
    leading = [0]
    leading += [k for k in range(1, len(values)) if outside(values[k]) and values[k].imag >= 0][: _MOST_DIRECTIONS - 1]
    directions = vectors[:, leading].T.real.copy()
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    return values, directions / np.where(lengths > 0, lengths, 1)
