"""What becomes of a small difference from a fixed point: the eigenvalues of the Jacobian there, and its directions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

_MOST_DIRECTIONS = 4


def stability(jacobian: Values) -> tuple[NDArray[np.complex128], Values]:
    """Return the (S,) eigenvalues of a (S, S) `jacobian`, the largest |λ| first, and (K, S) unit vectors: of the up to
    four largest outside the unit circle, or of the largest where there are none outside.

    Of a pair λ, λ* there is one vector, the real part.
    """
    values, vectors = np.linalg.eig(jacobian)
    order = np.lexsort((-values.imag, -values.real, -np.round(np.abs(values), 12)))
    values, vectors = values[order].astype(np.complex128), vectors[:, order]
    leading = [0]
    leading += [k for k in range(1, len(values)) if abs(values[k]) > 1 and values[k].imag >= 0][: _MOST_DIRECTIONS - 1]
    directions = vectors[:, leading].T.real.copy()
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    return values, directions / np.where(lengths > 0, lengths, 1)
