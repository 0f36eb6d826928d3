"""Dropout (Srivastava et al. 2014), inverted: what stays is scaled up, so that a trained network needs no change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import Array


@dataclass(frozen=True)
class Dropout:
    """The share of values that a mini-batch drops, from 0 to below 1.

    Attributes:
        inputs: of the word vectors, or of the vectors that the network is given.
        outputs: of the hidden states that the read-out sees.
        recurrent: of the entries of U, the same ones at every step of a mini-batch (weight-dropped LSTM: Merity,
            Keskar & Socher 2018), so that the state itself is not disturbed from step to step.
    """

    inputs: float = 0.0
    outputs: float = 0.0
    recurrent: float = 0.0


def dropout_mask(
    shape: tuple[int, ...], rate: float, rng: np.random.Generator, dtype: np.dtype[np.floating]
) -> Array | None:
    """Return an array of `shape` that is 0 with probability `rate` and 1/(1 − rate) elsewhere; None for a rate of 0.

    The way forward multiplies by it, and so does the way back.
    """
    if rate <= 0:
        return None
    keep = 1.0 - rate
    # Single precision draws are the same on every machine and twice as fast; the mask needs no more.
    mask: Array = (rng.random(shape, dtype=np.float32) < keep).astype(dtype)
    mask /= dtype.type(keep)
    return mask
