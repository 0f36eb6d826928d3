"""Dropout (Srivastava et al. 2014), inverted: what stays is scaled up, so that a trained network needs no change."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Array


def dropout_mask(shape: tuple[int, ...], rate: float, rng: np.random.Generator, dtype: np.dtype[np.floating]) -> Array:
    """Return an array of `shape` that is 0 with probability `rate` and 1/(1 − rate) elsewhere.

    The way forward multiplies by it, and so does the way back.
    """
    keep = 1.0 - rate
    # Single precision draws are the same on every machine and twice as fast; the mask needs no more.
    mask: Array = (rng.random(shape, dtype=np.float32) < keep).astype(dtype)
    mask /= dtype.type(keep)
    return mask
